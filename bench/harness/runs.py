"""What the benchmarks' runs share: waiting, failing, being interrupted, results."""
import datetime
import json
import shutil
import signal
import subprocess
import sys
import time

from . import systems
from .packages import say

QUIET_CORES = .25


def pause(seconds, system):
    """Sleeps, and raises as soon as one of the processes ends."""
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        for child in system.children:
            child.check()
        time.sleep(min(left, .5))


def failed(line, name, problem, directory, again):
    line["failed"] = str(problem).splitlines()[0]
    if again:
        say(f"{name}: {line['failed']}; once more")
        shutil.rmtree(directory, ignore_errors=True)
    else:
        say(f"{name}: {problem}\nits logs stay in {directory}")


def interrupted(number, _):
    raise KeyboardInterrupt(signal.Signals(number).name)


def end_when_told():
    """Has SIGTERM and SIGHUP end the processes of a run as Ctrl-C does."""
    signal.signal(signal.SIGTERM, interrupted)
    signal.signal(signal.SIGHUP, interrupted)


def warn_if_busy(line):
    if line.get("other_cpu", 0) > QUIET_CORES:
        say(f"other processes took {line['other_cpu']} cores meanwhile: the figures may be worse than they should")


def make_pictures(names, directory):
    """Writes the pictures of two cameras into a folder for each name."""
    for name in names:
        subprocess.run([systems.DEBIAN_PYTHON, systems.BENCH / "pictures.py", name, directory / name], check=True,
                       stdout=sys.stderr)


class Results:
    """Lines of JSON, to standard output and to a new file of bench/results/."""

    def __init__(self):
        folder = systems.BENCH / "results"
        folder.mkdir(exist_ok=True)
        self.file = folder / f"{datetime.datetime.now():%Y%m%d-%H%M%S}.jsonl"

    def write(self, line):
        text = json.dumps(line)
        print(text, flush=True)
        with open(self.file, "a", encoding="utf-8") as output:
            output.write(text + "\n")


def told(about):
    """The machine in a line."""
    return (f"{about['cpu']}, {about['cores']} cores, {about['memory_gb']} GB, {about['system']}, kernel"
            f" {about['kernel']}, {about['jdk']}")
