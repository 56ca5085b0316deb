"""Reads the feed as examples/reader.py does, and the stamps off its pictures: feed.py SOCKET COUNT WISH..."""
import json, os, signal, sys, time
import numpy

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../examples"))
from reader import pictures
from stamps import read


def main():
    count = int(sys.argv[2])
    signal.alarm(60)
    seen, cpu = {}, None
    for name, taken in pictures(sys.argv[1], *sys.argv[3:]):
        now = time.monotonic_ns()
        if cpu is None:
            cpu, began = time.process_time(), now
        its = seen.setdefault(name, {"ages": [], "numbers": [], "wrong": [], "pairs": [], "cameras": set(), "at": []})
        its["at"].append(now)
        its["ages"].append((now - taken[0][1]) / 1e6)
        its["numbers"].append(taken[0][0])
        stamps = [read(i420[:i420.shape[0] * 2 // 3]) for _, _, i420 in taken]
        for (number, captured, _), stamp in zip(taken, stamps):
            if stamp is None or abs(captured // 100_000 % 2**32 - stamp[0]) > 20:
                its["wrong"].append([number, captured, stamp])
            else:
                its["cameras"].add(stamp[2])
        if len(taken) == 2 and all(stamps):
            its["pairs"].append([(stamps[0][0] - stamps[1][0]) / 10, (taken[0][1] - taken[1][1]) / 1e6])
        if len(seen) == len(sys.argv) - 3 and min(len(each["at"]) for each in seen.values()) >= count:
            break
    core = (time.process_time() - cpu) / (time.monotonic_ns() - began) * 1e9
    print(json.dumps({"core": round(core, 3), "streams": {name: {
        "fps": round((len(its["at"]) - 1) / (its["at"][-1] - its["at"][0]) * 1e9, 2),
        "p50": round(float(numpy.percentile(its["ages"], 50)), 2),
        "p99": round(float(numpy.percentile(its["ages"], 99)), 2),
        "pictures": len(its["at"]), "missing": its["numbers"][-1] - its["numbers"][0] + 1 - len(its["numbers"]),
        "ordered": its["numbers"] == sorted(set(its["numbers"])), "wrong": its["wrong"][:5],
        "cameras": sorted(its["cameras"]),
        "skew": max((abs(stamped - told) for stamped, told in its["pairs"]), default=None),
    } for name, its in seen.items()}}))


main()
