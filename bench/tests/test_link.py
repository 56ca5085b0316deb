"""The link of the bench: what it does to descriptions and to packets."""
import socket
import time
import unittest

from harness.link import Links, Trouble, is_protected, is_rtcp, without_candidates

MEDIA, REPAIR = 0x11111111, 0x22222222


def offer(port):
    return ("v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=ice-ufrag:abcd\r\n"
            f"a=candidate:1 1 udp 2130706431 127.0.0.1 {port} typ host\r\n"
            "a=candidate:2 1 udp 2130706430 192.0.2.1 9999 typ host\r\na=end-of-candidates\r\n"
            f"a=ssrc-group:FID {MEDIA} {REPAIR}\r\n")


def rtp(number, source=MEDIA, marker=False):
    return bytes([0x80, 96 | (0x80 if marker else 0)]) + number.to_bytes(2, "big") + bytes(4) \
        + source.to_bytes(4, "big") + b"payload"


def rtcp():
    return bytes([0x81, 201, 0, 1]) + bytes(8)


class Ends:
    """A sender and a receiver with a link between them."""

    def __init__(self, trouble):
        self.sender, self.receiver = self._port(), self._port()
        self.links = Links(trouble)
        self.description = self.links.through("left", offer(self.sender.getsockname()[1]))
        line = next(line for line in self.description.splitlines() if line.startswith("a=candidate:"))
        self.front = ("127.0.0.1", int(line.split()[5]))

    @staticmethod
    def _port():
        port = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        port.bind(("127.0.0.1", 0))
        port.settimeout(5)
        return port

    def meet(self):
        """The receiver's first STUN packet: where the sender sees it."""
        self.receiver.sendto(bytes(20), self.front)
        return self.sender.recvfrom(2048)[1]

    def counters(self):
        return self.links.counters()["left"]

    def close(self):
        self.sender.close()
        self.receiver.close()


class DescriptionTest(unittest.TestCase):
    def test_an_offer_shows_the_link_alone(self):
        ends = Ends(Trouble())
        self.addCleanup(ends.close)
        lines = [line for line in ends.description.splitlines() if line.startswith(("a=candidate", "a=end-of"))]
        self.assertEqual(len(lines), 1)
        self.assertNotEqual(ends.front[1], ends.sender.getsockname()[1])

    def test_an_answer_shows_no_way(self):
        self.assertEqual(without_candidates("a=x\r\na=candidate:1 1 udp 1 127.0.0.1 9 typ host\r\na=y\r\n"),
                         "a=x\r\na=y\r\n")

    def test_an_offer_without_a_way_is_an_error(self):
        self.assertRaises(ValueError, Links(Trouble()).through, "left", "v=0\r\n")

    def test_what_is_media_is_known_by_its_first_bytes(self):
        self.assertTrue(is_protected(rtp(1)) and is_protected(rtcp()))
        self.assertFalse(is_protected(bytes(20)) or is_protected(bytes([22]) + bytes(40)))
        self.assertTrue(is_rtcp(rtcp()))
        self.assertFalse(is_rtcp(rtp(1, marker=True)))


class DiceTest(unittest.TestCase):
    def test_the_same_seed_gives_the_same_fate(self):
        trouble = Trouble(loss=5, reorder=5, hold=20)
        one, other = trouble.dice(3), trouble.dice(3)
        fates = [one.extra() for _ in range(20_000)]
        self.assertEqual(fates, [other.extra() for _ in range(20_000)])
        self.assertAlmostEqual(fates.count(None) / len(fates), .05, delta=.01)
        self.assertAlmostEqual(fates.count(.02) / len(fates), .0475, delta=.01)

    def test_a_good_way_does_nothing(self):
        dice = Trouble().dice(3)
        self.assertEqual({dice.extra() for _ in range(1000)}, {0})


class LinkTest(unittest.TestCase):
    def ends(self, trouble):
        ends = Ends(trouble)
        self.addCleanup(ends.close)
        return ends

    def test_media_and_feedback_come_through(self):
        ends = self.ends(Trouble())
        seen = ends.meet()
        ends.sender.sendto(rtp(1), seen)
        ends.sender.sendto(rtp(2, marker=True), seen)
        ends.sender.sendto(rtp(3, REPAIR), seen)
        self.assertEqual([ends.receiver.recvfrom(2048)[0] for _ in range(3)],
                         [rtp(1), rtp(2, marker=True), rtp(3, REPAIR)])
        ends.receiver.sendto(rtcp(), ends.front)
        self.assertEqual(ends.sender.recvfrom(2048)[0], rtcp())
        self.assertEqual(ends.counters(), {"pictures": 1, "packets": 2, "lost": 0, "held": 0, "repairs": 1,
                                           "repairs_lost": 0, "feedback": 1, "feedback_lost": 0})

    def test_media_and_feedback_are_lost_and_what_makes_the_connection_is_not(self):
        ends = self.ends(Trouble(loss=100))
        seen = ends.meet()
        ends.sender.sendto(rtp(1), seen)
        ends.sender.sendto(rtcp(), seen)
        ends.receiver.sendto(rtcp(), ends.front)
        ends.sender.sendto(bytes([22]) + bytes(40), seen)
        self.assertEqual(ends.receiver.recvfrom(2048)[0][0], 22)
        ends.receiver.sendto(bytes(20), ends.front)
        self.assertEqual(ends.sender.recvfrom(2048)[0], bytes(20))
        counters = ends.counters()
        self.assertEqual((counters["lost"], counters["feedback_lost"]), (1, 1))

    def test_a_packet_that_is_held_back_comes_after_the_next(self):
        ends = self.ends(Trouble(reorder=50, hold=300))
        seen = ends.meet()
        for number in range(40):
            ends.sender.sendto(rtp(number), seen)
        came = [int.from_bytes(ends.receiver.recvfrom(2048)[0][2:4], "big") for _ in range(40)]
        self.assertEqual(sorted(came), list(range(40)))
        self.assertNotEqual(came, sorted(came))
        self.assertGreater(ends.counters()["held"], 0)

    def test_everything_takes_its_time(self):
        ends = self.ends(Trouble(delay=50))
        begin = time.monotonic()
        ends.meet()
        self.assertGreaterEqual(time.monotonic() - begin, .05)


if __name__ == "__main__":
    unittest.main()
