package flathead.encoder.engine;

import flathead.api.Media;
import flathead.api.VideoFormat;

/** Which pictures are inside an engine: their format, sequence and time, by serial number. One thread. */
final class Pending {
    private static final int SIZE = 64;
    private static final int MASK = SIZE - 1;

    private final VideoFormat[] formats = new VideoFormat[SIZE];
    private final long[] sequences = new long[SIZE];
    private final long[] captures = new long[SIZE];
    private long oldest;
    private long next;

    /** How many there are. */
    int size() {
        return (int) (next - oldest);
    }

    /** Whether no more can be noted. */
    boolean full() {
        return size() == SIZE;
    }

    /** Notes a picture and answers its serial number. */
    long add(Media media, VideoFormat format) {
        int at = (int) next & MASK;
        formats[at] = format;
        sequences[at] = media.sequence();
        captures[at] = media.captureNanos();
        return next++;
    }

    /** Whether the picture is still inside. */
    boolean has(long number) {
        return number >= oldest && number < next;
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
