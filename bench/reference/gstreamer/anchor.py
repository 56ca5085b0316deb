#!/usr/bin/python3
"""The same job in native code: cameras in one process, encoder, webrtcbin, and webrtcbin, decoder, stamp reader in the
other. GStreamer does everything but painting and reading the stamp.

anchor.py receive    listens on 127.0.0.1:PORT for one sender; prints one JSON line per event; appends the stamp of
                     every decoded frame to RECORD (CSV: stream,nanoTime,latency_ms,counter; the last two are empty
                     where the stamp is damaged)
anchor.py send       sends CAMS cameras to it

Environment: PORT (18190), CAMS (2), FPS (30), WIDTH (640), HEIGHT (480), PICTURE (directory with 0.i420, 1.i420 …, see
pictures.py), SCROLL (pixels to the right per frame, even; 0), CODEC (openh264 | x264 | vp8), KBPS (1000),
LATENCY (of the receiver's jitter buffer in ms; 0).
"""
import json
import os
import pathlib
import socket
import struct
import sys
import threading
import time

import gi
import numpy as np

gi.require_version("Gst", "1.0")
gi.require_version("GstWebRTC", "1.0")
gi.require_version("GstSdp", "1.0")
gi.require_version("GstApp", "1.0")
from gi.repository import GLib, Gst, GstApp, GstSdp, GstWebRTC  # noqa: E402,F401  (GstApp gives appsink its methods)

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import stamp  # noqa: E402

env = os.environ.get
PORT, CAMS, FPS, WIDTH, HEIGHT, SCROLL, KBPS, LATENCY = (
    int(env(name, default)) for name, default in
    (("PORT", "18190"), ("CAMS", "2"), ("FPS", "30"), ("WIDTH", "640"), ("HEIGHT", "480"), ("SCROLL", "0"),
     ("KBPS", "1000"), ("LATENCY", "0")))
