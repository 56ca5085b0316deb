package flathead.itests;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What has to hold at any receiver when a twentieth of the packets is lost, both ways. Two streams at a time. A
 * machine so busy that it stalls by itself says nothing of that: then it is measured again.
 */
@Alone
abstract class LossContract {
    /** Eight seconds. */
    private static final int SHORT = 240;
    /** A minute. */
    private static final int LONG = 1_800;
    private static final int PERCENT = 5;
    private static final int ATTEMPTS = 3;
    /** Pictures that may be on the way at one end of the measurement and not at the other, beside those in the air. */
    private static final int UNDER_WAY = 4;
    /** A repair comes sooner. */
    private static final long SETTLED_NANOS = 3_000_000_000L;
    private static final long LOOK_NANOS = 5_000_000;

    /**
     * What was measured from one picture to another.
     *
     * @param decoded pictures
     * @param freezes gaps longer than max(3 × mean, mean + 150 ms)
     * @param keyframeRequests PLI and FIR that the receiver sent
     * @param seconds how long it took
     */
    record Outcome(Loss loss, LossyLink.Seen link, long decoded, long freezes, long keyframeRequests,
            double seconds) {
        /** Whether no more are missing than may be on their way. */
        boolean whole() {
            return link.pictures() - decoded <= UNDER_WAY + loss.roundTripMillis() / 33;
        }

        @Override
        public String toString() {
            return String.format("%s: %d of %d pictures decoded, %d freezes (%d stalls of the sender), %d keyframe"
                + " requests in %.1f s; lost %d of %d packets, %d of %d repairs, %d of %d reports", loss, decoded,
                link.pictures(), freezes, link.stalls(), keyframeRequests, seconds, link.lost(), link.packets(),
                link.repairsLost(), link.repairs(), link.feedbackLost(), link.feedback());
        }
    }

    /** Looks again while pictures wait for a repair; those that are lost for good are missed whatever comes. */
    static Outcome settled(Supplier<Outcome> now) {
        long begin = System.nanoTime();
        Outcome outcome = now.get();
        while (!outcome.whole() && System.nanoTime() - begin < SETTLED_NANOS) {
            LockSupport.parkNanos(LOOK_NANOS);
            outcome = now.get();
        }
        return outcome;
    }

    /** Sends two streams, each over its way, and measures this many pictures of each once they flow. */
    abstract List<Outcome> measure(Loss left, Loss right, int pictures) throws Exception;

    @Test
    void randomLossOnShortWays() throws Exception {
        check(random(0), random(20), SHORT);
    }

    @Test
    void randomLossOnALongWayAndBursts() throws Exception {
        check(random(60), bursts(20), SHORT);
    }

    @Test
    @EnabledIfSystemProperty(named = "flathead.long", matches = "true",
        disabledReason = "minutes: ./flathead test --long")
    void everyKindOfLossForAMinute() throws Exception {
        for (int roundTrip : List.of(0, 20, 60)) {
            check(random(roundTrip), bursts(roundTrip), LONG);
        }
    }

    /** Measures again, a few times, what the machine disturbed; checks the last. */
    private void check(Loss left, Loss right, int pictures) throws Exception {
        for (int attempt = 1;; attempt++) {
            try (Pulse pulse = new Pulse()) {
                List<Outcome> outcomes = measure(left, right, pictures);
                long stalls = pulse.missed();
                for (Outcome outcome : outcomes) {
                    System.out.println(getClass().getSimpleName() + ", " + outcome + "; " + stalls + " of the machine");
                    stalls += outcome.link().stalls();
                }
                boolean smooth = outcomes.stream().allMatch(outcome -> outcome.freezes() == 0);
                if (smooth || stalls == 0 || attempt == ATTEMPTS) {
                    long excused = stalls;
                    outcomes.forEach(outcome -> check(outcome, excused));
                    return;
                }
            }
        }
    }

    private static Loss random(int roundTripMillis) {
        return new Loss(PERCENT, 1, roundTripMillis);
    }

    private static Loss bursts(int roundTripMillis) {
        return new Loss(PERCENT, 5, roundTripMillis);
    }

    private static void check(Outcome outcome, long excused) {
        LossyLink.Seen link = outcome.link();
        assertTrue(link.lost() > 0 && link.repairs() > 0, outcome::toString);
        assertTrue(outcome.whole(), outcome::toString);
        assertTrue(outcome.keyframeRequests() <= 1 + outcome.seconds(), outcome::toString);
        if (outcome.loss().burst() == 1 && outcome.loss().roundTripMillis() <= 20) {
            assertTrue(outcome.freezes() <= excused, outcome::toString);
        }
    }
}
