"""GStreamer's webrtcbin as a WHEP client (draft-ietf-wish-whep): receives a camera, and decodes it.

whep.py <url> [<token>]

Standard output carries JSON, a line each:
  {"event":"ready"}
  {"event":"answered","status":…,"location":…,"etag":…,"body":…}
  {"event":"patched","status":…}                of each candidate
  {"event":"decoding","codec":…}
  {"event":"frames","count":…}                  twice a second
  {"event":"deleted","status":…}                after the standard input has ended
It ends when its standard input does.
"""
import os
import sys
import threading

from whip import Client, GLib, Gst, GstWebRTC, decode, receiving_peer, say

WANTED = ("application/x-rtp,media=video,encoding-name=H264,clock-rate=90000,payload=96,"
          "packetization-mode=(string)1,profile-level-id=(string)42e01f,rtcp-fb-nack-pli=(boolean)true")


class Viewer(Client):
    """A WHEP client."""

    def __init__(self, url, token):
        self.count = 0
        pipeline = Gst.Pipeline.new()
        super().__init__(url, token, pipeline, receiving_peer(pipeline), "answered")
        self.peer.connect("pad-added", self.pad_added)
        self.pipeline.set_state(Gst.State.PLAYING)
        self.peer.emit("add-transceiver", GstWebRTC.WebRTCRTPTransceiverDirection.RECVONLY,
                       Gst.Caps.from_string(WANTED))
        self.offer()

    def pad_added(self, _, pad):
        decode(self.pipeline, pad, self.decoded)

    def decoded(self, *_):
        self.count += 1

    def tell(self):
        say("frames", count=self.count)
        return True


def main(arguments):
    Gst.init(None)
    loop = GLib.MainLoop()
    if len(arguments) not in (1, 2):
        raise SystemExit(__doc__)
    viewer = Viewer(arguments[0], arguments[1] if len(arguments) == 2 else None)
    GLib.timeout_add(500, viewer.tell)
    say("ready")
    threading.Thread(target=loop.run, daemon=True).start()
    sys.stdin.read()
    viewer.close()
    os._exit(0)  # GStreamer's threads have nothing to clean up


if __name__ == "__main__":
    main(sys.argv[1:])