CODEC = env("CODEC", "openh264")
NAMES = ["left", "right"] + [f"cam{number}" for number in range(2, CAMS)]
STAMP_ROWS = 2 * (WIDTH // stamp.BITS)

H264_CAPS = "application/x-rtp,media=video,encoding-name=H264,payload=96"
H264_PAY = f"rtph264pay config-interval=-1 aggregate-mode=zero-latency pt=96 mtu=1200 ! {H264_CAPS}"
ENCODERS = {
    "x264": f"x264enc tune=zerolatency speed-preset=ultrafast bitrate={KBPS} key-int-max=3000 threads=1"
            f" byte-stream=true ! video/x-h264,profile=constrained-baseline ! {H264_PAY}",
    "openh264": f"openh264enc bitrate={KBPS * 1000} complexity=low gop-size=3000 rate-control=bitrate multi-thread=1"
                f" ! h264parse ! {H264_PAY}",
    "vp8": f"vp8enc deadline=1 cpu-used=6 target-bitrate={KBPS * 1000} keyframe-max-dist=3000 threads=1"
           " error-resilient=1 lag-in-frames=0 end-usage=cbr ! rtpvp8pay pt=96 mtu=1200"
           " ! application/x-rtp,media=video,encoding-name=VP8,payload=96",
}
DECODERS = {"vp8": "rtpvp8depay request-keyframe=true wait-for-keyframe=true ! vp8dec threads=1"}
H264_DECODER = ("rtph264depay request-keyframe=true wait-for-keyframe=true ! h264parse"
                " ! avdec_h264 max-threads=1 output-corrupt=false")


class Wire:
    """JSON messages with a length in front, over one TCP connection."""

    def __init__(self, connection):
        self.connection, self.reader = connection, connection.makefile("rb")

    def send(self, message):
        data = json.dumps(message).encode()
        self.connection.sendall(struct.pack(">I", len(data)) + data)

    def for_each(self, handle):
        """Reads until the other side is gone, which ends this process."""
        def read():
            while True:
                head = self.reader.read(4)
                if len(head) < 4:
                    os._exit(0)
                handle(json.loads(self.reader.read(struct.unpack(">I", head)[0])))
        threading.Thread(target=read, daemon=True).start()


def description(kind, sdp):
    _, message = GstSdp.SDPMessage.new_from_text(sdp)
    return GstWebRTC.WebRTCSessionDescription.new(kind, message)


def set_local(peer, promise, field, gathered):
    """Sets what the promise holds as the local description; calls gathered(sdp) once all candidates are in it."""
    promise.wait()
    reply = promise.get_reply()  # owns the description: keep it for as long as that is used
    ignored = Gst.Promise.new()
    peer.emit("set-local-description", reply.get_value(field), ignored)
    ignored.interrupt()

    def check():
        # Polled: the notification of COMPLETE may come before the description can be read.
        complete = peer.get_property("ice-gathering-state") == GstWebRTC.WebRTCICEGatheringState.COMPLETE
        if complete and peer.get_property("local-description"):
            gathered(peer.get_property("local-description").sdp.as_text())
            return False
        return True
    GLib.timeout_add(10, check)


def paint_forever(camera, appsrc):
    """Pushes frames at an exact cadence."""
    raw = np.fromfile(pathlib.Path(env("PICTURE", ".")) / f"{camera}.i420", np.uint8)
    if raw.size != WIDTH * HEIGHT * 3 // 2:
        raise SystemExit(f"{camera}.i420 has {raw.size} bytes; {WIDTH * HEIGHT * 3 // 2} are one picture")
    shapes = ((HEIGHT, WIDTH), (HEIGHT // 2, WIDTH // 2), (HEIGHT // 2, WIDTH // 2))
    sizes = [height * width for height, width in shapes]
    ends = np.cumsum(sizes)
    planes = [raw[end - size:end].reshape(shape) for end, size, shape in zip(ends, sizes, shapes)]
    frame = np.empty_like(raw)
    views = [frame[end - size:end].reshape(shape) for end, size, shape in zip(ends, sizes, shapes)]
    count, due = 0, time.monotonic()
    while True:
        shift = count * SCROLL % WIDTH
        for plane, view, step in zip(planes, views, (shift, shift // 2, shift // 2)):
            view[:, step:] = plane[:, :plane.shape[1] - step]
            view[:, :step] = plane[:, plane.shape[1] - step:]
        count += 1
        stamp.paint(views[0][:STAMP_ROWS], count, camera, 16, 235)
        appsrc.emit("push-buffer", Gst.Buffer.new_wrapped(frame.tobytes()))
        due += 1 / FPS
        time.sleep(max(0, due - time.monotonic()))


def send():
    wire = Wire(socket.create_connection(("127.0.0.1", PORT)))
    caps = f"video/x-raw,format=I420,width={WIDTH},height={HEIGHT},framerate={FPS}/1"
    pipelines, peers = [], []
    for camera in range(CAMS):
        pipeline = Gst.parse_launch(
            "appsrc name=source is-live=true do-timestamp=true format=time block=false max-buffers=1"
            f" leaky-type=downstream caps={caps} ! {ENCODERS[CODEC]} ! webrtcbin name=peer bundle-policy=max-bundle")
        peer = pipeline.get_by_name("peer")
        pipelines.append(pipeline)
        peers.append(peer)

        def negotiate(peer, camera=camera):
            def offered(promise, _):
                set_local(peer, promise, "offer", lambda sdp: wire.send({"camera": camera, "sdp": sdp}))
            peer.emit("create-offer", None, Gst.Promise.new_with_change_func(offered, None))
        peer.connect("on-negotiation-needed", negotiate)
        pipeline.set_state(Gst.State.PLAYING)
        threading.Thread(target=paint_forever, args=(camera, pipeline.get_by_name("source")), daemon=True).start()

    wire.for_each(lambda message: peers[message["camera"]].emit(
        "set-remote-description", description(GstWebRTC.WebRTCSDPType.ANSWER, message["sdp"]), Gst.Promise.new()))
    GLib.MainLoop().run()


class Recorder:
    """Reads the stamp of each frame, and writes a line for it at once."""

    def __init__(self, path):
        self.file = open(path, "a", encoding="ascii", buffering=1) if path else None
        self.lock, self.seen = threading.Lock(), set()

    def frame(self, camera, sample, now):
        good, mapped = sample.get_buffer().map(Gst.MapFlags.READ)
        if not good:
            return
        luma = np.frombuffer(mapped.data, np.uint8, WIDTH * STAMP_ROWS).reshape(STAMP_ROWS, WIDTH)
        read = stamp.read(luma)
        sample.get_buffer().unmap(mapped)
        row = ","
        if read is not None:
            age = (stamp.ticks(now) - read[0]) & 0xFFFFFFFF
            row = f"{age / 10:.1f},{read[1]}"
        with self.lock:
            if camera not in self.seen:
                self.seen.add(camera)
                print(json.dumps({"event": "first-frame", "cameraId": NAMES[camera]}), flush=True)
            if self.file:
                self.file.write(f"{NAMES[camera]},{now},{row}\n")


def receive():
    listener = socket.create_server(("127.0.0.1", PORT))
    print(json.dumps({"event": "listening", "port": PORT}), flush=True)
    connection, _ = listener.accept()
    wire, recorder = Wire(connection), Recorder(env("RECORD"))
    kept = []

    def new_sample(sink, camera):
        sample = sink.emit("pull-sample")
        recorder.frame(camera, sample, time.monotonic_ns())
        return Gst.FlowReturn.OK

    def on_offer(message):
        camera, pipeline = message["camera"], Gst.Pipeline.new()
        peer = Gst.ElementFactory.make("webrtcbin", None)
        peer.set_property("bundle-policy", GstWebRTC.WebRTCBundlePolicy.MAX_BUNDLE)
        peer.set_property("latency", LATENCY)
        pipeline.add(peer)
        kept.append((pipeline, peer))

        def pad_added(_, pad):
            if pad.get_direction() != Gst.PadDirection.SRC:
                return
            decoder = Gst.parse_bin_from_description(
                f"{DECODERS.get(CODEC, H264_DECODER)} ! videoconvert ! video/x-raw,format=I420"
                " ! appsink name=sink emit-signals=true sync=false max-buffers=1 drop=true", True)
            pipeline.add(decoder)
            decoder.get_by_name("sink").connect("new-sample", new_sample, camera)
            decoder.sync_state_with_parent()
            pad.link(decoder.get_static_pad("sink"))
        peer.connect("pad-added", pad_added)
        pipeline.set_state(Gst.State.PLAYING)

        def answered(promise, _):
            set_local(peer, promise, "answer", lambda sdp: wire.send({"camera": camera, "sdp": sdp}))

        def offer_set(_, __):
            peer.emit("create-answer", None, Gst.Promise.new_with_change_func(answered, None))
        peer.emit("set-remote-description", description(GstWebRTC.WebRTCSDPType.OFFER, message["sdp"]),
                  Gst.Promise.new_with_change_func(offer_set, None))

    wire.for_each(on_offer)
    GLib.MainLoop().run()


if __name__ == "__main__":
    roles = {"send": send, "receive": receive}
    if len(sys.argv) != 2 or sys.argv[1] not in roles or CODEC not in ENCODERS:
        raise SystemExit(f"anchor.py {' | '.join(roles)}, with CODEC one of {', '.join(ENCODERS)} (it is {CODEC})")
    Gst.init(None)
    roles[sys.argv[1]]()
