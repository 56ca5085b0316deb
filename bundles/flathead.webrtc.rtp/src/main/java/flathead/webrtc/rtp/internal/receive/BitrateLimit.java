package flathead.webrtc.rtp.internal.receive;

import flathead.api.EncoderSettings;
import flathead.api.Feedback;

/**
 * How many bits a second the sender is told may come (REMB): the smaller of what the sinks want and what the path seems
 * to carry. The latter is judged by loss alone, once a second, or later where that is too few packets to judge: more
 * than a fifth lost is taken for a path that is too small, and what is lost by chance is left to retransmission. A
 * sender that is also told what arrives when (TWCC) may find out more by itself; what the sinks want it hears only
 * here, and it takes the smaller of the two.
 */
final class BitrateLimit {
    static final long INTERVAL_NANOS = 1_000_000_000L;

    private static final long MOST = 1_000_000_000L;
    private static final double HEAVY_LOSS = 0.2;
    private static final double LIGHT_LOSS = 0.05;
    private static final double GROWTH = 1.08;
    /** Of fewer packets one lost is no share: of a sender that pauses, two may come in a second. */
    private static final int LEAST_PACKETS = 20;

    private int wish = Feedback.UNLIMITED;
    private long estimate = MOST;
    private boolean told;
    private boolean changed;
    private boolean begun;
    private long beginNanos;
    private long bytes;
    private long packets;
    private long lost;

    /** What the sinks want. */
    void wish(int bitsPerSecond) {
        // To send nothing cannot be asked for: the least there is.
        int least = Math.max(bitsPerSecond, EncoderSettings.MIN_BITRATE);
        changed |= least != wish;
        wish = least;
    }

    /** A packet came. */
    void arrived(int length, long nowNanos) {
        if (!begun) {
            begun = true;
            beginNanos = nowNanos;
        }
        bytes += length;
        packets++;
        long elapsed = nowNanos - beginNanos;
        if (elapsed >= INTERVAL_NANOS && packets + Math.max(0, lost) >= LEAST_PACKETS) {
            judge(bytes * 8e9 / elapsed);
            beginNanos = nowNanos;
            bytes = 0;
            packets = 0;
            lost = 0;
        }
    }

    /** So many were lost on the way, or came late by themselves (then negative). */
    void lost(long count) {
        lost += count;
    }

    private void judge(double rate) {
        double loss = Math.max(0, lost) / (double) Math.max(1, packets + Math.max(0, lost));
        long before = estimate;
        if (loss > HEAVY_LOSS) {
            double carried = Math.min(estimate, rate / (1 - loss)) * (1 - loss / 2);
            estimate = Math.max(EncoderSettings.MIN_BITRATE, (long) carried);
        } else if (loss < LIGHT_LOSS) {
            estimate = (long) Math.min(MOST, estimate * GROWTH);
        }
        changed |= estimate < before;
    }

    /** Whether there is anything to tell: a limit that holds, or held and is lifted. */
    boolean any() {
        return told || wish != Feedback.UNLIMITED || estimate < MOST;
    }

    /** Whether it should be told at once. */
    boolean urgent() {
        return changed && any();
    }

    /** The limit, to be told now. */
    long take() {
        told = true;
        changed = false;
        return Math.min(wish, estimate);
    }
}
