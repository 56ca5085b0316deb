package flathead.webrtc.rtp.internal.receive;

/** What a receiver counts of a source for its reports (RFC 3550, sections 6.4.1, A.3 and A.8). */
final class ArrivalStatistics {
    private static final long NANOS_PER_TICK_TIMES_9 = 100_000;

    private boolean begun;
    private long base;
    private long highest;
    private long received;
    private long expectedBefore;
    private long receivedBefore;
    private boolean timed;
    private long lastTransit;
    private long scaledJitter;

    /** A new source. */
    void clear() {
        begun = false;
        received = 0;
        expectedBefore = 0;
        receivedBefore = 0;
        timed = false;
        scaledJitter = 0;
    }

    /** A packet that had not arrived before did; one sent again counts as if it had never been lost. */
    void arrived(long number) {
        if (!begun) {
            begun = true;
            base = number;
            highest = number;
        }
        received++;
        base = Math.min(base, number);
        highest = Math.max(highest, number);
    }

    /** A packet came straight, not sent again: its delay against the one before. */
    void timed(int timestamp, long nowNanos) {
        long transit = (int) (nowNanos * 9 / NANOS_PER_TICK_TIMES_9) - timestamp;
        if (timed) {
            long difference = Math.abs((int) (transit - lastTransit));
            scaledJitter += difference - (scaledJitter + 8 >> 4);
        }
        timed = true;
        lastTransit = transit;
    }

    /** Part of the packets lost since this was last asked, in 256ths. */
    int takeFractionLost() {
        long expected = expected();
        long expectedSince = expected - expectedBefore;
        long lostSince = expectedSince - (received - receivedBefore);
        expectedBefore = expected;
        receivedBefore = received;
        return expectedSince <= 0 || lostSince <= 0 ? 0 : (int) Math.min(255, (lostSince << 8) / expectedSince);
    }

    private long expected() {
        return begun ? highest - base + 1 : 0;
    }

    /** All in all, within 24 bits. */
    int lost() {
        return (int) Math.max(-0x80_0000, Math.min(0x7f_ffff, expected() - received));
    }

    /** Extended, 32 bits. */
    int highest() {
        return (int) (highest - 0x10000);
    }

    long received() {
        return received;
    }

    /** In ticks of 90 kHz. */
    int jitter() {
        return (int) (scaledJitter >> 4);
    }
}
