"""The server's two receivers, each fed by the same sender: `flathead.webrtc.rtp` and `flathead.webrtc.libwebrtc`."""
from dataclasses import dataclass
import json
import sys
import time
import urllib.request

from . import samples
from .link import Trouble
from .processes import machine_busy_seconds, wait_until
from .systems import BENCH, START_SECONDS, STREAMS, Flathead, free_port, http_answers

RECEIVE = {"rtp": "encoded", "libwebrtc": "decoded"}
NAMES = tuple(RECEIVE)
FIRST_FRAME_SECONDS = 60
SETTLE_SECONDS = 3
PICTURES, UNITS, NOTHING = "pictures", "units", "nothing"


@dataclass(frozen=True)
class Case:
    """What both receivers are measured in."""

    name: str
    title: str
    trouble: Trouble | None = None  # none: straight over the loopback
    streams: tuple = STREAMS
    decoded: bool = True
    longer: int = 1  # times the warm-up: until a JVM has compiled what it runs

    def wanted(self, receiver):
        """What somebody at the server wants; libwebrtc can give nothing but pictures."""
        return PICTURES if self.decoded else UNITS if receiver == "rtp" else NOTHING


def cases(delay, count):
    """By name, for ways of this one-way delay (ms) and so many streams at once."""
    streams = STREAMS + tuple(f"camera{number}" for number in range(len(STREAMS), count))
    way = f"{delay:g} ms each way"
    found = [Case("direct", "loopback"), Case("loss0", way, Trouble(delay=delay))]
    found += [Case(f"loss{percent}", f"{way}, {percent} % lost", Trouble(loss=percent, delay=delay))
              for percent in (1, 5, 10)]
    found += [Case("reorder", f"{way}, 5 % 10 ms late", Trouble(reorder=5, hold=10, delay=delay)),
              Case("many", f"loopback, {count} streams", streams=streams, longer=3),
              Case("encoded", f"loopback, {count} streams, nobody wants pictures", streams=streams, decoded=False,
                   longer=3)]
    return {case.name: case for case in found}


class Receiver(Flathead):
    """The server runtime with one of its receivers, behind a relay where the way is to be bad."""

    def __init__(self, settings, name, case, encoder=None):
        super().__init__(settings, encoder)
        self.name, self.case = name, case
        self.relay = None

    def _way(self):
        """Over Socket.IO; through the relay over WHIP, whose descriptions are easier to change."""
        if not self.case.trouble:
            return super()._way()
        relay = f"http://127.0.0.1:{free_port()}"
        trouble = [word for name, value in vars(self.case.trouble).items() for word in (f"--{name}", value)]
        child = self.settings.child("relay", [sys.executable, BENCH / "relay.py", self.url, "--port",
                                              relay.rsplit(":", 1)[1], *trouble], {})
        self.children.append(child)
        wait_until(lambda: http_answers(relay + "/counters"), START_SECONDS, "the relay", child)
        self.relay = relay
        # Nobody listens for Socket.IO there.
        return {"SERVER_URL": relay, "WHIP_URL": relay + "/whip/{camera}"}

    def _server_settings(self):
        wanted = self.case.wanted(self.name)
        settings = {"flathead.session": {"receive": RECEIVE[self.name]},
                    "flathead.meter": {"record": str(self.settings.record), "pictures": wanted == PICTURES}}
        if wanted == UNITS:
            settings["flathead.meter.units"] = {}
        return settings

    def _pi_settings(self):
        settings = super()._pi_settings()
        if self.case.trouble:
            settings["flathead.signaling.socketio.client"] = {"url": "$[env:SERVER_URL]", "reconnect_delay": 60}
        return settings

    def counters(self):
        """Counters of each stream at the server, and of the links before it."""
        streams = {stream["name"]: {
            "received": stream["captured"]["in"], "decoded_here": stream["decoded"]["in"],
            "plis": stream["keyframeRequests"] or 0, "packets": stream["packets"] or 0,
            "retransmitted": stream["retransmitted"] or 0, "latency": stream["latency"] or stream["captureLatency"]}
            for stream in get(self.url + "/")["streams"]}
        return streams, get(self.relay + "/counters") if self.relay else {}

    def recorded(self):
        try:
            return samples.parse(self.settings.record.read_text(encoding="ascii"))
        except FileNotFoundError:
            return {}

    def flowing(self):
        """The streams whose first picture, or access unit where nobody wants pictures, has come."""
        if self.case.decoded:
            return set(self.recorded())
        return {name for name, stream in self.counters()[0].items() if stream["received"]}


def get(url):
    with urllib.request.urlopen(url, timeout=5) as answer:
        return json.load(answer)


def measure(system, options, pause):
    """One run: figures for its JSON line."""
    streams = system.settings.streams
    system.start()
    wait_until(lambda: set(streams) <= system.flowing(), FIRST_FRAME_SECONDS, f"{len(streams)} streams",
               *system.children)
    pause(options.warm_up * system.case.longer, system)
    if options.first:
        for child in system.children:
            child.before_others()
        pause(SETTLE_SECONDS, system)
    before, links_before = system.counters()
    begin, busy = time.monotonic_ns(), machine_busy_seconds()
    cpu = [child.cpu_seconds() for child in system.children]
    pause(options.seconds, system)
    end = time.monotonic_ns()
    cpu = {child.name: child.cpu_seconds() - was for child, was in zip(system.children, cpu)}
    busy = machine_busy_seconds() - busy
    after, links_after = system.counters()
    memory = {f"{child.name}_rss_mb": round(child.rss_mb()) for child in (system.sender, system.receiver)}
    stopped = system.stop()
    seconds = (end - begin) / 1e9
    recorded = system.recorded()
    return {
        "cameras": {name: {
            **(samples.window(recorded[name], begin, end) if system.case.decoded else
               undecoded(before[name], after[name], seconds)),
            **{count: after[name][count] - before[name][count] for count in ("plis", "packets", "retransmitted")},
            **({"way": {count: value - links_before[name][count] for count, value in links_after[name].items()}}
               if system.relay else {})} for name in streams},
        **{f"{name}_cpu": round(value / seconds, 4) for name, value in cpu.items()},
        "receiver_cpu_per_stream": round(cpu["receiver"] / seconds / len(streams), 5), **memory,
        "other_cpu": round((busy - sum(cpu.values())) / seconds, 3), "seconds": round(seconds, 2),
        "stop_seconds": stopped,
    }


def undecoded(before, after, seconds):
    """Figures of a stream that nobody wanted pictures of; latency is that of the access units, as the server has it."""
    if after["decoded_here"] != before["decoded_here"]:
        raise ValueError("pictures were decoded that nobody wanted")
    latency = after["latency"] or {}
    frames = after["received"] - before["received"]
    return {"frames": frames, "fps": round(frames / seconds, 2),
            **{name: latency.get(name) for name in ("p50", "p95", "p99")}}
