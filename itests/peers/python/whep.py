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
import urllib.parse

from whip import COUNTER, DECODERS, FRAGMENT, Gst, GstWebRTC, GLib, ask, description, say, set_local

WANTED = ("application/x-rtp,media=video,encoding-name=H264,clock-rate=90000,payload=96,"
          "packetization-mode=(string)1,profile-level-id=(string)42e01f,rtcp-fb-nack-pli=(boolean)true")


class Viewer:
    """HTTP is done on a thread of its own, so that GStreamer's never wait."""

    def __init__(self, url, token):
        self.url, self.token, self.count = url, token, 0
        self.session, self.etag, self.credentials, self.candidates = None, None, [], []
        self.answered, self.lock = threading.Event(), threading.Lock()
        self.pipeline = Gst.Pipeline.new()
        self.peer = Gst.ElementFactory.make("webrtcbin", None)
        self.peer.set_property("bundle-policy", GstWebRTC.WebRTCBundlePolicy.MAX_BUNDLE)
        self.peer.set_property("latency", 0)
        self.pipeline.add(self.peer)
        self.peer.connect("pad-added", self.pad_added)
        self.peer.connect("on-ice-candidate", self.gathered)
        self.pipeline.set_state(Gst.State.PLAYING)
        self.peer.emit("add-transceiver", GstWebRTC.WebRTCRTPTransceiverDirection.RECVONLY,
                       Gst.Caps.from_string(WANTED))
        self.peer.emit("create-offer", None, Gst.Promise.new_with_change_func(self.offered, None))
        threading.Thread(target=self.trickle, daemon=True).start()

    def offered(self, promise, _):
        sdp = set_local(self.peer, promise, "offer")
        threading.Thread(target=self.post, args=(sdp,), daemon=True).start()

    def post(self, sdp):
        status, headers, text = ask("POST", self.url, self.token, sdp, Content_Type="application/sdp")
        say("answered", status=status, location=headers.get("Location"), etag=headers.get("ETag"), body=text)
        if status != 201:
            return
        self.session = urllib.parse.urljoin(self.url, headers["Location"])
        self.etag = headers.get("ETag")
        self.credentials = [line for line in sdp.splitlines() if line.startswith(("a=ice-ufrag:", "a=ice-pwd:"))]
        self.peer.emit("set-remote-description", description(GstWebRTC.WebRTCSDPType.ANSWER, text),
                       Gst.Promise.new())
        self.answered.set()

    def gathered(self, _, index, candidate):
        with self.lock:
            self.candidates.append(candidate)

    def trickle(self):
        self.answered.wait()
        wait = threading.Event()
        while not wait.wait(0.05):
            with self.lock:
                candidates, self.candidates = self.candidates, []
            for candidate in candidates:
                body = "\r\n".join(self.credentials + ["m=video 9 UDP/TLS/RTP/SAVPF 96", "a=mid:video0",
                                                       f"a={candidate}", ""])
                status, _, text = ask("PATCH", self.session, self.token, body, Content_Type=FRAGMENT,
                                      If_Match=self.etag)
                say("patched", status=status, body=text)

    def pad_added(self, _, pad):
        if pad.get_direction() != Gst.PadDirection.SRC:
            return
        name = pad.get_current_caps().get_structure(0).get_string("encoding-name")
        say("decoding", codec=name)
        decoder = Gst.parse_bin_from_description(DECODERS[name] + COUNTER, True)
        self.pipeline.add(decoder)
        decoder.get_by_name("sink").connect("handoff", self.decoded)
        decoder.sync_state_with_parent()
        pad.link(decoder.get_static_pad("sink"))

    def decoded(self, *_):
        self.count += 1

    def tell(self):
        say("frames", count=self.count)
        return True

    def close(self):
        if self.session:
            status, _, _ = ask("DELETE", self.session, self.token)
            say("deleted", status=status)
        self.pipeline.set_state(Gst.State.NULL)


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
