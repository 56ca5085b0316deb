#!/usr/bin/python3
"""Does what the sender does that Flathead's server replaces: it listens in the namespace /, but joins /stream alone, and
its offers have no candidates.

usage: old_sender.py <url> <namespace of the left camera's events> <namespace of the right one's>
"""
import asyncio
import sys

import cameras
import socketio
from aiortc import RTCSessionDescription


async def main(url, *namespaces):
    client = socketio.AsyncClient()
    peers = {}

    @client.event
    async def connect():
        cameras.tell("connect")
        for camera, namespace in zip(cameras.CAMERAS, namespaces):
            peers[camera] = cameras.peer(camera)
            offer = await peers[camera].createOffer()
            await peers[camera].setLocalDescription(offer)
            # What was offered before any candidate was known.
            await client.emit("offer", {"cameraId": camera, "offer": {"type": offer.type, "sdp": offer.sdp}},
                              namespace=namespace)

    @client.event
    async def connected(data):
        cameras.tell("connected", **data)

    @client.event
    async def answer(data):
        cameras.tell("answer", camera=data["cameraId"], candidates=data["answer"]["sdp"].count("\na=candidate:"))
        await peers[data["cameraId"]].setRemoteDescription(RTCSessionDescription(**data["answer"]))

    @client.event
    async def error(data):
        cameras.tell("error", **data)

    cameras.tell("ready")
    await client.connect(url, namespaces=["/stream"])
    await cameras.until_told_to_end()
    for connection in peers.values():
        await connection.close()
    await client.disconnect()


asyncio.run(main(*sys.argv[1:]))
