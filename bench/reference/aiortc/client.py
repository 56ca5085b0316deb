#!/usr/bin/python3
"""Stand-in for the sender that Flathead replaces, with the same structure: one loop that captures all cameras and then
sleeps 1/fps, a track that hands out the latest frame and sleeps 1/fps in recv(), one Socket.IO connection, one
RTCPeerConnection per camera. The two defects that keep the original from streaming at all are mended: handlers are on
the namespace it connects to, and the offer carries candidates.

Environment: SERVER_URL, CAMS (2), FPS (30), WIDTH (640), HEIGHT (480), PATTERN (seed | motion),
CODEC (VP8 | H264; default: what aiortc offers first, VP8), KBPS (a fixed bitrate; default: aiortc's own 250..1500 kbit/s
that starts at 500 and follows REMB).
"""
import asyncio
import fractions
import os
import pathlib
import sys

import socketio
from aiortc import RTCConfiguration, RTCPeerConnection, RTCRtpSender, RTCSessionDescription
from aiortc.codecs import h264, vpx
from aiortc.mediastreams import MediaStreamTrack
from av import VideoFrame
import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import stamp  # noqa: E402

NAMESPACE = "/stream"
URL = os.getenv("SERVER_URL", "http://127.0.0.1:18081")
CAMS, FPS, WIDTH, HEIGHT = (int(os.getenv(name, default)) for name, default in
                            (("CAMS", "2"), ("FPS", "30"), ("WIDTH", "640"), ("HEIGHT", "480")))
PATTERN = os.getenv("PATTERN", "seed")
CODEC = os.getenv("CODEC")
KBPS = os.getenv("KBPS")


class MockCamera:
    """Paints its picture anew for every frame, in RGB, as the original does."""

    def __init__(self, number):
        self.number, self.count = number, 0
        self.texture = stamp.rgb_picture("motion", number, WIDTH, HEIGHT) if PATTERN == "motion" else None

    def capture_array(self):
        if self.texture is not None:
            frame = np.roll(self.texture, self.count * stamp.scroll(PATTERN) % WIDTH, axis=1)
        else:
            frame = stamp.rgb_picture(PATTERN, self.number, WIDTH, HEIGHT)
        self.count += 1
        stamp.paint(frame[:2 * (WIDTH // stamp.BITS)], self.count, self.number, 0, 255)
        return frame


class CameraTrack(MediaStreamTrack):
    """Hands out the latest frame, whether or not it is a new one."""

    kind = "video"

    def __init__(self):
        super().__init__()
        self.frame = np.zeros((HEIGHT, WIDTH, 3), dtype=np.uint8)
        self.count = 0
        self.time_base = fractions.Fraction(1, FPS)

    async def recv(self):
        frame = VideoFrame.from_ndarray(self.frame, format="rgb24")
        frame.pts, frame.time_base = self.count, self.time_base
        self.count += 1
        await asyncio.sleep(1 / FPS)
        return frame


def fix_bitrate(kbps):
    """aiortc clamps every wish to its module's limits; a fixed bitrate is limits that leave no room."""
    for codec in (vpx, h264):
        codec.MIN_BITRATE = codec.MAX_BITRATE = codec.DEFAULT_BITRATE = kbps * 1000


async def main():
    if KBPS:
        fix_bitrate(int(KBPS))
    client, peers, tracks, ready = socketio.AsyncClient(), {}, {}, asyncio.Event()

    @client.event(namespace=NAMESPACE)
    async def connect():
        ready.set()

    @client.on("answer", namespace=NAMESPACE)
    async def answer(data):
        description = data["answer"]
        await peers[data["cameraId"]].setRemoteDescription(
            RTCSessionDescription(sdp=description["sdp"], type=description["type"]))

    @client.on("error", namespace=NAMESPACE)
    async def error(data):
        print("error", data, flush=True)

    await client.connect(URL, namespaces=[NAMESPACE])
    await ready.wait()
    names = (["left", "right"] + [f"cam{number}" for number in range(2, CAMS)])[:CAMS]
    cameras = {name: MockCamera(number) for number, name in enumerate(names)}
    for name in cameras:
        peer = peers[name] = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        tracks[name] = CameraTrack()
        peer.addTrack(tracks[name])
        if CODEC:
            peer.getTransceivers()[0].setCodecPreferences(
                [codec for codec in RTCRtpSender.getCapabilities("video").codecs
                 if codec.mimeType in (f"video/{CODEC}", "video/rtx")])
        peer.on("connectionstatechange",
                lambda peer=peer, name=name: print("state", name, peer.connectionState, flush=True))
        await peer.setLocalDescription(await peer.createOffer())
        offer = {"type": peer.localDescription.type, "sdp": peer.localDescription.sdp}
        await client.emit("offer", {"cameraId": name, "offer": offer}, namespace=NAMESPACE)
    while True:
        for name, camera in cameras.items():
            tracks[name].frame = camera.capture_array()
        await asyncio.sleep(1 / FPS)


if __name__ == "__main__":
    asyncio.run(main())
