"""Mock cameras with a stamp for aiortc, and what all scripts here have in common."""
import asyncio
import fractions
import json
import pathlib
import random
import sys
import time

import numpy
from aiortc import RTCConfiguration, RTCPeerConnection
from aiortc.mediastreams import MediaStreamTrack
from av import VideoFrame

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "bench/reference"))
import stamp  # noqa: E402

FPS, WIDTH, HEIGHT = 30, 640, 480
CAMERAS = ("left", "right")


def tell(event, **more):
    print(json.dumps({"event": event, **more}), flush=True)


async def until_told_to_end():
    """Returns when the standard input ends."""
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


class Camera(MediaStreamTrack):
    """
    A moving texture with the stamp of its making, as often as FPS says. A restless one jumps, so that no picture can be
    told by the one before: its encoder needs all the bits that it may have.
    """

    kind = "video"

    def __init__(self, name, restless=False):
        super().__init__()
        self.restless = restless
        self.number = CAMERAS.index(name)
        self.picture = stamp.rgb_picture("motion", self.number, WIDTH, HEIGHT)
        self.count = 0
        self.start = None

    async def recv(self):
        if self.start is None:
            self.start = time.monotonic()
        await asyncio.sleep(self.start + self.count / FPS - time.monotonic())
        self.count += 1
        shift = random.randrange(WIDTH) if self.restless else 4 * self.count
        picture = numpy.roll(self.picture, shift, axis=1)
        stamp.paint(picture[:2 * (WIDTH // stamp.BITS)], self.count, self.number, 16, 235)
        frame = VideoFrame.from_ndarray(picture, format="rgb24")
        frame.pts, frame.time_base = self.count, fractions.Fraction(1, FPS)
        return frame


def peer(name, restless=False):
    """A peer connection that sends a camera."""
    connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    connection.addTrack(Camera(name, restless))
    connection.on("connectionstatechange",
                  lambda: tell("state", camera=name, state=connection.connectionState))
    return connection
