#!/usr/bin/python3
"""Stands between a WHIP client and a WHIP server on this machine, and carries their media over links that lose packets.

Every request goes on to the server; a description goes on without its candidates, and an offer with the link's in their
place. GET /counters tells what came to each link."""
import argparse
import http.client
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
import json
import pathlib
import sys
import urllib.parse

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from harness import link  # noqa: E402

SENT_ON = ("Content-Type", "Authorization", "If-Match", "Accept")
NOT_SENT_BACK = ("connection", "keep-alive", "transfer-encoding", "content-length", "date", "server")
SDP = "application/sdp"


class Handler(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    links = None
    upstream = None

    def do_GET(self):
        if self.path == "/counters":
            self._answer(200, {"Content-Type": "application/json"}, json.dumps(self.links.counters()).encode())
        else:
            self._answer(404, {}, b"")

    def do_PATCH(self):
        # Later candidates would lead around the link.
        self._body()
        self._answer(204, {}, b"")

    def do_POST(self):
        self._pass_on()

    do_OPTIONS = do_DELETE = do_POST

    def _body(self):
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def _pass_on(self):
        body = self._body()
        if not self.path.startswith("/whip/"):
            self._answer(404, {}, b"")
            return
        if self.headers.get("Content-Type") == SDP:
            camera = urllib.parse.unquote(self.path.split("/")[2])
            body = self.links.through(camera, body.decode()).encode()
        upstream = http.client.HTTPConnection(self.upstream.hostname, self.upstream.port, timeout=20)
        try:
            headers = {name: self.headers[name] for name in SENT_ON if name in self.headers}
            upstream.request(self.command, self.path, body, headers)
            response = upstream.getresponse()
            text = response.read()
        finally:
            upstream.close()
        if response.headers.get_content_type() == SDP:
            text = link.without_candidates(text.decode()).encode()
        self._answer(response.status, {name: value for name, value in response.headers.items()
                                       if name.lower() not in NOT_SENT_BACK}, text)

    def _answer(self, status, headers, body):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, text, *args):
        print(text % args, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("upstream", help="URL of the server, such as http://127.0.0.1:8080")
    parser.add_argument("--port", type=int, required=True, help="of ours, on 127.0.0.1")
    for name, value in vars(link.Trouble()).items():
        parser.add_argument(f"--{name}", type=float, default=value, help="(%(default)s)")
    options = parser.parse_args()
    Handler.upstream = urllib.parse.urlsplit(options.upstream)
    Handler.links = link.Links(link.Trouble(options.loss, options.reorder, options.hold, options.delay))
    ThreadingHTTPServer(("127.0.0.1", options.port), Handler).serve_forever()


if __name__ == "__main__":
    main()
