package flathead.stamp;

import java.nio.ByteBuffer;

/** The layout of the stamp, and its painter. Allocates nothing; any thread, as long as the picture is the caller's. */
public final class Stamp {
    /** Bits in a row, and so blocks. */
    public static final int BITS = 32;
    /** The narrowest picture that carries a stamp, in pixels. */
    public static final int MIN_WIDTH = 128;

    /** Luma above this is a 1. */
    static final int THRESHOLD = 125;
    /** Nanoseconds in one unit of the stamp's time. */
    static final long TICK_NANOS = 100_000;

    private static final byte DARK = 16;
    private static final byte LIGHT = (byte) 235;

    private Stamp() {
    }

    /** Whether a picture of this size can carry a stamp: wide enough to read, and high enough for both rows. */
    public static boolean fits(int width, int height) {
        return width >= MIN_WIDTH && rows(width) <= height;
    }

    /** How many lines at the top of the picture the stamp takes. */
    public static int rows(int width) {
        return 2 * (width / BITS);
    }

    /** An instant of the monotonic clock as the stamp carries it. */
    public static int ticks(long nanos) {
        return (int) Math.floorDiv(nanos, TICK_NANOS);
    }

    /**
     * Paints a stamp, in luma 16 and 235. Chroma is left alone.
     *
     * @param luma the plane of Y; written with absolute indices
     * @param stride bytes from one line to the next
     * @param width of the picture, one that {@link #fits}
     * @param nanos the instant, on the host's monotonic clock
     * @param counter its lower 16 bits are painted
     * @param camera its lower 8 bits are painted
     */
    public static void paint(ByteBuffer luma, int stride, int width, long nanos, long counter, int camera) {
        int time = ticks(nanos);
        int label = ((int) counter & 0xffff) << 16 | (camera & 0xff) << 8;
        row(luma, stride, width / BITS, 0, time);
        row(luma, stride, width / BITS, 1, label | checksum(time, label));
    }

    /** The sum of the seven bytes that are not the checksum. */
    static int checksum(int time, int label) {
        int sum = (time & 0xff) + (time >>> 8 & 0xff) + (time >>> 16 & 0xff) + (time >>> 24);
        return sum + (label >>> 8 & 0xff) + (label >>> 16 & 0xff) + (label >>> 24) & 0xff;
    }

    private static void row(ByteBuffer luma, int stride, int block, int row, int bits) {
        int first = row * block * stride;
        int at = first;
        for (int bit = BITS - 1; bit >= 0; bit--) {
            byte value = (bits >>> bit & 1) != 0 ? LIGHT : DARK;
            for (int x = 0; x < block; x++) {
                luma.put(at++, value);
            }
        }
        for (int line = 1; line < block; line++) {
            luma.put(first + line * stride, luma, first, BITS * block);
        }
    }
}
