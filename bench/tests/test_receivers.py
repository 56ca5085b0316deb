"""Figures of the comparison of the two receivers."""
import unittest

from harness import receivers, receivers_report, samples


def line(case, receiver, cpu, number=1, **figures):
    camera = {"frames": 300, "fps": 30.0, "p50": 10.0, "p95": 12.0, "p99": 20.0, "gap_max": 50.0, "freezes": 1,
              "skipped": 2, "plis": 3, **figures}
    return {"case": case, "title": case, "receiver": receiver, "round": number, "receiver_cpu_per_stream": cpu,
            "receiver_rss_mb": 200, "other_cpu": .1, "cameras": {"left": camera, "right": dict(camera, p99=25.0)}}


class FreezesTest(unittest.TestCase):
    def test_a_gap_must_be_long_beside_the_others(self):
        self.assertEqual(samples.freezes([]), 0)
        self.assertEqual(samples.freezes([33.0] * 100 + [180.0]), 0)
        self.assertEqual(samples.freezes([33.0] * 100 + [190.0, 33.0, 400.0]), 2)
        self.assertEqual(samples.freezes([300.0] * 100), 0)

    def test_a_window_counts_them(self):
        at, found = 0, []
        for gap in [33] * 30 + [500] + [33] * 30:
            at += gap * 1_000_000
            found.append(samples.Sample(at, 1.0, len(found)))
        self.assertEqual(samples.window(found, 0, at + 1)["freezes"], 1)


class RowsTest(unittest.TestCase):
    def test_medians_sums_and_their_ratio(self):
        rows = receivers_report.rows([line("loss5", "rtp", .02), line("loss5", "libwebrtc", .04),
                                      line("loss5", "rtp", .04, 2), line("loss5", "libwebrtc", .04, 2),
                                      {"case": "loss5", "receiver": "rtp", "failed": "it did"}])
        self.assertEqual([row["receiver"] for row in rows], ["rtp", "libwebrtc", "rtp / libwebrtc"])
        ours = rows[0]
        self.assertEqual((ours["rounds"], ours["decoded"], ours["missing"], ours["freezes"], ours["PLI"]),
                         (2, 1200, 8, 4, 12))
        self.assertEqual(ours["p99 ms"], 25.0, "the worse camera's")
        self.assertAlmostEqual(ours["CPU a stream"], .03)
        self.assertEqual(rows[2]["CPU a stream"], .75)

    def test_a_case_of_one_receiver_has_no_ratio(self):
        rows = receivers_report.rows([line("direct", "rtp", .02), line("many", "libwebrtc", .04)])
        self.assertEqual([row["receiver"] for row in rows], ["rtp", "libwebrtc"])

    def test_what_is_not_decoded_is_compared_with_what_is(self):
        plain = {"frames": 300, "fps": 30.0, "p50": 2.0, "p95": 2.0, "p99": 2.0, "plis": 0}
        encoded = {**line("encoded", "rtp", .004), "cameras": {"left": plain}}
        lines = [line("many", "rtp", .02), encoded]
        self.assertEqual(receivers_report.undecoded_share(lines), .2)
        self.assertIsNone(receivers_report.undecoded_share(lines[:1]))
        self.assertIn("encoded", receivers_report.table(lines))

    def test_every_case_says_what_somebody_wants(self):
        cases = receivers.cases(10, 8)
        self.assertEqual(len(cases["many"].streams), 8)
        self.assertEqual((cases["encoded"].wanted("rtp"), cases["encoded"].wanted("libwebrtc")), ("units", "nothing"))
        self.assertEqual({case.wanted("rtp") for case in cases.values() if case.name != "encoded"}, {"pictures"})


if __name__ == "__main__":
    unittest.main()
