"""A receiver of aiortc behind a server of python-socketio.

usage: receiver.py <port>

Standard output carries JSON, a line each:
  {"event":"ready"}                             from then on cameras may come
  {"event":"offer","cameraId":…,"sdp":…}        as it came
  {"event":"answer","cameraId":…,"sdp":…}       as it was told, with its candidates
  {"event":"state","cameraId":…,"state":…}      of the peer connection, as aiortc names it
  {"event":"pictures","cameraId":…, …}          after every tenth picture that was decoded, see stamps.py
It ends when standard input does.
"""
import asyncio
import json
import sys

import socketio
from aiohttp import web
from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError

import stamps

NAMESPACE = "/stream"
EACH = 10


def say(event, **more):
    print(json.dumps({"event": event, **more}), flush=True)


class Receiver(socketio.AsyncNamespace):
    """One peer connection for each camera of each client."""

    def __init__(self):
        super().__init__(NAMESPACE)
        self.sessions = {}
        self.tasks = set()

    async def trigger_event(self, event, *arguments):
        # What the wire calls disconnect-camera is no name for a method.
        return await super().trigger_event(event.replace("-", "_"), *arguments)

    async def on_connect(self, sid, environ):
        await self.emit("connected", {"clientId": sid}, to=sid)

    async def on_disconnect(self, sid):
        for key in [key for key in self.sessions if key[0] == sid]:
            await self.sessions.pop(key).close()

    async def on_offer(self, sid, payload):
        camera, offer = payload["cameraId"], payload["offer"]
        say("offer", cameraId=camera, sdp=offer["sdp"])
        before = self.sessions.pop((sid, camera), None)
        if before:
            await before.close()
        connection = self.sessions[sid, camera] = RTCPeerConnection()
        connection.on("track", lambda track: self.watch(camera, track))
        connection.on("connectionstatechange",
                      lambda: say("state", cameraId=camera, state=connection.connectionState))
        await connection.setRemoteDescription(RTCSessionDescription(**offer))
        await connection.setLocalDescription(await connection.createAnswer())
        answer = connection.localDescription
        say("answer", cameraId=camera, sdp=answer.sdp)
        await self.emit("answer", {"cameraId": camera, "answer": {"type": answer.type, "sdp": answer.sdp}}, to=sid)

    async def on_disconnect_camera(self, sid, payload):
        connection = self.sessions.pop((sid, payload["cameraId"]), None)
        if connection:
            await connection.close()

    def watch(self, camera, track):
        task = asyncio.ensure_future(self.read(camera, track))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    @staticmethod
    async def read(camera, track):
        seen = stamps.Seen()
        try:
            while True:
                seen.picture(await track.recv())
                if seen.pictures % EACH == 0:
                    say("pictures", cameraId=camera, **vars(seen))
        except MediaStreamError:
            say("ended", cameraId=camera)


async def main(port):
    server = socketio.AsyncServer(async_mode="aiohttp", cors_allowed_origins="*")
    receiver = Receiver()
    server.register_namespace(receiver)
    app = web.Application()
    server.attach(app)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    say("ready")
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    for connection in receiver.sessions.values():
        await connection.close()


asyncio.run(main(int(sys.argv[1])))
