"""A way through the network, made worse: UDP that is slow, loses SRTP and SRTCP and changes their order.

A sender's offer is given the link's address in place of its own. The receiver knows that front alone; behind it every
address of the receiver's gets a port of its own towards the sender, as behind a NAT. STUN and DTLS are delayed only, so
that what is measured is media.
"""
from dataclasses import dataclass
import heapq
import random
import re
import select
import socket
import threading
import time

CANDIDATE = re.compile(r"a=candidate:\S+ 1 udp \d+ (\d+(?:\.\d+){3}) (\d+) typ host", re.IGNORECASE)
SOURCES = re.compile(r"a=ssrc-group:FID (\d+) (\d+)")
ANY_CANDIDATE = re.compile(r"^a=(?:candidate:.*|end-of-candidates)\r?\n", re.MULTILINE)
MOST_WAYS = 16
LONGEST_DATAGRAM = 65_536
LONGEST_WAIT_SECONDS = .05


@dataclass(frozen=True)
class Trouble:
    """What a link does to packets, each way."""

    loss: float = 0  # lost at random, percent
    reorder: float = 0  # held back at random, percent
    hold: float = 10  # for so long, ms
    delay: float = 0  # of every packet, ms

    def dice(self, seed):
        return Dice(self, seed)


class Dice:
    """One direction's fate, the same for the same seed."""

    def __init__(self, trouble, seed):
        self._trouble, self._random = trouble, random.Random(seed)

    def extra(self):
        """Seconds that the next packet is held back; None if it is lost."""
        lost, held = self._random.random() * 100, self._random.random() * 100
        if lost < self._trouble.loss:
            return None
        return self._trouble.hold / 1000 if held < self._trouble.reorder else 0


def without_candidates(sdp):
    """A description that shows no way but those that are found by being reached."""
    return ANY_CANDIDATE.sub("", sdp)


def is_protected(data):
    """Whether it is SRTP or SRTCP (RFC 7983)."""
    return len(data) >= 12 and data[0] & 0xc0 == 0x80


def is_rtcp(data):
    return data[1] & 0xe0 == 0xc0


class Link:
    """The way of one camera. Its sockets are read by the thread of `Links`."""

    def __init__(self, offer, trouble, seed):
        candidate, sources = CANDIDATE.search(offer), SOURCES.search(offer)
        if not candidate or not sources:
            raise ValueError("the offer has no IPv4 host candidate or no FID group")
        self._host, self._sender = candidate.group(1), (candidate.group(1), int(candidate.group(2)))
        self._media, self._repair = (int(source).to_bytes(4, "big") for source in sources.groups())
        self._down, self._up = trouble.dice(seed), trouble.dice(~seed)
        self._delay = trouble.delay / 1000
        self.front = self._open()
        self.ways = {}
        self.counters = dict.fromkeys(("pictures", "packets", "lost", "held", "repairs", "repairs_lost", "feedback",
                                       "feedback_lost"), 0)
        ours = f"a=candidate:1 1 udp 2130706431 {self._host} {self.front.getsockname()[1]} typ host\r\n"
        self.offer = without_candidates(offer).replace("a=ice-ufrag:", ours + "a=ice-ufrag:")

    def _open(self):
        port = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        port.setblocking(False)
        port.bind((self._host, 0))
        return port

    def sockets(self):
        return [self.front, *self.ways.values()]

    def arrived(self, port, data, source):
        """(seconds to wait, socket, address) of a datagram that goes on, or None."""
        if port is self.front:
            if source not in self.ways:
                if len(self.ways) == MOST_WAYS:
                    return None
                self.ways[source] = self._open()
            extra = self._feedback() if is_protected(data) else 0
            by, to = self.ways[source], self._sender
        else:
            extra = self._sent(data) if is_protected(data) else 0
            by, to = self.front, next(address for address, way in self.ways.items() if way is port)
        return None if extra is None else (self._delay + extra, by, to)

    def _feedback(self):
        extra = self._up.extra()
        self.counters["feedback"] += 1
        self.counters["feedback_lost"] += extra is None
        return extra

    def _sent(self, data):
        extra = self._down.extra()
        if is_rtcp(data):
            return extra
        if data[8:12] == self._media:
            self.counters["packets"] += 1
            self.counters["lost"] += extra is None
            self.counters["held"] += bool(extra)
            self.counters["pictures"] += data[1] >> 7
        elif data[8:12] == self._repair:
            self.counters["repairs"] += 1
            self.counters["repairs_lost"] += extra is None
        return extra


class Links:
    """All ways of a run, by the camera's name, and the thread that carries their packets."""

    def __init__(self, trouble, seed=7):
        self._trouble, self._seed = trouble, seed
        self._links = {}
        self._lock = threading.Lock()
        self._late = []
        self._number = 0
        threading.Thread(target=self._run, daemon=True, name="link").start()

    def through(self, name, offer):
        """The offer that leads through a link of its own, in place of that of this camera's last offer."""
        link = Link(offer, self._trouble, self._seed + sum(name.encode()))
        with self._lock:
            self._links[name] = link
        return link.offer

    def counters(self):
        """What came to each link."""
        with self._lock:
            return {name: dict(link.counters) for name, link in self._links.items()}

    def _run(self):
        while True:
            with self._lock:
                owners = {port: link for link in self._links.values() for port in link.sockets()}
            wait = LONGEST_WAIT_SECONDS
            if self._late:
                wait = min(wait, max(0, self._late[0][0] - time.monotonic()))
            for port in select.select(list(owners), [], [], wait)[0]:
                self._read(port, owners[port])
            while self._late and self._late[0][0] <= time.monotonic():
                _, _, by, to, data = heapq.heappop(self._late)
                send(by, to, data)

    def _read(self, port, link):
        while True:
            try:
                data, source = port.recvfrom(LONGEST_DATAGRAM)
            except OSError:
                return
            way = link.arrived(port, data, source)
            if way:
                self._number += 1
                heapq.heappush(self._late, (time.monotonic() + way[0], self._number, way[1], way[2], data))


def send(by, to, data):
    try:
        by.sendto(data, to)
    except OSError:
        pass  # The other side is gone, or the buffer is full: it is UDP.
