package flathead.source.mock.internal.card;

import flathead.api.Memory;
import java.nio.ByteBuffer;

/** A soft shadow on the floor. Darkens luma; allocates nothing while painting. */
final class Shadow {
    final int width;
    final int height;
    private final short[] depths;
    private final int dark;

    Shadow(double halfWidth, double halfHeight, int dark) {
        this.dark = dark;
        width = (int) Math.ceil(2 * halfWidth);
        height = (int) Math.ceil(2 * halfHeight);
        depths = new short[width * height];
        for (int i = 0; i < depths.length; i++) {
            double x = (i % width + 0.5) / halfWidth - 1;
            double y = (i / width + 0.5) / halfHeight - 1;
            double inside = Math.max(0, 1 - (x * x + y * y));
            depths[i] = (short) Math.round(256 * inside);
        }
    }

    /**
     * Paints it.
     *
     * @param left its left edge
     * @param top its upper edge
     * @param depth how dark, 0 to 256
     */
    void paint(Memory memory, int pictureWidth, int pictureHeight, int left, int top, int depth) {
        ByteBuffer luma = memory.plane(0);
        int stride = memory.stride(0);
        int toX = Math.min(width, pictureWidth - left);
        int toY = Math.min(height, pictureHeight - top);
        for (int j = Math.max(0, -top); j < toY; j++) {
            for (int i = Math.max(0, -left); i < toX; i++) {
                int at = (top + j) * stride + left + i;
                int below = luma.get(at) & 0xff;
                luma.put(at, (byte) (below + ((dark - below) * (depths[j * width + i] * depth >> 8) >> 8)));
            }
        }
    }
}
