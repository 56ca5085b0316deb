#!/usr/bin/python3
"""Reads every camera of a Flathead server: pictures a second, their age, and what that costs. docs/feed.md tells more."""
import json, mmap, os, socket, sys, time
import numpy

def pictures(path, *wishes):
    """Yields what it is of, and of each picture (one; two of a pair) its number, its time and the I420 as an array."""
    feed, maps = socket.socket(socket.AF_UNIX), {}
    feed.connect(path)
    feed.sendall("".join(wish + "\n" for wish in wishes).encode())
    for said in map(json.loads, feed.makefile()):
        name = said.get("camera") or said.get("pair")
        if said["event"] == "map":
            with open(said["map"], "rb") as file:
                maps[name] = numpy.frombuffer(mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ), "u1")
        elif said["event"] == "picture":
            octets, ints, longs = (maps[name].view(size) for size in ("u1", "<i4", "<i8"))
            slot, taken = int(longs[3] + said["slot"] * longs[4]), []
            lock = longs[slot // 8]
            for i in range(ints[3]):
                width, height, first = ints[17 + 16 * i], ints[18 + 16 * i], slot + int(longs[12 + 8 * i])
                i420 = octets[first:first + width * height * 3 // 2].reshape(-1, width).copy()
                taken.append((int(longs[slot // 8 + 8 * i + 1]), int(longs[slot // 8 + 8 * i + 2]), i420))
            if lock % 2 == 0 and longs[slot // 8] == lock:
                yield name, taken

if __name__ == "__main__":
    where = sys.argv[1] if len(sys.argv) > 1 else os.path.expanduser("~/.local/state/flathead/demo/feed/socket")
    ages, then, cpu = {}, time.monotonic(), time.process_time()
    for camera, [(_, captured, picture)] in pictures(where, "camera *"):
        ages.setdefault(camera, []).append((time.monotonic_ns() - captured) / 1e6)
        took = time.monotonic() - then
        if took > 5:
            for name, all in sorted(ages.items()):
                p50, p99 = numpy.percentile(all, [50, 99])
                print(f"{name}: {len(all) / took:.1f} fps, age p50 {p50:.1f} ms, p99 {p99:.1f} ms")
            print(f"reader: {(time.process_time() - cpu) / took:.3f} core", flush=True)
            ages, then, cpu = {}, time.monotonic(), time.process_time()
