"""The server with so many viewers: what each costs it. Who looks is a process of its own, and decodes nothing."""
import json
import statistics
import time
import urllib.error

from .processes import machine_busy_seconds, wait_until
from .systems import DEBIAN_PYTHON, REFERENCE, STREAMS, Flathead

FIRST_FRAME_SECONDS = 60
FIRST_PICTURES = 30


class Watched(Flathead):
    """The server and the Pi, and somebody who looks at both cameras so many times."""

    name = "viewers"

    def __init__(self, settings, viewers, encoder=None, pictures=True):
        super().__init__(settings, encoder)
        self.viewers, self.pictures = viewers, pictures
        self.looking = None

    def _server_settings(self):
        return {"flathead.meter": {"record": str(self.settings.record), "pictures": self.pictures}}

    def look(self):
        """Returns when every session has shown some pictures."""
        self.looking = self.settings.child("viewers", [DEBIAN_PYTHON, REFERENCE / "gstreamer" / "viewers.py", self.url,
                                                       self.viewers, *STREAMS], {})
        self.children.append(self.looking)
        wait_until(lambda: self.seen()["least"] >= FIRST_PICTURES, FIRST_FRAME_SECONDS,
                   f"{self.viewers} viewers of {len(STREAMS)} cameras", *self.children)

    def seen(self):
        """What the viewers told last."""
        told = {"sessions": 0, "least": 0}
        for line in self.looking.output().splitlines(keepends=True) if self.looking else ():
            if line.startswith("{") and line.endswith("\n"):
                event = json.loads(line)
                if event["event"] == "refused":
                    raise ValueError(f"a viewer was refused: {event['status']} {event['body']}")
                told = event
        return told

    def flowing(self, get):
        """The streams of which something has come. The server's status comes a moment after its port."""
        try:
            return {stream["name"] for stream in get(self.url + "/")["streams"] if stream["captured"]["in"]}
        except urllib.error.HTTPError:
            return set()


def measure(system, options, pause, get):
    """One run: figures for its JSON line."""
    system.start()
    wait_until(lambda: set(STREAMS) <= system.flowing(get), FIRST_FRAME_SECONDS, "both cameras", *system.children)
    if system.viewers:
        system.look()
    pause(options.warm_up, system)
    seen, begin, busy = system.seen(), time.monotonic_ns(), machine_busy_seconds()
    cpu = [child.cpu_seconds() for child in system.children]
    pause(options.seconds, system)
    seconds = (time.monotonic_ns() - begin) / 1e9
    cpu = {child.name: child.cpu_seconds() - was for child, was in zip(system.children, cpu)}
    busy = machine_busy_seconds() - busy
    shown = system.seen()
    rss = round(system.receiver.rss_mb())
    system.stop()
    return {"sessions": shown["sessions"],
            "least_fps": round((shown["least"] - seen["least"]) / seconds, 1) if system.viewers else None,
            "server_cpu": round(cpu["receiver"] / seconds, 4), "server_rss_mb": rss,
            "viewers_cpu": round(cpu.get("viewers", 0) / seconds, 4),
            "other_cpu": round((busy - sum(cpu.values())) / seconds, 3), "seconds": round(seconds, 2)}


def table(lines):
    """Medians over the rounds, and what a session costs beside none."""
    good = [line for line in lines if "failed" not in line]
    rows = [["viewers of both cameras", "n", "server CPU, core", "a session more, core", "server RSS, MB",
             "fps of the worst session", "viewers' CPU, core", "other CPU"]]

    def median(some, name):
        known = [line[name] for line in some if line[name] is not None]
        return statistics.median(known) if known else None

    def shown(value, digits):
        return "-" if value is None else f"{value:.{digits}f}"
    alone = median([line for line in good if not line["viewers"]], "server_cpu")
    for viewers in dict.fromkeys(line["viewers"] for line in lines):
        some = [line for line in good if line["viewers"] == viewers]
        cpu = median(some, "server_cpu")
        more = None if not viewers or cpu is None or alone is None else (cpu - alone) / (viewers * len(STREAMS))
        rows.append([str(viewers), str(len(some)), shown(cpu, 3), shown(more, 4), shown(median(some, "server_rss_mb"), 0),
                     shown(median(some, "least_fps"), 1), shown(median(some, "viewers_cpu"), 3),
                     shown(median(some, "other_cpu"), 2)])
    return rows
