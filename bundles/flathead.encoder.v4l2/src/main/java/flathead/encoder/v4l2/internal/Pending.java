package flathead.encoder.v4l2.internal;

import flathead.api.Media;
import flathead.api.VideoFormat;

/**
 * Which pictures are inside the driver, by the time that each was given there: microseconds that rise strictly and
 * follow the instants of capture, since a rate control may look at them. One thread.
 */
final class Pending {
    private static final int SIZE = 64;
    private static final int MASK = SIZE - 1;
    /** Drivers take a time of 0 for none. */
    private static final long START_MICROS = 1_000_000;

    private final VideoFormat[] formats = new VideoFormat[SIZE];
    private final long[] sequences = new long[SIZE];
    private final long[] captures = new long[SIZE];
    private final long[] times = new long[SIZE];
    private long oldest;
    private long next;
    private long first;
    private long last;

    int size() {
        return (int) (next - oldest);
    }

    boolean full() {
        return size() == SIZE;
    }

    /** The time for the next picture. */
    long time(Media media) {
        if (last == 0) {
            first = media.captureNanos();
        }
        return Math.max(last + 1, START_MICROS + (media.captureNanos() - first) / 1000);
    }

    /** Notes a picture that the driver has; answers its serial number. */
    long add(Media media, VideoFormat format, long time) {
        int at = (int) next & MASK;
        formats[at] = format;
        sequences[at] = media.sequence();
        captures[at] = media.captureNanos();
        times[at] = time;
        last = time;
        return next++;
    }

    /** The serial number of the next picture. */
    long next() {
        return next;
    }

    /**
     * The serial number of the picture that was given with this time; the oldest, if the driver does not keep times; -1
     * if there is none inside.
     */
    long find(long time) {
        for (long number = oldest; number < next; number++) {
            if (times[(int) number & MASK] == time) {
                return number;
            }
        }
        return oldest < next ? oldest : -1;
    }

    /** Forgets the picture and the older ones, and answers how many these were; what it noted stays readable. */
    int remove(long number) {
        int older = (int) (number - oldest);
        oldest = number + 1;
        return older;
    }

    /** Forgets all, and answers how many they were. */
    int clear() {
        int count = size();
        oldest = next;
        return count;
    }

    VideoFormat format(long number) {
        return formats[(int) number & MASK];
    }

    long sequence(long number) {
        return sequences[(int) number & MASK];
    }

    long capture(long number) {
        return captures[(int) number & MASK];
    }
}
