#!/usr/bin/python3
"""A sender as python-socketio and aiortc are meant to be used, with complete descriptions.

usage: sender.py <url> VP8|H264|any
with any it offers what it can in its own order, which is VP8 first
"""
import asyncio
import sys

import cameras
import socketio
from aiortc import RTCRtpSender, RTCSessionDescription


async def main(url, codec):
    client = socketio.AsyncClient()
    peers = {}

    @client.on("connected", namespace="/stream")
    async def connected(data):
        cameras.tell("connected", **data)

    @client.on("answer", namespace="/stream")
    async def answer(data):
        cameras.tell("answer", camera=data["cameraId"], sdp=data["answer"]["sdp"])
        await peers[data["cameraId"]].setRemoteDescription(RTCSessionDescription(**data["answer"]))

    @client.on("error", namespace="/stream")
    async def error(data):
        cameras.tell("error", **data)

    cameras.tell("ready")
    await client.connect(url, namespaces=["/stream"])
    codecs = [each for each in RTCRtpSender.getCapabilities("video").codecs
              if codec == "any" or each.mimeType in (f"video/{codec}", "video/rtx")]
    for camera in cameras.CAMERAS:
        connection = peers[camera] = cameras.peer(camera)
        connection.getTransceivers()[0].setCodecPreferences(codecs)
        await connection.setLocalDescription(await connection.createOffer())
        complete = connection.localDescription
        await client.emit("offer", {"cameraId": camera, "offer": {"type": complete.type, "sdp": complete.sdp}},
                          namespace="/stream")
    await cameras.until_told_to_end()
    for connection in peers.values():
        await connection.close()
    await client.disconnect()


asyncio.run(main(*sys.argv[1:]))
