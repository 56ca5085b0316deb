package flathead.recorder.internal;

import flathead.api.Media;
import flathead.api.TimeQuality;

/**
 * The times of a file's samples: by the clock that stamped the pictures, so that the distances are exact and two files
 * of one sender compare exactly. Where a picture has no time by that clock, it is carried over from the host's. One
 * thread.
 */
final class Timeline {
    /** A step back that is taken for a new reckoning and not for one that got finer. */
    private static final long BACK_MICROS = 500_000;

    private final long clock;
    private final TimeQuality quality;
    private final long firstNanos;
    private long hostLess;
    private long lastMicros = -1;
    private long differentMicros = -1;
    private boolean broken;

    /** Begins with this picture. */
    Timeline(Media first) {
        quality = first.timeQuality();
        clock = clockOf(first);
        firstNanos = nanosOf(first);
        hostLess = first.captureNanos() - firstNanos;
    }

    private static long clockOf(Media media) {
        return media.timeQuality() == TimeQuality.ARRIVAL ? 0 : media.senderClock();
    }

    private static long nanosOf(Media media) {
        return clockOf(media) == 0 ? media.captureNanos() : media.senderNanos();
    }

    /** Whose clock it is, see {@link Media#senderClock()}; 0 for the host's. */
    long clock() {
        return clock;
    }

    /** What the first picture's time was worth. */
    TimeQuality quality() {
        return quality;
    }

    /** The first picture's time by {@link #clock()}. */
    long firstNanos() {
        return firstNanos;
    }

    /** When a picture was captured, in microseconds after the first one; later than the one before in any case. */
    long micros(Media media) {
        boolean ours = clockOf(media) == clock;
        if (ours) {
            hostLess = media.captureNanos() - nanosOf(media);
        }
        long nanos = ours ? nanosOf(media) : media.captureNanos() - hostLess;
        long micros = Math.floorDiv(nanos - firstNanos, 1_000);
        broken |= micros < lastMicros - BACK_MICROS;
        lastMicros = Math.max(micros, lastMicros + 1);
        boolean different = clockOf(media) != clock || media.timeQuality() != quality;
        differentMicros = !different ? -1 : differentMicros < 0 ? lastMicros : differentMicros;
        return lastMicros;
    }

    /**
     * For how long, in microseconds, all pictures have had times of another clock or another worth than the first one;
     * 0 if the last one has not.
     */
    long differsFor() {
        return differentMicros < 0 ? 0 : lastMicros - differentMicros;
    }

    /** Whether time went back, so that this one is of no more use. */
    boolean broken() {
        return broken;
    }
}
