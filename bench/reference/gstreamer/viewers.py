#!/usr/bin/python3
"""Looks at streams by WHEP with GStreamer's webrtcbin, as so many viewers, and decodes nothing.

viewers.py <url of the server> <viewers> <camera>...     each viewer looks at each camera

Standard output carries JSON, a line each:
  {"event":"refused","status":…,"body":…}
  {"event":"pictures","sessions":…,"least":…}    twice a second: how many came to the session with the fewest
"""
import json
import sys
import threading
import urllib.error
import urllib.request

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstWebRTC", "1.0")
gi.require_version("GstSdp", "1.0")
from gi.repository import GLib, Gst, GstSdp, GstWebRTC  # noqa: E402

WANTED = ("application/x-rtp,media=video,encoding-name=H264,clock-rate=90000,payload=96,"
          "packetization-mode=(string)1,profile-level-id=(string)42e01f,rtcp-fb-nack-pli=(boolean)true")
UNITS = ("rtph264depay ! video/x-h264,stream-format=byte-stream,alignment=au"
         " ! fakesink name=sink sync=false async=false enable-last-sample=false")


def say(event, **more):
    sys.stdout.write(json.dumps({"event": event, **more}) + "\n")
    sys.stdout.flush()


class Session:
    """One viewer of one camera. Candidates are not told: the server learns where we are from our checks."""

    def __init__(self, url):
        self.url, self.sink = url, None
        self.pipeline = Gst.Pipeline.new()
        self.peer = Gst.ElementFactory.make("webrtcbin", None)
        self.peer.set_property("bundle-policy", GstWebRTC.WebRTCBundlePolicy.MAX_BUNDLE)
        self.peer.set_property("latency", 0)
        self.pipeline.add(self.peer)
        self.peer.connect("pad-added", self.pad_added)
        self.pipeline.set_state(Gst.State.PLAYING)
        self.peer.emit("add-transceiver", GstWebRTC.WebRTCRTPTransceiverDirection.RECVONLY,
                       Gst.Caps.from_string(WANTED))
        self.peer.emit("create-offer", None, Gst.Promise.new_with_change_func(self.offered, None))

    def offered(self, promise, _):
        promise.wait()
        reply = promise.get_reply()  # owns the description
        offer = reply.get_value("offer")
        text = offer.sdp.as_text()
        ignored = Gst.Promise.new()
        self.peer.emit("set-local-description", offer, ignored)
        ignored.interrupt()
        threading.Thread(target=self.post, args=(text,), daemon=True).start()

    def post(self, sdp):
        request = urllib.request.Request(self.url, sdp.encode(), {"Content-Type": "application/sdp"})
        try:
            with urllib.request.urlopen(request, timeout=20) as response:
                text = response.read().decode()
        except urllib.error.HTTPError as error:
            say("refused", status=error.code, body=error.read().decode())
            return
        _, message = GstSdp.SDPMessage.new_from_text(text)
        self.peer.emit("set-remote-description",
                       GstWebRTC.WebRTCSessionDescription.new(GstWebRTC.WebRTCSDPType.ANSWER, message),
                       Gst.Promise.new())

    def pad_added(self, _, pad):
        if pad.get_direction() != Gst.PadDirection.SRC:
            return
        units = Gst.parse_bin_from_description(UNITS, True)
        self.pipeline.add(units)
        units.sync_state_with_parent()
        pad.link(units.get_static_pad("sink"))
        self.sink = units.get_by_name("sink")

    def pictures(self):
        return self.sink.get_property("stats").get_value("rendered") if self.sink else 0


def main(server, viewers, cameras):
    Gst.init(None)
    sessions = [Session(f"{server}/whep/{camera}") for _ in range(viewers) for camera in cameras]

    def tell():
        counts = [session.pictures() for session in sessions]
        say("pictures", sessions=sum(count > 0 for count in counts), least=min(counts))
        return True
    GLib.timeout_add(500, tell)
    GLib.MainLoop().run()


if __name__ == "__main__":
    if len(sys.argv) < 4:
        raise SystemExit(__doc__)
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
