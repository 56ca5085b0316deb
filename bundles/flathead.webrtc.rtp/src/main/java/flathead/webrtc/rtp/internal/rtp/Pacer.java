package flathead.webrtc.rtp.internal.rtp;

/**
 * Says when each packet of a picture leaves.
 *
 * <p>A receiver decodes a picture when its last packet is there, so every millisecond of spreading is a millisecond of
 * latency. An ordinary picture therefore leaves at once: up to {@value #LEAST_BURST} packets, or twice the mean picture
 * where that is more, up to {@value #MOST_BURST}. That suits Wi-Fi, which carries neighbouring packets in one aggregate
 * and pays for the medium once; packets trickled out one by one cost air time and arrive no earlier.
 *
 * <p>What goes beyond (a keyframe, mostly) follows in steps of a millisecond: {@value #LEAST_STEP} packets each, about
 * 77 Mbit/s, or more if the picture would otherwise take longer than {@value #MOST_SPREAD_MILLIS} ms or half a frame
 * interval. The reason to spread at all are the buffers on the way: a socket's default on Linux holds about 90 packets
 * of full size, an access point's queue for a station often less than 100.
 *
 * <p>Pictures never overtake: one begins when the one before has left.
 */
final class Pacer {
    static final int LEAST_BURST = 16;
    static final int MOST_BURST = 64;
    static final int LEAST_STEP = 8;
    static final int MOST_SPREAD_MILLIS = 10;

    private static final long STEP_NANOS = 1_000_000;
    /** The mean's memory, in pictures. */
    private static final int MEMORY = 16;

    private int scaledMean;
    private int burst = LEAST_BURST;
    private int step = LEAST_STEP;
    private int index;
    private long start;
    private long end;
    private boolean used;

    /**
     * Begins a picture.
     *
     * @param packets at most this many
     * @param intervalNanos to the next picture, nominally
     */
    void begin(int packets, boolean keyframe, long intervalNanos, long nowNanos) {
        start = used && end - nowNanos > 0 ? end : nowNanos;
        end = start;
        used = true;
        index = 0;
        burst = Math.min(MOST_BURST, Math.max(LEAST_BURST, 2 * scaledMean / MEMORY));
        long spread = Math.min(MOST_SPREAD_MILLIS * STEP_NANOS, intervalNanos / 2);
        int steps = (int) Math.max(1, spread / STEP_NANOS);
        int beyond = Math.max(0, packets - burst);
        step = Math.max(LEAST_STEP, (beyond + steps - 1) / steps);
        if (!keyframe) {
            scaledMean += packets - scaledMean / MEMORY;
        }
    }

    /** When the picture's next packet leaves. */
    long due() {
        if (index >= burst) {
            end = start + STEP_NANOS * (1 + (index - burst) / step);
        }
        index++;
        return end;
    }
}
