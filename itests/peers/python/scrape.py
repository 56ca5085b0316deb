"""Reads metrics as Prometheus does, by the parsers of its client for Python, and looks for what its conventions forbid.

scrape.py <url>

For each line of standard input, {"form":"text"|"openmetrics"}, it asks once, and standard output carries JSON, a line each:
  {"event":"ready"}
  {"event":"scraped","type":…,"seconds":…,"samples":{"name{label=\\"value\\"}":…},"complaints":[…]}
with the labels in the order of their names, and seconds of a clock that only runs forwards.
"""
import json
import re
import sys
import time
import urllib.request

from prometheus_client import parser
from prometheus_client.openmetrics import parser as openmetrics_parser

NO_BASE_UNIT = re.compile(r"_(milliseconds|millis|ms|minutes|kilobytes|kb|bits|percent)(_|$)")
OPEN = "application/openmetrics-text; version=1.0.0"


def say(**event):
    print(json.dumps(event), flush=True)


def complaints(family):
    """What promtool would say of a family."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", family.name):
        yield f"{family.name}: not in small letters"
    if not family.documentation:
        yield f"{family.name}: has no help"
    if NO_BASE_UNIT.search(family.name):
        yield f"{family.name}: not in a base unit"
    for sample in family.samples:
        if family.type == "counter" and not sample.name.endswith(("_total", "_created")):
            yield f"{sample.name}: a counter without _total"
        if family.type == "gauge" and sample.name.endswith(("_total", "_count", "_sum", "_bucket")):
            yield f"{sample.name}: a gauge that looks like something else"
        if family.type == "counter" and sample.value < 0:
            yield f"{sample.name}: below zero"


def scrape(url, accept):
    request = urllib.request.Request(url, headers={"Accept": accept})
    with urllib.request.urlopen(request) as answer:
        text = answer.read().decode()
        media_type = answer.headers["Content-Type"]
    now = time.monotonic()
    parse = openmetrics_parser if media_type.startswith("application/openmetrics-text") else parser
    families = list(parse.text_string_to_metric_families(text))
    samples = {}
    found = [] if families else ["nothing is told"]
    for family in families:
        found.extend(complaints(family))
        for sample in family.samples:
            labels = ",".join(f'{name}="{value}"' for name, value in sorted(sample.labels.items()))
            key = f"{sample.name}{{{labels}}}" if labels else sample.name
            if key in samples:
                found.append(f"{key}: twice")
            samples[key] = sample.value
    say(event="scraped", type=media_type, seconds=now, samples=samples, complaints=found)


def main():
    say(event="ready")
    for line in sys.stdin:
        scrape(sys.argv[1], OPEN if json.loads(line)["form"] == "openmetrics" else "text/plain")


if __name__ == "__main__":
    main()
