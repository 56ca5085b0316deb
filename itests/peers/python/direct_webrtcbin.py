#!/usr/bin/python3
"""GStreamer's webrtcbin sends a camera as H.264 to whoever answers; who started it carries the descriptions.

What goes out and in is that of direct_aiortc.py.
"""
import json
import pathlib
import re
import sys
import threading
import time

import numpy
import whip
from gi.repository import GLib, Gst, GstWebRTC

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "bench/reference"))
import stamp  # noqa: E402

FPS, WIDTH, HEIGHT = 30, 640, 480
CAMERA = ("appsrc name=source is-live=true do-timestamp=true format=time block=false"
          f" caps=video/x-raw,format=I420,width={WIDTH},height={HEIGHT},framerate={FPS}/1"
          # Keyframes when they are asked for, and not at every change of the picture.
          " ! openh264enc bitrate=1000000 complexity=low gop-size=3000 rate-control=bitrate"
          " scene-change-detection=false ! h264parse"
          " ! rtph264pay config-interval=-1 aggregate-mode=zero-latency pt=96 mtu=1200"
          " ! application/x-rtp,media=video,encoding-name=H264,payload=96"
          " ! webrtcbin name=peer bundle-policy=max-bundle")


class Sender:
    """A moving texture with the stamp of its making, encoded and offered."""

    def __init__(self):
        self.count = 0
        self.pipeline = Gst.parse_launch(CAMERA)
        self.source, self.peer = (self.pipeline.get_by_name(name) for name in ("source", "peer"))
        transceiver = self.peer.emit("get-transceiver", 0)
        transceiver.set_property("direction", GstWebRTC.WebRTCRTPTransceiverDirection.SENDONLY)
        transceiver.set_property("do-nack", True)
        self.peer.connect("on-negotiation-needed", lambda peer: peer.emit(
            "create-offer", None, Gst.Promise.new_with_change_func(self.offered, None)))
        self.pipeline.set_state(Gst.State.PLAYING)
        threading.Thread(target=self.paint_forever, daemon=True).start()

    def offered(self, promise, _):
        whip.set_local(self.peer, promise, "offer")
        # Polled: the notification of COMPLETE may come before the description can be read.
        GLib.timeout_add(10, self.tell_offer)

    def tell_offer(self):
        complete = self.peer.get_property("ice-gathering-state") == GstWebRTC.WebRTCICEGatheringState.COMPLETE
        local = self.peer.get_property("local-description")
        if not complete or local is None:
            return True
        whip.say("offer", sdp=local.sdp.as_text().replace("\n", "\r\n").replace("\r\r", "\r"))
        return False

    def answered(self, sdp):
        self.peer.emit("set-remote-description", whip.description(GstWebRTC.WebRTCSDPType.ANSWER, sdp),
                       Gst.Promise.new())
        GLib.timeout_add(500, self.tell)

    def tell(self):
        promise = Gst.Promise.new_with_change_func(self.counted, None)
        self.peer.emit("get-stats", None, promise)
        return True

    def counted(self, promise, _):
        # Structures within one another are written with backslashes; both ends' reports have the same counts.
        text = promise.get_reply().to_string().replace("\\", "")
        nacks, plis, firs = (max(map(int, re.findall(rf"\b{name}-count=\(uint\)(\d+)", text)), default=0)
                             for name in ("nack", "pli", "fir"))
        whip.say("sent", pictures=self.count, nacked=nacks, keyframeRequests=plis + firs)

    def paint_forever(self):
        luma = stamp.rgb_picture("motion", 0, WIDTH, HEIGHT)[:, :, 1]
        chroma = bytes([128]) * (WIDTH * HEIGHT // 2)
        due = time.monotonic()
        while True:
            picture = numpy.roll(luma, 4 * self.count, axis=1)
            self.count += 1
            stamp.paint(picture[:2 * (WIDTH // stamp.BITS)], self.count, 0, 16, 235)
            self.source.emit("push-buffer", Gst.Buffer.new_wrapped(picture.tobytes() + chroma))
            due += 1 / FPS
            time.sleep(max(0, due - time.monotonic()))


def listen(sender, loop):
    sender.answered(json.loads(sys.stdin.readline())["sdp"])
    sys.stdin.read()
    loop.quit()


Gst.init(None)
whip.say("ready")
main = GLib.MainLoop()
publishing = Sender()
threading.Thread(target=listen, args=(publishing, main), daemon=True).start()
main.run()
publishing.pipeline.set_state(Gst.State.NULL)
