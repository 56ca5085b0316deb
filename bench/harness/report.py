"""Runs summed up: the table, and the ratios with their spread over the rounds."""
import statistics

OURS = "flathead"


def worst(line, figure):
    """The worse camera's latency, or the lower rate, of one run; None if a camera has none."""
    values = [camera[figure] for camera in line["cameras"].values()]
    if not values or None in values:
        return None
    return min(values) if figure == "fps" else max(values)


FIGURES = (
    ("fps", "fps, lower camera", lambda line: worst(line, "fps")),
    ("p50", "latency p50, ms", lambda line: worst(line, "p50")),
    ("p95", "latency p95, ms", lambda line: worst(line, "p95")),
    ("p99", "latency p99, ms", lambda line: worst(line, "p99")),
    ("sender_cpu", "sender CPU, s/s", lambda line: line["sender_cpu"]),
    ("receiver_cpu", "receiver CPU, s/s", lambda line: line["receiver_cpu"]),
    ("sender_rss", "sender RSS, MB", lambda line: line["sender_rss_mb"]),
    ("receiver_rss", "receiver RSS, MB", lambda line: line["receiver_rss_mb"]),
    ("first_frame", "first frame, ms", lambda line: line["first_frame_ms"]),
)


def spread(values):
    """min, median and max of what is known."""
    known = [value for value in values if value is not None]
    return (min(known), statistics.median(known), max(known)) if known else None


def shown(three, digits=2):
    if three is None:
        return "-"
    low, middle, high = (f"{value:.{digits}f}" for value in three)
    return middle if low == high else f"{low} {middle} {high}"


def digits_of(figure):
    return {"sender_rss": 0, "receiver_rss": 0, "first_frame": 0, "sender_cpu": 3, "receiver_cpu": 3}.get(figure, 1)


def ratio(line, other, read):
    a, b = read(line), read(other)
    return a / b if a is not None and b else None


def ratios(lines):
    """One row per picture, other system and figure: ours divided by theirs in the same round, min, median, max."""
    rows = []
    by_round = {(line["picture"], line["system"], line["round"]): line for line in lines if "failed" not in line}
    pictures = list(dict.fromkeys(line["picture"] for line in lines))
    others = [name for name in dict.fromkeys(line["system"] for line in lines) if name != OURS]
    rounds = sorted({line["round"] for line in lines})
    for picture in pictures:
        for other in others:
            pairs = [(by_round.get((picture, OURS, n)), by_round.get((picture, other, n))) for n in rounds]
            pairs = [pair for pair in pairs if None not in pair]
            for figure, _, read in FIGURES:
                three = spread([ratio(ours, theirs, read) for ours, theirs in pairs])
                if three:
                    rows.append({"picture": picture, "ratio": f"{OURS} / {other}", "figure": figure,
                                 "min": round(three[0], 3), "median": round(three[1], 3), "max": round(three[2], 3),
                                 "rounds": len(pairs)})
    return rows


def table(lines):
    """Figures with min, median and max over the rounds (one number where they are the same), a row per system."""
    head = ["picture", "system", "n"] + [title for _, title, _ in FIGURES] + ["skipped", "bad"]
    rows = [head]
    good = [line for line in lines if "failed" not in line]
    for picture in dict.fromkeys(line["picture"] for line in good):
        for system in dict.fromkeys(line["system"] for line in good):
            some = [line for line in good if (line["picture"], line["system"]) == (picture, system)]
            if some:
                row = [picture, system, str(len(some))]
                row += [shown(spread([read(line) for line in some]), digits_of(figure)) for figure, _, read in FIGURES]
                for count in ("skipped", "bad_stamps"):
                    row.append(str(sum(camera[count] for line in some for camera in line["cameras"].values())))
                rows.append(row)
    return markdown(rows)


def ratio_table(lines):
    rows = [["picture", "ratio"] + [figure for figure, _, _ in FIGURES]]
    cells = {}
    for row in ratios(lines):
        cells.setdefault((row["picture"], row["ratio"]), {})[row["figure"]] = (row["min"], row["median"], row["max"])
    for (picture, name), figures in cells.items():
        rows.append([picture, name] + [shown(figures.get(figure)) for figure, _, _ in FIGURES])
    return markdown(rows) if cells else ""


def markdown(rows):
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    out = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |" for row in rows]
    out.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(out)
