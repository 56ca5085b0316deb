"""Figures of what viewers cost."""
import unittest

from harness import viewers


def line(count, cpu, number=1, **more):
    return {"viewers": count, "round": number, "sessions": 2 * count, "least_fps": 30.0 if count else None,
            "server_cpu": cpu, "server_rss_mb": 200, "viewers_cpu": .1 * count, "other_cpu": .1, **more}


class TableTest(unittest.TestCase):
    def test_medians_and_what_a_session_more_costs(self):
        rows = viewers.table([line(0, .05), line(0, .06, 2), line(0, .07, 3), line(8, .14), line(8, .3, 2),
                              line(8, .12, 3)])
        self.assertEqual(rows[1][:6], ["0", "3", "0.060", "-", "200", "-"])
        self.assertEqual(rows[2][:6], ["8", "3", "0.140", "0.0050", "200", "30.0"])

    def test_runs_that_failed_do_not_count(self):
        rows = viewers.table([line(0, .05), {"viewers": 1, "round": 1, "failed": "why"}])
        self.assertEqual(rows[2], ["1", "0", "-", "-", "-", "-", "-", "-"])

    def test_without_none_nothing_is_said_of_one_more(self):
        self.assertEqual(viewers.table([line(1, .05)])[1][3], "-")


class SeenTest(unittest.TestCase):
    class Said:
        def __init__(self, text):
            self.text = text

        def output(self):
            return self.text

    def seen(self, text):
        watched = viewers.Watched.__new__(viewers.Watched)
        watched.looking = self.Said(text)
        return watched.seen()

    def test_the_last_word_counts(self):
        self.assertEqual(self.seen("")["least"], 0)
        self.assertEqual(self.seen('(gst): warning\n{"event":"pictures","sessions":2,"least":7}\n'
                                   '{"event":"pictures","sessions":4,"least":9}\n')["least"], 9)

    def test_a_refusal_is_told(self):
        with self.assertRaisesRegex(ValueError, "503 there are 64"):
            self.seen('{"event":"refused","status":503,"body":"there are 64"}\n')


if __name__ == "__main__":
    unittest.main()
