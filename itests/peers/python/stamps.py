"""Reads the stamps that the mock camera paints; see the bundle flathead.stamp for their layout."""
import time

import numpy as np

BITS = 32
THRESHOLD = 125
_WEIGHTS = np.uint64(1) << np.arange(BITS - 1, -1, -1, dtype=np.uint64)


def _row(luma, block, which):
    """One row of blocks as a number, the most significant bit first; the middle half of each block counts."""
    quarter, size = block // 4, max(2, block // 2)
    top = which * block + quarter
    band = luma[top:top + size, :block * BITS].reshape(size, BITS, block)[:, :, quarter:quarter + size]
    return int(((band.mean((0, 2)) > THRESHOLD).astype(np.uint64) * _WEIGHTS).sum())


def read(luma):
    """What the stamp in a luma plane says: the time in units of 0.1 ms, the counter, the camera's number; None if damaged."""
    block = luma.shape[1] // BITS
    ticks, label = _row(luma, block, 0), _row(luma, block, 1)
    total = sum(ticks >> shift & 255 for shift in (0, 8, 16, 24)) + sum(label >> shift & 255 for shift in (8, 16, 24))
    return (ticks, label >> 16, label >> 8 & 255) if total & 255 == label & 255 and (ticks or label) else None


class Seen:
    """The stamps of one stream, summed up."""

    def __init__(self):
        self.pictures = self.stamped = self.missing = self.width = self.height = 0
        self.camera = self.counter = self.age = None

    def picture(self, frame):
        """A picture of av was decoded now."""
        plane = frame.planes[0]
        luma = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)[:, :plane.width]
        self.pictures += 1
        self.width, self.height = frame.width, frame.height
        stamp = read(luma)
        if stamp is None:
            return
        ticks, counter, self.camera = stamp
        if self.stamped:
            self.missing += (counter - self.counter - 1) % 65536
        self.stamped += 1
        self.counter = counter
        self.age = ((time.monotonic_ns() // 100_000 - ticks) & 0xFFFFFFFF) / 10
