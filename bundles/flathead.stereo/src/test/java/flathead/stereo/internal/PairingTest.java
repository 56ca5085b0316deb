package flathead.stereo.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.EncodedFrame;
import flathead.api.StereoStatus;
import flathead.api.TimeQuality;
import flathead.testkit.Allocations;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PairingTest {
    private static final long MILLI = 1_000_000;
    private static final Object[] STREAMS = {"left", "right"};
    private final List<String> pairs = new ArrayList<>();
    private final Pairing pairing = new Pairing(16, false, (sequence, left, right) ->
        pairs.add(left.senderNanos / MILLI + " " + right.senderNanos / MILLI));
    private Camera[] cameras = {new Camera(), new Camera()};
    private int fps = 30;

    @BeforeEach
    void begin() {
        pairing.restarts(Pairing.LEFT, STREAMS[Pairing.LEFT]);
        pairing.restarts(Pairing.RIGHT, STREAMS[Pairing.RIGHT]);
    }

    private void comes(int side, long nanos, TimeQuality quality) {
        try (EncodedFrame unit = cameras[side].unit(nanos, quality, fps)) {
            pairing.comes(side, STREAMS[side], cameras[side].client, unit);
        }
    }

    private void left(double millis) {
        comes(Pairing.LEFT, Math.round(millis * MILLI), TimeQuality.CAPTURE);
    }

    private void right(double millis) {
        comes(Pairing.RIGHT, Math.round(millis * MILLI), TimeQuality.CAPTURE);
    }

    private StereoStatus status() {
        return pairing.status("main", "left", "right", "");
    }

    private void assertCounts(long made, long unpairedLeft, long unpairedRight) {
        StereoStatus status = status();
        assertEquals(made + " " + unpairedLeft + " " + unpairedRight,
            status.pairs() + " " + status.unpairedLeft() + " " + status.unpairedRight());
    }

    @Test
    void theNearestWithinHalfAnIntervalIsThePair() {
        assertNull(status().skew());
        left(100);
        right(105);
        right(138);
        left(133);
        assertCounts(2, 0, 0);
        StereoStatus.Skew skew = status().skew();
        assertEquals(-5, skew.mean());
        assertEquals(5, skew.max());
        assertEquals(2, skew.samples());
        assertEquals(StereoStatus.Clock.HOST, status().clock());
    }

    @Test
    void fartherThanHalfAnIntervalIsNone() {
        left(100);
        right(117);
        assertCounts(0, 1, 0);
        left(133);
        right(150);
        assertEquals(List.of("133 117"), pairs);
        assertCounts(1, 1, 0);
    }

    @Test
    void whereTheSuccessorMayBeNearerItIsWaitedFor() {
        left(100);
        right(112);
        assertCounts(0, 0, 0);
        left(115); // taken late, and nearer
        assertEquals(List.of("115 112"), pairs);
        assertCounts(1, 1, 0);
        left(133);
        right(145);
        left(166);
        assertEquals(List.of("115 112", "133 145"), pairs, "the successor is farther");
    }

    @Test
    void aStreamThatEndsHasNoSuccessor() {
        left(100);
        right(112);
        pairing.restarts(Pairing.LEFT, null);
        assertEquals(List.of("100 112"), pairs);
        assertCounts(1, 0, 0);
    }

    @Test
    void aDroppedPictureLeavesTheOtherAlone() {
        for (int i = 0; i < 10; i++) {
            left(i * 33);
            if (i != 4) {
                right(i * 33 + 2);
            }
        }
        assertCounts(9, 1, 0);
    }

    @Test
    void oneStreamMayBeFarBehind() {
        for (int i = 0; i < 10; i++) {
            left(i * 33);
        }
        for (int i = 0; i < 10; i++) {
            right(i * 33 - 3);
        }
        assertCounts(10, 0, 0);
    }

    @Test
    void aStreamAloneIsUnpaired() {
        for (int i = 0; i < 100; i++) {
            left(i * 33);
        }
        pairing.restarts(Pairing.LEFT, null);
        assertCounts(0, 100, 0);
    }

    /** A received stream's format says 30 for two seconds, whatever comes: half of its real interval is the limit. */
    @Test
    void theRealIntervalCounts() {
        for (int i = 0; i < 20; i++) {
            left(i * 16.667);
            right(i * 16.667 + 4);
        }
        assertCounts(20, 0, 0);
        for (int i = 20; i < 40; i++) {
            if (i % 2 == 0) {
                left(i * 16.667);
            } else {
                right(i * 16.667 + 4);
            }
        }
        assertEquals(20, status().pairs(), "12.7 ms apart is more than half of 16.7");
    }

    @Test
    void ofOneSenderTheSendersTimesCount() {
        for (Camera[] each : new Camera[][] {
            {new Camera("robot", 5, 9 * MILLI), new Camera("robot", 5, -9 * MILLI)},
            {new Camera("robot", 5, 9 * MILLI), new Camera("robot", 6, -9 * MILLI)},
            {new Camera("one", 5, 9 * MILLI), new Camera("other", 5, -9 * MILLI)}}) {
            cameras = each;
            pairs.clear();
            begin();
            left(100);
            right(107);
            assertEquals(List.of("100 107"), pairs);
            assertEquals(StereoStatus.Clock.SENDER, status().clock());
        }
        assertEquals(-7, status().skew().mean(), "whatever the estimates say");
        assertEquals(7, status().skew().max());
    }

    @Test
    void ofTwoSendersTheHostsTimesCount() {
        cameras = new Camera[] {new Camera("one", 5, 20 * MILLI), new Camera("other", 6, 10 * MILLI)};
        left(100);
        right(107);
        assertEquals(StereoStatus.Clock.ESTIMATED, status().clock());
        assertEquals(3, status().skew().mean(), 1e-9);
        cameras = new Camera[] {new Camera(), new Camera("other", 6, -5 * MILLI)};
        begin();
        left(200);
        right(207);
        assertEquals(StereoStatus.Clock.ESTIMATED, status().clock());
        assertEquals(0.5, status().skew().mean(), 1e-9, "3 and -2");
    }

    @Test
    void onlyTheArrivalIsNotEnough() {
        comes(Pairing.LEFT, 100 * MILLI, TimeQuality.ARRIVAL);
        comes(Pairing.RIGHT, 100 * MILLI, TimeQuality.CAPTURE);
        assertCounts(0, 0, 0);
        assertEquals(1, status().refusedLeft());
        assertEquals("left: only when its pictures arrived is known, not when they were captured",
            pairing.missing("left", "right"));
        comes(Pairing.LEFT, 133 * MILLI, TimeQuality.ESTIMATED);
        comes(Pairing.RIGHT, 133 * MILLI, TimeQuality.CAPTURE);
        assertCounts(1, 0, 1);
        assertEquals("", pairing.missing("left", "right"));
        pairing.restarts(Pairing.RIGHT, null);
        assertEquals("waits for right", pairing.missing("left", "right"));
    }

    @Test
    void aClockThatIsSetBackBeginsAnew() {
        left(100);
        left(50);
        right(52);
        assertEquals(List.of("50 52"), pairs);
        assertCounts(1, 1, 0);
    }

    @Test
    void theOldSessionIsPassedOver() {
        left(100);
        pairing.restarts(Pairing.LEFT, "another");
        left(133);
        right(133);
        assertCounts(0, 1, 0);
    }

    @Test
    void everyPictureIsCountedOnceWhateverComes() {
        Random random = new Random(1);
        int[] given = new int[2];
        long[] at = new long[2];
        for (int i = 0; i < 10_000; i++) {
            int side = random.nextInt(2);
            at[side] += 1 + random.nextInt(60);
            comes(side, at[side] * MILLI, TimeQuality.CAPTURE);
            given[side]++;
        }
        pairing.restarts(Pairing.LEFT, null);
        pairing.restarts(Pairing.RIGHT, null);
        StereoStatus status = status();
        assertEquals(given[0], status.pairs() + status.unpairedLeft());
        assertEquals(given[1], status.pairs() + status.unpairedRight());
        assertTrue(status.pairs() > 100);
        assertTrue(status.skew().max() <= 16.7, "no pair is farther apart than half an interval");
    }

    @Test
    void aPictureAllocatesNothing() {
        Pairing quiet = new Pairing(16, false, Pairing.Taker.NOBODY);
        quiet.restarts(Pairing.LEFT, this);
        quiet.restarts(Pairing.RIGHT, this);
        for (int round = 0; round < 2; round++) {
            long made = 0;
            for (int i = 0; i < 1000; i++) {
                long at = round * 100_000 * MILLI + i * 33 * MILLI;
                try (EncodedFrame left = cameras[0].unit(at); EncodedFrame right = cameras[1].unit(at + MILLI)) {
                    long before = Allocations.ofThisThread();
                    quiet.comes(Pairing.LEFT, this, "", left);
                    quiet.comes(Pairing.RIGHT, this, "", right);
                    made += Allocations.ofThisThread() - before;
                }
            }
            if (round == 1) {
                assertTrue(made < 1_000, made + " bytes for 1000 pairs: more than the JVM's own now and then");
            }
        }
    }
}
