package flathead.source.mock.internal.card;

import flathead.api.Memory;
import java.nio.ByteBuffer;

/**
 * A chequered ball that turns about its axis, lit from the upper left. Its surface is mapped once, at four positions
 * within a pixel; painting looks it up and allocates nothing.
 */
final class Ball {
    private static final int TURN = 1024;
    private static final int CHECKS = 12;
    private static final int BANDS = 6;
    private static final double TILT = 0.32;

    private final int size;
    /** For each phase and pixel: how much of the pixel the ball covers, 0 to 256. */
    private final short[][] covers = new short[4][];
    /** Degrees of longitude, as TURN counts. */
    private final short[][] longitudes = new short[4][];
    /** The chequers' sign and sharpness at this latitude, -128 to 127. */
    private final byte[][] latitudes = new byte[4][];
    /** Brightness of the surface, 0 to 256. */
    private final short[][] shades = new short[4][];
    /** Light mirrored, added to luma. */
    private final byte[][] shines = new byte[4][];
    private final byte[] wave = new byte[TURN];
    private final Yuv white;
    private final Yuv colour;
    private final int dark;

    Ball(double radius, Yuv white, Yuv colour, int dark) {
        this.white = white;
        this.colour = colour;
        this.dark = dark;
        size = (int) Math.ceil(2 * radius) + 2;
        for (int i = 0; i < TURN; i++) {
            wave[i] = square(Math.sin(i * Math.PI * CHECKS / TURN), radius / CHECKS * 1.5);
        }
        for (int phase = 0; phase < 4; phase++) {
            map(phase, radius);
        }
    }

    private static byte square(double sine, double sharpness) {
        return (byte) Math.round(127 * Math.max(-1, Math.min(1, sine * Math.max(1, sharpness))));
    }

    private void map(int phase, double radius) {
        int pixels = size * size;
        covers[phase] = new short[pixels];
        longitudes[phase] = new short[pixels];
        latitudes[phase] = new byte[pixels];
        shades[phase] = new short[pixels];
        shines[phase] = new byte[pixels];
        double cx = size / 2.0 + (phase % 2) * 0.5 - 0.25;
        double cy = size / 2.0 + (phase / 2) * 0.5 - 0.25;
        for (int i = 0; i < pixels; i++) {
            double x = (i % size + 0.5 - cx) / radius;
            double y = (i / size + 0.5 - cy) / radius;
            double from = Math.hypot(x, y);
            double cover = Math.max(0, Math.min(1, 0.5 - (from - 1) * radius));
            if (from > 1) {
                x /= from;
                y /= from;
            }
            double z = Math.sqrt(Math.max(0, 1 - x * x - y * y));
            double up = -y * Math.cos(TILT) + x * Math.sin(TILT);
            double along = x * Math.cos(TILT) + y * Math.sin(TILT);
            double turn = Math.atan2(along, z) / (2 * Math.PI);
            double lit = Math.max(0, -0.45 * x - 0.6 * y + 0.66 * z);
            covers[phase][i] = (short) Math.round(cover * 256);
            longitudes[phase][i] = (short) Math.floorMod((int) Math.round(turn * TURN), TURN);
            latitudes[phase][i] = square(Math.sin(Math.asin(Math.max(-1, Math.min(1, up))) * BANDS),
                radius / BANDS);
            shades[phase][i] = (short) Math.round(256 * (0.34 + 0.66 * lit));
            shines[phase][i] = (byte) Math.round(70 * Math.pow(lit, 40));
        }
    }

    /** Pixels from the ball's middle to the edge of what it touches. */
    int reach() {
        return size / 2 + 2;
    }

    /**
     * Paints the ball over what is there.
     *
     * @param x of its middle
     * @param y of its middle
     * @param turn how far it has turned, in parts of a full turn, 0 to 1
     */
    void paint(Memory memory, int width, int height, double x, double y, double turn) {
        int halfX = (int) Math.round((x - size / 2.0) * 2 + 0.5);
        int halfY = (int) Math.round((y - size / 2.0) * 2 + 0.5);
        int left = halfX >> 1;
        int top = halfY >> 1;
        int phase = (halfX & 1) + 2 * (halfY & 1);
        int spin = (int) (turn * TURN);
        luma(memory.plane(0), memory.stride(0), width, height, left, top, phase, spin);
        chroma(memory, width, height, left, top, phase, spin);
    }

    private int check(int phase, int i, int spin) {
        return 128 + (wave[longitudes[phase][i] + spin & TURN - 1] * latitudes[phase][i] >> 7);
    }

    private void luma(ByteBuffer plane, int stride, int width, int height, int left, int top, int phase, int spin) {
        int toX = Math.min(size, width - left);
        int toY = Math.min(size, height - top);
        for (int j = Math.max(0, -top); j < toY; j++) {
            for (int i = Math.max(0, -left); i < toX; i++) {
                int at = j * size + i;
                int cover = covers[phase][at];
                if (cover != 0) {
                    int flat = colour.y() + ((white.y() - colour.y()) * check(phase, at, spin) >> 8);
                    int lit = dark + ((flat - dark) * shades[phase][at] >> 8) + shines[phase][at];
                    int pixel = (top + j) * stride + left + i;
                    int below = plane.get(pixel) & 0xff;
                    plane.put(pixel, (byte) (below + ((Math.min(235, lit) - below) * cover >> 8)));
                }
            }
        }
    }

    private void chroma(Memory memory, int width, int height, int left, int top, int phase, int spin) {
        ByteBuffer u = memory.plane(1);
        ByteBuffer v = memory.plane(2);
        int toX = Math.min(left + size, width) >> 1;
        int toY = Math.min(top + size, height) >> 1;
        for (int j = Math.max(0, top + 1 >> 1); j < toY; j++) {
            for (int i = Math.max(0, left + 1 >> 1); i < toX; i++) {
                int at = (2 * j - top) * size + 2 * i - left;
                int cover = covers[phase][at];
                if (cover != 0) {
                    int tint = (256 - check(phase, at, spin)) * shades[phase][at] >> 8;
                    blend(u, j * memory.stride(1) + i, 128 + ((colour.u() - 128) * tint >> 8), cover);
                    blend(v, j * memory.stride(2) + i, 128 + ((colour.v() - 128) * tint >> 8), cover);
                }
            }
        }
    }

    private static void blend(ByteBuffer plane, int at, int value, int cover) {
        int below = plane.get(at) & 0xff;
        plane.put(at, (byte) (below + ((value - below) * cover >> 8)));
    }
}
