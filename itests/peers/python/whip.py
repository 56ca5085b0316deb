"""GStreamer's webrtcbin as a WHIP client or a WHIP server (RFC 9725).

whip.py publish <url> [<token>]   sends a moving test picture there, 640x480 at 30 a second; candidates trickle
whip.py serve <port> [VP8]        takes what is published at http://127.0.0.1:<port>/whip/<camera>, and decodes it;
                                  with VP8 it takes nothing else

Standard output carries JSON, a line each:
  {"event":"ready"}
publish:
  {"event":"published","status":…,"location":…,"etag":…}
  {"event":"patched","status":…}                of each candidate
  {"event":"deleted","status":…}                after the standard input has ended
serve:
  {"event":"offered","camera":…,"sdp":…}
  {"event":"decoding","camera":…,"codec":…}
  {"event":"frames","camera":…,"count":…}       twice a second
  {"event":"patched","camera":…,"body":…}
  {"event":"deleted","camera":…}
It ends when its standard input does.
"""
import http.server
import json
import os
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstWebRTC", "1.0")
gi.require_version("GstSdp", "1.0")
from gi.repository import GLib, Gst, GstSdp, GstWebRTC  # noqa: E402

SENDER = ("videotestsrc is-live=true pattern=ball ! video/x-raw,format=I420,width=640,height=480,framerate=30/1"
          " ! openh264enc bitrate=1000000 complexity=low gop-size=60 ! h264parse"
          " ! rtph264pay config-interval=-1 aggregate-mode=zero-latency pt=96 mtu=1200"
          " ! application/x-rtp,media=video,encoding-name=H264,payload=96"
          " ! webrtcbin name=peer bundle-policy=max-bundle")
DECODERS = {
    "H264": "rtph264depay request-keyframe=true wait-for-keyframe=true ! h264parse ! avdec_h264 max-threads=1",
    "VP8": "rtpvp8depay request-keyframe=true wait-for-keyframe=true ! vp8dec threads=1",
}
COUNTER = " ! fakesink name=sink signal-handoffs=true sync=false"
FRAGMENT = "application/trickle-ice-sdpfrag"


def say(event, **more):
    # One write: others print at the same time.
    sys.stdout.write(json.dumps({"event": event, **more}) + "\n")
    sys.stdout.flush()


def description(kind, sdp):
    _, message = GstSdp.SDPMessage.new_from_text(sdp)
    return GstWebRTC.WebRTCSessionDescription.new(kind, message)


def set_local(peer, promise, field):
    """Sets what the promise holds as the local description, and returns its text."""
    promise.wait()
    reply = promise.get_reply()  # owns the description: keep it for as long as that is used
    local = reply.get_value(field)
    text = local.sdp.as_text()
    ignored = Gst.Promise.new()
    peer.emit("set-local-description", local, ignored)
    ignored.interrupt()
    return text


def ask(method, url, token, body=None, **headers):
    """One HTTP exchange: status, headers, text."""
    request = urllib.request.Request(url, None if body is None else body.encode(), method=method)
    for name, value in headers.items():
        request.add_header(name.replace("_", "-"), value)
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            return response.status, response.headers, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode()


class Client:
    """Of WHIP or WHEP. HTTP is done on a thread of its own, so that GStreamer's never wait."""

    def __init__(self, url, token, pipeline, peer, told):
        """told: the event that the server's answer is told as"""
        self.url, self.token, self.pipeline, self.peer, self.told = url, token, pipeline, peer, told
        self.answered = threading.Event()
        self.session, self.etag, self.credentials = None, None, []
        self.candidates = []
        self.lock = threading.Lock()
        self.peer.connect("on-ice-candidate", self.gathered)
        threading.Thread(target=self.trickle, daemon=True).start()

    def offer(self):
        self.peer.emit("create-offer", None, Gst.Promise.new_with_change_func(self.offered, None))

    def offered(self, promise, _):
        sdp = set_local(self.peer, promise, "offer")
        threading.Thread(target=self.post, args=(sdp,), daemon=True).start()

    def post(self, sdp):
        status, headers, text = ask("POST", self.url, self.token, sdp, Content_Type="application/sdp")
        say(self.told, status=status, location=headers.get("Location"), etag=headers.get("ETag"), body=text)
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
                say("patched", status=status, body=text, candidate=candidate)

    def close(self):
        if self.session:
            status, _, _ = ask("DELETE", self.session, self.token)
            say("deleted", status=status)
        self.pipeline.set_state(Gst.State.NULL)


class Publisher(Client):
    """A WHIP client."""

    def __init__(self, url, token):
        pipeline = Gst.parse_launch(SENDER)
        super().__init__(url, token, pipeline, pipeline.get_by_name("peer"), "published")
        transceiver = self.peer.emit("get-transceiver", 0)
        if transceiver is not None:
            transceiver.set_property("direction", GstWebRTC.WebRTCRTPTransceiverDirection.SENDONLY)
        self.peer.connect("on-negotiation-needed", lambda _: self.offer())
        self.pipeline.set_state(Gst.State.PLAYING)


