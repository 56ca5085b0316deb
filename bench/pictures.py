#!/usr/bin/python3
"""pictures.py PATTERN DIRECTORY [WIDTH HEIGHT]: writes 0.i420 and 1.i420, what the stand-in's encoder sees of its
pictures, converted from RGB by the same call (PyAV's reformat, that is swscale). Where the stamp goes the picture is
dark, so that its chroma there is neutral as it is in the stand-in's. Prints the largest difference between the file,
scrolled and stamped, and what the stand-in's encoder gets."""
import pathlib
import sys

from av import VideoFrame
import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "reference"))
import stamp  # noqa: E402

NANOS = 123_456_789_012_345


def i420(rgb):
    return VideoFrame.from_ndarray(rgb, format="rgb24").reformat(format="yuv420p").to_ndarray()


def moved(picture, width, height, step):
    """The picture as flathead.source.mock and the anchor move it."""
    flat, planes, at = picture.reshape(-1), [], 0
    for w, h, by in ((width, height, step), (width // 2, height // 2, step // 2), (width // 2, height // 2, step // 2)):
        planes.append(np.roll(flat[at:at + w * h].reshape(h, w), by, axis=1).reshape(-1))
        at += w * h
    return np.concatenate(planes)


def main(pattern, directory, width=640, height=480):
    directory, rows = pathlib.Path(directory), 2 * (width // stamp.BITS)
    directory.mkdir(parents=True, exist_ok=True)
    for camera in (0, 1):
        rgb = stamp.rgb_picture(pattern, camera, width, height)
        dark = rgb.copy()
        dark[:rows] = 0
        picture = i420(dark)
        picture.tofile(directory / f"{camera}.i420")
        worst = 0
        for count in (0, 1, 7, 100):
            step = count * stamp.scroll(pattern) % width
            frame = np.roll(rgb, step, axis=1)
            stamp.paint(frame[:rows], count, camera, 0, 255, NANOS)
            ours = moved(picture, width, height, step)
            stamp.paint(ours[:width * rows].reshape(rows, width), count, camera, 16, 235, NANOS)
            worst = max(worst, int(np.abs(ours.astype(int) - i420(frame).reshape(-1)).max()))
        print(f"{pattern} camera {camera}: {width}x{height}, largest difference {worst}")


if __name__ == "__main__":
    if len(sys.argv) not in (3, 5):
        raise SystemExit(__doc__)
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))
