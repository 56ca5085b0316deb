package flathead.webrtc.rtp.internal.receive;

/**
 * Which packets are missing, and when to ask for which (RFC 4585, section 6.2.1).
 *
 * <p>On a path that does not reorder, a gap is asked for at once. Where packets did come late by themselves, a gap is
 * given as long as they took, up to {@value #MOST_PATIENCE_MILLIS} ms. It is asked for again when a round trip has
 * passed without an answer; where that is long, also half way, in case that the question was lost: a sender that had it
 * answers once. The round trip is the one that reports tell; without them, the time that answers took.
 */
final class MissingPackets {
    static final int MOST_PATIENCE_MILLIS = 20;

    private static final long MILLI = 1_000_000;
    /** Before anything was measured; longer than on a LAN, and the sender sends nothing twice within its own guess. */
    private static final long UNKNOWN_TRIP_NANOS = 50 * MILLI;
    private static final long LEAST_RETRY_NANOS = 10 * MILLI;
    private static final long MOST_RETRY_NANOS = 500 * MILLI;
    private static final long LONG_TRIP_NANOS = 30 * MILLI;
    private static final long LEAST_REPAIR_NANOS = 150 * MILLI;
    private static final long MOST_REPAIR_NANOS = 500 * MILLI;
    private static final int REPAIR_TRIPS = 5;
    private static final int MOST_TRIES = 30;

    private final long[] numbers;
    private final long[] noticed;
    private final long[] asked;
    private final int[] tries;
    private int count;
    private long patience;
    private boolean told;
    private long toldTrip;
    private boolean measured;
    private long measuredTrip;

    /** With room for so many. */
    MissingPackets(int most) {
        numbers = new long[most];
        noticed = new long[most];
        asked = new long[most];
        tries = new int[most];
    }

    /** Forgets all of them, not what was learnt of the path. */
    void clear() {
        count = 0;
    }

    /** Packets from one number up to another, exclusive, were passed over; those without room are not noted. */
    void passedOver(long from, long until, long nowNanos) {
        for (long number = from; number < until && count < numbers.length; number++) {
            numbers[count] = number;
            noticed[count] = nowNanos;
            tries[count++] = 0;
        }
    }

    /**
     * A packet arrived; no gap any more if it was one.
     *
     * @param again whether it is known to have been sent again
     * @return whether it was missing
     */
    boolean arrived(long number, boolean again, long nowNanos) {
        int index = find(number);
        if (index == count || numbers[index] != number) {
            return false;
        }
        if (!again) {
            learnPatience(nowNanos - noticed[index]);
        } else if (tries[index] == 1) {
            learnTrip(nowNanos - asked[index]);
        }
        remove(index, index + 1);
        return true;
    }

    private void learnPatience(long late) {
        patience = Math.max(patience, Math.min(late + late / 4, MOST_PATIENCE_MILLIS * MILLI));
    }

    private void learnTrip(long nanos) {
        measuredTrip = measured ? measuredTrip + (nanos - measuredTrip) / 8 : nanos;
        measured = true;
    }

    /** The round trip, as the sender's answers to our reports tell. */
    void roundTrip(long nanos) {
        told = true;
        toldTrip = nanos;
    }

    /** The best that is known; a guess before anything was measured. */
    long roundTrip() {
        return told ? toldTrip : measured ? measuredTrip : UNKNOWN_TRIP_NANOS;
    }

    /** How long a picture may wait for what it misses: some tries. */
    long repairNanos() {
        return Math.max(LEAST_REPAIR_NANOS, Math.min(MOST_REPAIR_NANOS, roundTrip() * REPAIR_TRIPS));
    }

    private long retryNanos(int tried) {
        long trip = roundTrip();
        long wait = trip + trip / 8;
        if (trip >= LONG_TRIP_NANOS && (told || measured)) {
            wait = (tried & 1) == 1 ? trip / 2 : wait - trip / 2;
        }
        return Math.max(LEAST_RETRY_NANOS, Math.min(MOST_RETRY_NANOS, wait));
    }

    /** Gives up everything below a number. */
    void forgetBelow(long number) {
        remove(0, find(number));
    }

    /** Gives up one, if it is missing. */
    void forget(long number) {
        int index = find(number);
        if (index < count && numbers[index] == number) {
            remove(index, index + 1);
        }
    }

    /** Gives up the lowest. */
    void forgetOldest() {
        remove(0, 1);
    }

    /** Whether a packet is missing and was asked for. */
    boolean asked(long number) {
        int index = find(number);
        return index < count && numbers[index] == number && tries[index] > 0;
    }

    private int find(long number) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (numbers[middle] < number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void remove(int from, int until) {
        int rest = count - until;
        System.arraycopy(numbers, until, numbers, from, rest);
        System.arraycopy(noticed, until, noticed, from, rest);
        System.arraycopy(asked, until, asked, from, rest);
        System.arraycopy(tries, until, tries, from, rest);
        count -= until - from;
    }

    int count() {
        return count;
    }

    /** Whether any is missing. */
    boolean any() {
        return count > 0;
    }

    /** When the lowest that is missing was noticed; only if {@link #any()}. */
    long oldestNanos() {
        return noticed[0];
    }

    private long due(int index) {
        return tries[index] == 0 ? noticed[index] + patience : asked[index] + retryNanos(tries[index]);
    }

    /** How long until one is to be asked for: 0 if now, {@link Long#MAX_VALUE} if never. */
    long waitNanos(long nowNanos) {
        long wait = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            if (tries[i] < MOST_TRIES) {
                wait = Math.min(wait, due(i) - nowNanos);
            }
        }
        return Math.max(0, wait);
    }

    /**
     * The next that is to be asked for now, and is then taken to be asked for.
     *
     * @param from the one after the last that this answered; 0 to begin
     * @return its index, -1 if there is none
     */
    int nextDue(int from, long nowNanos) {
        for (int i = from; i < count; i++) {
            if (tries[i] < MOST_TRIES && due(i) - nowNanos <= 0) {
                if (tries[i]++ == 0) {
                    // It is lost, not late: with each of these there is less reason to wait.
                    patience -= patience / 16;
                }
                asked[i] = nowNanos;
                return i;
            }
        }
        return -1;
    }

    long number(int index) {
        return numbers[index];
    }
}
