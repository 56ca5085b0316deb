"""Reads what a receiver recorded and computes figures of a window of it.

A recording has one line per decoded frame, without a header: stream,nanoTime,latency_ms,counter. nanoTime is the instant
of the decoder's callback on the monotonic clock. Latency is empty where it is not known, counter where the stamp is
damaged.
"""
from dataclasses import dataclass
import math

COUNTERS = 1 << 16
FREEZE_MILLIS = 150


@dataclass(frozen=True)
class Sample:
    nanos: int
    latency: float | None
    counter: int | None


def parse(text):
    """The samples by stream, in order of time. An unfinished last line is left out; a malformed one is an error."""
    streams = {}
    complete = text[:text.rfind("\n") + 1]
    for number, line in enumerate(complete.splitlines(), 1):
        fields = line.split(",")
        try:
            stream, nanos, latency, counter = fields
            sample = Sample(int(nanos), float(latency) if latency else None, int(counter) if counter else None)
        except ValueError:
            raise ValueError(f"line {number} of the recording is {line!r}; stream,nanoTime,latency_ms,counter is expected")
        streams.setdefault(stream, []).append(sample)
    for samples in streams.values():
        samples.sort(key=lambda sample: sample.nanos)
    return streams


def percentile(values, fraction):
    """The nearest rank: the smallest value that at least this fraction of all values does not exceed; None of none."""
    if not values:
        return None
    ordered = sorted(values)
    return ordered[max(0, math.ceil(fraction * len(ordered)) - 1)]


def _rounded(value, digits=2):
    return None if value is None else round(value, digits)


def freezes(gaps):
    """How many of these gaps, in ms, are longer than three times their mean, and than their mean and 150 ms."""
    mean = sum(gaps) / len(gaps) if gaps else 0
    return sum(gap > max(3 * mean, mean + FREEZE_MILLIS) for gap in gaps)


def window(samples, begin, end):
    """Figures of one stream from begin to end, in nanoseconds of the monotonic clock. Latencies and gaps in ms."""
    inside = [sample for sample in samples if begin <= sample.nanos < end]
    latencies = [sample.latency for sample in inside if sample.latency is not None]
    gaps = [(b.nanos - a.nanos) / 1e6 for a, b in zip(inside, inside[1:])]
    skipped = repeated = 0
    counters = [sample.counter for sample in inside if sample.counter is not None]
    for before, after in zip(counters, counters[1:]):
        step = (after - before) % COUNTERS
        if step == 0:
            repeated += 1
        elif step < COUNTERS // 2:
            skipped += step - 1
    return {
        "frames": len(inside),
        "fps": round(len(inside) / ((end - begin) / 1e9), 2),
        "p50": _rounded(percentile(latencies, .5)),
        "p95": _rounded(percentile(latencies, .95)),
        "p99": _rounded(percentile(latencies, .99)),
        "max": _rounded(max(latencies, default=None)),
        "gap_p99": _rounded(percentile(gaps, .99)),
        "gap_max": _rounded(max(gaps, default=None)),
        "freezes": freezes(gaps),
        "skipped": skipped,
        "repeated": repeated,
        "bad_stamps": sum(sample.counter is None for sample in inside),
    }
