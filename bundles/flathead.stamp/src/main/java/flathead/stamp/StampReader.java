package flathead.stamp;

import java.nio.ByteBuffer;

/** Reads stamps, and holds what the last one said. Allocates nothing; one thread at a time. */
public final class StampReader {
    private int ticks;
    private int label;

    /**
     * Reads the stamp of a picture, if it has one that is whole.
     *
     * @param luma the plane of Y; read with absolute indices
     * @param stride bytes from one line to the next
     * @param width of the picture, in pixels
     * @param height of the picture, in pixels
     * @return false if the picture is too small for a stamp or the checksum is wrong; what was read before then stays
     */
    public boolean read(ByteBuffer luma, int stride, int width, int height) {
        if (!Stamp.fits(width, height)) {
            return false;
        }
        int block = width / Stamp.BITS;
        int time = row(luma, stride, block, 0);
        int rest = row(luma, stride, block, 1);
        if (Stamp.checksum(time, rest) != (rest & 0xff)) {
            return false;
        }
        // A uniformly black top adds up as well; no camera has been running for 0 ticks with nothing counted.
        if (time == 0 && rest == 0) {
            return false;
        }
        ticks = time;
        label = rest;
        return true;
    }

    private static int row(ByteBuffer luma, int stride, int block, int row) {
        int size = Math.max(2, block / 2);
        int step = Math.max(1, size / 5);
        int top = row * block + block / 4;
        int bits = 0;
        for (int bit = 0; bit < Stamp.BITS; bit++) {
            int left = bit * block + block / 4;
            int sum = 0;
            int count = 0;
            for (int y = top; y < top + size; y += step) {
                for (int x = left; x < left + size; x += step) {
                    sum += luma.get(y * stride + x) & 0xff;
                    count++;
                }
            }
            bits = bits << 1 | (sum > Stamp.THRESHOLD * count ? 1 : 0);
        }
        return bits;
    }

    /** The counter, 0 to 65535. */
    public int counter() {
        return label >>> 16;
    }

    /** The camera's number, 0 to 255. */
    public int camera() {
        return label >>> 8 & 0xff;
    }

    /** The instant in units of 0.1 ms, modulo 2<sup>32</sup>, as {@link Stamp#ticks} makes it. */
    public int ticks() {
        return ticks;
    }

    /**
     * How old the picture is.
     *
     * @param nanos now, on the clock that the stamp was painted with
     * @return in units of 0.1 ms, right within 59 hours; negative or large if another host's clock painted it
     */
    public int ageTicks(long nanos) {
        return Stamp.ticks(nanos) - ticks;
    }
}
