package flathead.webrtc.rtp.internal.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our sender and our receiver over a path that loses packets of every kind, both ways. */
class LossTest {
    private static final int PICTURES = 1_800;

    @ParameterizedTest
    @CsvSource({"0, 0, 1", "20, 0, 1", "60, 0, 1", "0, 0.01, 1", "20, 0.01, 1", "60, 0.01, 1", "0, 0.05, 1",
        "20, 0.05, 1", "60, 0.05, 1", "0, 0.10, 1", "20, 0.10, 1", "60, 0.10, 1", "0, 0.05, 5", "20, 0.05, 5",
        "60, 0.05, 5"})
    void whatCanBeRepairedInTimeIs(int roundTripMillis, double loss, int burst) {
        Link link = new Link(new Link.Path(roundTripMillis / 2, loss, burst, 0, 0), 11, 65_000);
        link.keyframeEvery = 60;
        link.run(PICTURES);
        int freezes = link.freezes();
        // What is lost at the very end shows when something follows.
        link.path = new Link.Path(roundTripMillis / 2, 0, 1, 0, 0);
        link.run(2);
        ReceiverCounters counters = link.receiver.counters();
        System.out.printf("RTT %d ms, loss %.0f %% in bursts of %d: %d of %d pictures, given up %d, PLI %d, freezes %d,"
            + " delay p50 %.0f p95 %.0f p99 %.0f ms%n", roundTripMillis, loss * 100, burst, link.got.size(),
            link.sent.size(), counters.givenUp(), link.receiver.network().keyframeRequests(), freezes,
            link.delay(0.5), link.delay(0.95), link.delay(0.99));
        inOrder(link);
        assertTrue(link.lost > 0 == loss > 0);
        if (loss <= 0.05) {
            assertEquals(link.sent, link.digests(), "RTX repairs all of it in time");
        }
        assertTrue(link.got.size() >= link.sent.size() * 0.97, link.got.size() + " pictures");
        // A second at most between two, for each loss that could not be repaired.
        assertTrue(link.receiver.network().keyframeRequests() <= counters.givenUp() * 2, counters.toString());
        assertEquals(0, counters.corrupt() + counters.noRoom() + counters.foreign() + counters.malformed());
        if (loss == 0) {
            assertEquals(link.sent, link.digests());
            assertEquals(0, freezes + counters.missing());
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "20, 0", "60, 0", "20, 0.05"})
    void whatComesInAnotherOrderOrTwiceIsPutRight(int roundTripMillis, double loss) {
        Link link = new Link(new Link.Path(roundTripMillis / 2, loss, 1, 0.1, 0.05), 12, 65_500);
        link.run(PICTURES);
        // What is lost at the very end shows when something follows.
        link.path = new Link.Path(roundTripMillis / 2, 0, 1, 0, 0);
        link.run(2);
        ReceiverCounters counters = link.receiver.counters();
        System.out.printf("RTT %d ms, loss %.0f %%, reordered %d, duplicates %d, sent again %d, delay p99 %.0f ms%n",
            roundTripMillis, loss * 100, counters.reordered(), counters.duplicates(),
            link.sender.network().retransmitted(), link.delay(0.99));
        assertEquals(link.sent, link.digests());
        assertTrue(counters.reordered() > 100 && counters.duplicates() > 100, counters.toString());
        assertEquals(0, counters.givenUp() + link.receiver.network().keyframeRequests());
        if (loss == 0) {
            // The path is learnt: hardly anything is asked for that only comes late.
            assertTrue(link.sender.network().retransmitted() < 60, link.sender.network().toString());
        }
    }

    /** Everything is lost for a while: one wish a second, and pictures again as soon as a keyframe gets through. */
    @ParameterizedTest
    @CsvSource({"0", "20", "60"})
    void afterAnOutageItGoesOnAtAKeyframe(int roundTripMillis) {
        Link link = new Link(new Link.Path(roundTripMillis / 2, 0, 1, 0, 0), 13, 10);
        link.run(60);
        int before = link.got.size();
        link.path = new Link.Path(roundTripMillis / 2, 1, 1, 0, 0);
        link.run(90);
        link.path = new Link.Path(roundTripMillis / 2, 0, 1, 0, 0);
        int lostUntil = link.sent.size();
        link.run(90);
        inOrder(link);
        assertEquals(60, before);
        assertTrue(link.got.get(before).keyframe(), "the first after the outage");
        int passedOver = link.sent.indexOf(link.got.get(before).digest()) - lostUntil;
        System.out.println("RTT " + roundTripMillis + " ms: " + passedOver + " pictures after the outage, PLI "
            + link.receiver.network().keyframeRequests());
        assertTrue(passedOver <= 12, passedOver + " pictures passed over after the outage");
        assertTrue(link.receiver.network().keyframeRequests() <= 2, link.receiver.network().toString());
    }

    /** Every picture is one that was sent, none comes twice or before another. */
    private static void inOrder(Link link) {
        List<String> sent = link.sent;
        int at = 0;
        for (String digest : link.digests()) {
            while (at < sent.size() && !sent.get(at).equals(digest)) {
                at++;
            }
            assertTrue(at++ < sent.size(), "a picture that was not sent, or came too late");
        }
    }
}
