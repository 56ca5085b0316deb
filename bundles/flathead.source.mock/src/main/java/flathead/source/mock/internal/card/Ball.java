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

    private static final int SHADE = 9;
    private static final int LONGITUDE = 18;
    private static final int LATITUDE = 28;
    private static final int SHINE = 36;
    private static final int NINE_BITS = 0x1ff;
    /** What the brightest place adds to luma where white is at its usual {@link #WHITE} above black. */
    private static final double GLOSS = 70;
    private static final double WHITE = 213;

    private final int size;
    /**
     * For each phase and pixel, from the lowest bit: how much of it the ball covers, 0 to 256; the brightness of the
     * surface, 0 to 256; its longitude, as TURN counts; the chequers' sign and sharpness at its latitude, -127 to 127;
     * the light that it mirrors, added to luma.
     */
    private final long[][] maps = new long[4][];
    private final byte[] wave = new byte[TURN];
    private final Yuv white;
    private final Yuv colour;
    private final int dark;
    private final Mirror mirror;
    private final Mirror half;

    Ball(double radius, Yuv white, Yuv colour, int dark, Mirror mirror) {
        this.white = white;
        this.colour = colour;
        this.dark = dark;
        this.mirror = mirror;
        this.half = mirror.half();
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
        long[] map = new long[pixels];
        maps[phase] = map;
        double gloss = GLOSS * (white.y() - 16) / WHITE;
        double cx = size / 2.0 + (phase % 2) * 0.5 - 0.25;
        double cy = size / 2.0 + (phase / 2) * 0.5 - 0.25;
        for (int i = 0; i < pixels; i++) {
            double x = (i % size + 0.5 - cx) / radius;
            double y = (i / size + 0.5 - cy) / radius;
            double from = Shape.length(x, y);
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
            long longitude = Math.floorMod((int) Math.round(turn * TURN), TURN);
            long latitude = square(Math.sin(Math.asin(Math.max(-1, Math.min(1, up))) * BANDS), radius / BANDS) & 0xff;
            map[i] = Math.round(cover * 256) | Math.round(256 * (0.34 + 0.66 * Math.min(1, lit))) << SHADE
                | longitude << LONGITUDE | latitude << LATITUDE | Math.round(gloss * Math.pow(lit, 40)) << SHINE;
        }
    }

    /** Pixels from the ball's middle to the edge of what it touches. */
    int reach() {
        return size / 2 + 2;
    }

    /**
     * Paints the ball over what is there.
     *
     * @param x of its middle, in the upright picture
     * @param y of its middle, in the upright picture
     * @param turn how far it has turned, in parts of a full turn, 0 to 1
     */
    void paint(Memory memory, double x, double y, double turn) {
        int halfX = (int) Math.round((x - size / 2.0) * 2 + 0.5);
        int halfY = (int) Math.round((y - size / 2.0) * 2 + 0.5);
        int left = halfX >> 1;
        int top = halfY >> 1;
        int phase = (halfX & 1) + 2 * (halfY & 1);
        int spin = (int) (turn * TURN);
        luma(memory.plane(0), memory.stride(0), left, top, maps[phase], spin);
        chroma(memory, left, top, maps[phase], spin);
    }

    /** Which of the two colours, 0 to 256. */
    private int check(long surface, int spin) {
        return 128 + (wave[(int) (surface >> LONGITUDE) + spin & TURN - 1] * (byte) (surface >> LATITUDE) >> 7);
    }

    private void luma(ByteBuffer plane, int stride, int left, int top, long[] map, int spin) {
        int colourY = colour.y();
        int whiteY = white.y();
        int step = mirror.step();
        int toX = Math.min(size, mirror.width() - left);
        int toY = Math.min(size, mirror.height() - top);
        for (int j = Math.max(0, mirror.top() - top); j < toY; j++) {
            int from = mirror.line(top + j) * stride + mirror.column(left);
            for (int i = Math.max(0, -left); i < toX; i++) {
                long surface = map[j * size + i];
                int cover = (int) surface & NINE_BITS;
                if (cover != 0) {
                    int flat = colourY + (whiteY - colourY) * check(surface, spin) / 256;
                    int lit = dark + ((flat - dark) * ((int) (surface >> SHADE) & NINE_BITS) >> 8)
                        + (int) (surface >> SHINE);
                    int pixel = from + i * step;
                    int below = plane.get(pixel) & 0xff;
                    plane.put(pixel, (byte) (below + ((Math.min(235, lit) - below) * cover >> 8)));
                }
            }
        }
    }

    private void chroma(Memory memory, int left, int top, long[] map, int spin) {
        ByteBuffer u = memory.plane(1);
        ByteBuffer v = memory.plane(2);
        int toX = Math.min(left + size, mirror.width()) >> 1;
        int toY = Math.min(top + size, mirror.height()) >> 1;
        for (int j = Math.max(half.top(), top + 1 >> 1); j < toY; j++) {
            int line = half.line(j);
            for (int i = Math.max(0, left + 1 >> 1); i < toX; i++) {
                long surface = map[(2 * j - top) * size + 2 * i - left];
                int cover = (int) surface & NINE_BITS;
                if (cover != 0) {
                    int check = check(surface, spin);
                    int shade = (int) (surface >> SHADE) & NINE_BITS;
                    int column = half.column(i);
                    blend(u, line * memory.stride(1) + column, tint(colour.u(), white.u(), check, shade), cover);
                    blend(v, line * memory.stride(2) + column, tint(colour.v(), white.v(), check, shade), cover);
                }
            }
        }
    }

    private static int tint(int colour, int white, int check, int shade) {
        int flat = colour + ((white - colour) * check >> 8);
        return 128 + ((flat - 128) * shade >> 8);
    }

    private static void blend(ByteBuffer plane, int at, int value, int cover) {
        int below = plane.get(at) & 0xff;
        plane.put(at, (byte) (below + ((value - below) * cover >> 8)));
    }
}
