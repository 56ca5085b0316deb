"""The picture of the benchmark and the stamp in it, shared by the reference systems.

The stamp is two rows of 32 square blocks, W/32 pixels each, at the top left. Row 0 is CLOCK_MONOTONIC in units of 0.1 ms
modulo 2^32; row 1 is a 16-bit frame counter, an 8-bit camera number and an 8-bit checksum, the sum of the other seven
bytes modulo 256. The most significant bit is at the left. A bit is 1 where luma is above 125 in the middle of its block.
"""
import time

import numpy as np

BITS = 32
THRESHOLD = 125
_SHIFTS = np.arange(BITS - 1, -1, -1, dtype=np.uint64)
_WEIGHTS = np.uint64(1) << _SHIFTS


def rgb_picture(pattern, camera, width, height):
    """What camera number `camera` sees, without a stamp: `seed` is a still gradient in blue (even cameras) or red (odd
    ones); `motion` is a random texture of 8x8 blocks that the caller moves 4 pixels to the right per frame."""
    if pattern == "motion":
        random = np.random.default_rng(camera)
        blocks = random.integers(0, 255, (height // 8, width // 8, 3), dtype=np.uint8)
        return np.repeat(np.repeat(blocks, 8, 0), 8, 1)
    if pattern == "seed":
        picture = np.zeros((height, width, 3), dtype=np.uint8)
        picture[:, :, 2 if camera % 2 == 0 else 0] = np.linspace(0, 255, width, dtype=np.uint8)
        return picture
    raise SystemExit(f"PATTERN = {pattern} is not allowed; seed or motion is")


def scroll(pattern):
    """Pixels to the right from one frame to the next."""
    return 4 if pattern == "motion" else 0


def ticks(seconds_nanos):
    """An instant of the monotonic clock as the stamp carries it."""
    return (seconds_nanos // 100_000) & 0xFFFFFFFF


def _checksum(tick, counter, camera):
    return (sum(tick >> shift & 255 for shift in (0, 8, 16, 24)) + (counter & 255) + (counter >> 8) + camera) & 255


def paint(rows, counter, camera, dark, light, nanos=None):
    """Paints the stamp of now into `rows`, the top 2*(W/32) lines of a picture, H x W or H x W x 3, in place."""
    tick, counter, camera = ticks(time.monotonic_ns() if nanos is None else nanos), counter & 0xFFFF, camera & 255
    block = rows.shape[1] // BITS
    words = (tick, counter << 16 | camera << 8 | _checksum(tick, counter, camera))
    for row, word in enumerate(words):
        line = np.repeat(((np.uint64(word) >> _SHIFTS) & np.uint64(1)).astype(np.uint8) * (light - dark) + dark, block)
        rows[row * block:(row + 1) * block, :block * BITS] = line[:, None] if rows.ndim == 3 else line


def read(luma):
    """Reads the stamp in `luma`, the top 2*(W/32) lines of a luma plane: (ticks, counter, camera), or None if damaged."""
    block = luma.shape[1] // BITS
    quarter, three = block // 4, 3 * block // 4
    words = []
    for row in (0, 1):
        band = luma[row * block + quarter:row * block + three, :block * BITS].reshape(-1, BITS, block)
        bits = band[:, :, quarter:three].mean((0, 2)) > THRESHOLD
        words.append(int((bits.astype(np.uint64) * _WEIGHTS).sum()))
    tick, label = words
    counter, camera = label >> 16, label >> 8 & 255
    return (tick, counter, camera) if _checksum(tick, counter, camera) == label & 255 else None
