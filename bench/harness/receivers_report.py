"""Runs of the two receivers summed up: a table with the figures of each and their ratio."""
import statistics

from .report import markdown

OURS, THEIRS = "rtp", "libwebrtc"


def worst(line, figure):
    """The worst stream's, of one run; None if a stream has none."""
    values = [camera.get(figure) for camera in line["cameras"].values()]
    return None if None in values else max(values)


def lowest_rate(line):
    return min(camera["fps"] for camera in line["cameras"].values())


MEDIANS = (
    ("fps", 1, lowest_rate),
    ("p50 ms", 1, lambda line: worst(line, "p50")),
    ("p95 ms", 1, lambda line: worst(line, "p95")),
    ("p99 ms", 1, lambda line: worst(line, "p99")),
    ("CPU a stream", 4, lambda line: line["receiver_cpu_per_stream"]),
    ("RSS MB", 0, lambda line: line["receiver_rss_mb"]),
)
WITH_RATIO = [title for title, _, _ in MEDIANS[1:]]
SUMS = ("decoded", "missing", "freezes", "PLI")


def median(values):
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None


def total(lines, figure):
    """Of all runs and streams; None where it is not counted."""
    values = [camera.get(figure) for line in lines for camera in line["cameras"].values()]
    return None if None in values else sum(values)


def sums(lines):
    decoded = "skipped" in next(iter(lines[0]["cameras"].values()))
    return {"decoded": total(lines, "frames") if decoded else 0, "missing": total(lines, "skipped"),
            "freezes": total(lines, "freezes"), "PLI": total(lines, "plis")}


def longest_gap(lines):
    gaps = [worst(line, "gap_max") for line in lines]
    return None if None in gaps else max(gaps)


def lost_percent(lines):
    """What the links took of the media's packets, in percent."""
    ways = [camera["way"] for line in lines for camera in line["cameras"].values() if "way" in camera]
    packets = sum(way["packets"] for way in ways)
    return 100 * sum(way["lost"] for way in ways) / packets if packets else None


def shown(value, digits=0):
    return "-" if value is None else f"{value:.{digits}f}"


def rows(lines):
    """A row for each case and receiver, for JSON: medians over the rounds, and sums over rounds and streams."""
    good = [line for line in lines if "failed" not in line]
    found = []
    for case in dict.fromkeys(line["case"] for line in good):
        for receiver in (OURS, THEIRS):
            some = [line for line in good if (line["case"], line["receiver"]) == (case, receiver)]
            if some:
                found.append({"case": case, "title": some[0]["title"], "receiver": receiver, "rounds": len(some),
                              **sums(some), "longest gap ms": longest_gap(some), "lost %": lost_percent(some),
                              "other CPU": median([line["other_cpu"] for line in some]),
                              **{title: median([read(line) for line in some]) for title, _, read in MEDIANS}})
        pair = found[-2:]
        if len(pair) == 2 and pair[0]["case"] == pair[1]["case"]:
            found.append({"case": case, "title": pair[0]["title"], "receiver": f"{OURS} / {THEIRS}",
                          **{title: ratio(pair[0][title], pair[1][title]) for title in WITH_RATIO}})
    return found


def ratio(a, b):
    return round(a / b, 3) if a is not None and b else None


def table(lines):
    head = ["way", "receiver", "n", *SUMS, "longest gap ms", *(title for title, _, _ in MEDIANS), "lost %", "other CPU"]
    out = [head]
    for row in rows(lines):
        ratios = "rounds" not in row
        out.append([row["title"], row["receiver"], str(row.get("rounds", "")),
                    *("" if ratios else shown(row[name]) for name in SUMS),
                    "" if ratios else shown(row["longest gap ms"]),
                    *(shown(row[title], 2 if ratios else digits) if not ratios or title in WITH_RATIO else ""
                      for title, digits, _ in MEDIANS),
                    *("" if ratios else shown(row[name], digits) for name, digits in (("lost %", 1), ("other CPU", 2)))])
    return markdown(out)


def undecoded_share(lines):
    """CPU of a stream that nobody decodes, as a share of that of one that is, both ours; None if either is missing."""
    cpu = {row["case"]: row["CPU a stream"] for row in rows(lines) if row["receiver"] == OURS}
    return ratio(cpu.get("encoded"), cpu.get("many"))
