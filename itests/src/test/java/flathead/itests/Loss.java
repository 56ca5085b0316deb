package flathead.itests;

import java.util.Random;

/**
 * What a way does to packets.
 *
 * @param percent how many of a hundred are lost in the long run, 0 to 50
 * @param burst how many in a row when one is, 1 or more
 * @param roundTripMillis there and back; each way takes half of it
 */
record Loss(int percent, int burst, int roundTripMillis) {
    /** One direction's fate, the same for the same seed. One thread at a time. */
    final class Dice {
        private final Random random;
        private final double chance = percent / (percent + burst * (100.0 - percent));
        private int left;

        private Dice(long seed) {
            random = new Random(seed);
        }

        /** Whether the next packet is lost. */
        boolean lost() {
            if (left == 0 && random.nextDouble() < chance) {
                left = burst;
            }
            if (left == 0) {
                return false;
            }
            left--;
            return true;
        }
    }

    Dice dice(long seed) {
        return new Dice(seed);
    }

    long oneWayNanos() {
        return roundTripMillis * 500_000L;
    }

    @Override
    public String toString() {
        return percent + " % " + (burst == 1 ? "at random" : "in bursts of " + burst) + ", round trip "
            + roundTripMillis + " ms";
    }
}
