package flathead.source.mock.internal.card;

import flathead.api.Memory;
import java.nio.ByteBuffer;

/**
 * Writes digits into pictures, from tiles drawn once. Works on luma alone, and so belongs on a ground without colour.
 * Allocates nothing.
 */
final class Readout {
    private static final String SIGNS = "0123456789:.";
    private static final int COLON = 10;
    private static final int POINT = 11;

    private final byte[][] tiles = new byte[SIGNS.length()][];
    private final int[] widths = new int[SIGNS.length()];
    private final int high;
    private final int left;
    private final int top;
    private final Mirror mirror;

    /**
     * Readies the tiles.
     *
     * @param like a text of the widest form, such as 00:00:00.000
     * @param middleX of the text
     * @param middleY of the text
     * @param cap height of a digit
     */
    Readout(String like, double middleX, double middleY, double cap, Yuv ground, Yuv ink, Mirror mirror) {
        this.mirror = mirror;
        double thickness = Math.max(1, cap * 0.145);
        high = (int) Math.ceil(cap + thickness) + 2;
        for (int i = 0; i < tiles.length; i++) {
            String sign = SIGNS.substring(i, i + 1);
            boolean digit = i < COLON;
            double wide = digit ? cap * 7 / 12 : cap / 12;
            widths[i] = (int) Math.max(2, Math.round(wide + thickness + cap * 0.15));
            Canvas tile = new Canvas(widths[i] + 1 & ~1, high + 1 & ~1);
            tile.fill(0, 0, tile.width, tile.height, Shape.ALL, ground);
            double inset = (widths[i] - Letters.width(sign) * cap) / 2;
            Letters.write(tile, sign, inset, (high - cap) / 2, cap, thickness, ink);
            tiles[i] = new byte[widths[i] * high];
            for (int y = 0; y < high; y++) {
                for (int x = 0; x < widths[i]; x++) {
                    int to = mirror.across() ? widths[i] - 1 - x : x;
                    tiles[i][y * widths[i] + to] = tile.y[y * tile.width + x];
                }
            }
        }
        left = (int) Math.round(middleX - width(like) / 2.0);
        top = (int) Math.round(middleY - high / 2.0);
    }

    private int width(String text) {
        int width = 0;
        for (char sign : text.toCharArray()) {
            width += widths[SIGNS.indexOf(sign)];
        }
        return width;
    }

    /** Writes a time of day as HH:MM:SS.mmm. */
    void time(Memory memory, long wallMillis) {
        int millis = (int) Math.floorMod(wallMillis, 86_400_000L);
        int x = number(memory, left, millis / 3_600_000, 2);
        x = sign(memory, x, COLON);
        x = number(memory, x, millis / 60_000 % 60, 2);
        x = sign(memory, x, COLON);
        x = number(memory, x, millis / 1_000 % 60, 2);
        x = sign(memory, x, POINT);
        number(memory, x, millis % 1_000, 3);
    }

    /** Writes the last {@code digits} digits of a number. */
    void number(Memory memory, long value, int digits) {
        number(memory, left, value, digits);
    }

    private int number(Memory memory, int from, long value, int digits) {
        long power = 1;
        for (int i = 1; i < digits; i++) {
            power *= 10;
        }
        int x = from;
        for (; power > 0; power /= 10) {
            x = sign(memory, x, (int) (value / power % 10));
        }
        return x;
    }

    private int sign(Memory memory, int x, int sign) {
        ByteBuffer luma = memory.plane(0);
        int stride = memory.stride(0);
        int wide = widths[sign];
        int to = mirror.across() ? mirror.width() - x - wide : x;
        for (int y = 0; y < high; y++) {
            luma.put(mirror.line(top + y) * stride + to, tiles[sign], y * wide, wide);
        }
        return x + wide;
    }
}
