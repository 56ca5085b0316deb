#!/usr/bin/python3
"""Reads a stereo pair of a Flathead server, both eyes at once: how far apart they were taken, and how much they differ."""
import os, sys
from reader import pictures

where = sys.argv[1] if len(sys.argv) > 1 else os.path.expanduser("~/.local/state/flathead/demo/feed/socket")
pair = sys.argv[2] if len(sys.argv) > 2 else "received"
for name, [(number, left_time, left), (_, right_time, right)] in pictures(where, "pair " + pair):
    if number % 30 == 0:
        luma = left.shape[0] * 2 // 3
        difference = abs(left[:luma].astype(int) - right[:luma]).mean()
        print(f"{name}: skew {(left_time - right_time) / 1e6:.2f} ms, difference {difference:.1f}", flush=True)