def decode(pipeline, pad, decoded, **more):
    """Decodes what comes by a pad, calls for each picture, and says what it is."""
    if pad.get_direction() != Gst.PadDirection.SRC:
        return
    name = pad.get_current_caps().get_structure(0).get_string("encoding-name")
    say("decoding", codec=name, **more)
    decoder = Gst.parse_bin_from_description(DECODERS[name] + COUNTER, True)
    pipeline.add(decoder)
    decoder.get_by_name("sink").connect("handoff", decoded)
    decoder.sync_state_with_parent()
    pad.link(decoder.get_static_pad("sink"))


def receiving_peer(pipeline):
    peer = Gst.ElementFactory.make("webrtcbin", None)
    peer.set_property("bundle-policy", GstWebRTC.WebRTCBundlePolicy.MAX_BUNDLE)
    peer.set_property("latency", 0)
    pipeline.add(peer)
    return peer


class Session:
    """One camera that is published to us."""

    def __init__(self, camera, offer):
        self.camera, self.count = camera, 0
        self.answer, self.answered = None, threading.Event()
        self.pipeline = Gst.Pipeline.new()
        self.peer = receiving_peer(self.pipeline)
        self.peer.connect("pad-added", self.pad_added)
        self.pipeline.set_state(Gst.State.PLAYING)
        self.peer.emit("set-remote-description", description(GstWebRTC.WebRTCSDPType.OFFER, offer),
                       Gst.Promise.new_with_change_func(self.offer_set, None))

    def offer_set(self, _, __):
        self.peer.emit("create-answer", None, Gst.Promise.new_with_change_func(self.answer_made, None))

    def answer_made(self, promise, _):
        set_local(self.peer, promise, "answer")

        def check():
            # Polled: the notification of COMPLETE may come before the description can be read.
            complete = self.peer.get_property("ice-gathering-state") == GstWebRTC.WebRTCICEGatheringState.COMPLETE
            if complete and self.peer.get_property("local-description"):
                self.answer = self.peer.get_property("local-description").sdp.as_text()
                self.answered.set()
                return False
            return True
        GLib.timeout_add(10, check)

    def pad_added(self, _, pad):
        decode(self.pipeline, pad, self.decoded, camera=self.camera)

    def decoded(self, *_):
        self.count += 1

    def candidate(self, text):
        self.peer.emit("add-ice-candidate", 0, text)

    def close(self):
        self.pipeline.set_state(Gst.State.NULL)


class Server(http.server.ThreadingHTTPServer):
    """A WHIP server: sessions by path."""
    daemon_threads = True

    def __init__(self, port, only):
        super().__init__(("127.0.0.1", port), Handler)
        self.sessions, self.made, self.only = {}, 0, only

    def tell(self):
        for session in list(self.sessions.values()):
            say("frames", camera=session.camera, count=session.count)
        return True


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def body(self):
        return self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()

    def answer(self, status, text="", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def do_OPTIONS(self):
        self.answer(200, Accept_Post="application/sdp")

    def do_POST(self):
        offer, camera = self.body(), self.path.rsplit("/", 1)[-1]
        say("offered", camera=camera, sdp=offer)
        if self.server.only and f" {self.server.only}/90000" not in offer:
            self.answer(406, f"{self.server.only} is needed", Content_Type="text/plain")
            return
        session = Session(camera, offer)
        if not session.answered.wait(15):
            self.answer(500, "no answer")
            return
        self.server.made += 1
        place = f"/sessions/{self.server.made}"
        self.server.sessions[place] = session
        self.answer(201, session.answer, Content_Type="application/sdp", Location=place, ETag=f'"{self.server.made}"')

    def do_PATCH(self):
        body, session = self.body(), self.server.sessions.get(self.path)
        if session is None:
            self.answer(404)
            return
        say("patched", camera=session.camera, body=body, match=self.headers.get("If-Match"))
        for line in body.splitlines():
            if line.startswith("a=candidate:"):
                session.candidate(line[2:])
        self.answer(204)

    def do_DELETE(self):
        session = self.server.sessions.pop(self.path, None)
        if session is None:
            self.answer(404)
            return
        session.close()
        say("deleted", camera=session.camera)
        self.answer(200)

    def log_message(self, *_):
        pass


def main(arguments):
    Gst.init(None)
    loop = GLib.MainLoop()
    close = (lambda: None)
    if len(arguments) in (2, 3) and arguments[0] == "publish":
        publisher = Publisher(arguments[1], arguments[2] if len(arguments) == 3 else None)
        close = publisher.close
    elif len(arguments) in (2, 3) and arguments[0] == "serve":
        server = Server(int(arguments[1]), arguments[2] if len(arguments) == 3 else None)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        GLib.timeout_add(500, server.tell)
    else:
        raise SystemExit(__doc__)
    say("ready")
    threading.Thread(target=loop.run, daemon=True).start()
    sys.stdin.read()
    close()
    os._exit(0)  # GStreamer's threads have nothing to clean up


if __name__ == "__main__":
    main(sys.argv[1:])
