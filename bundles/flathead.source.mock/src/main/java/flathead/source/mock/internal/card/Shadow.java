package flathead.source.mock.internal.card;

import flathead.api.Memory;
import java.nio.ByteBuffer;

/** A soft shadow on the floor. Darkens luma; allocates nothing while painting. */
final class Shadow {
    final int width;
    final int height;
    private final short[] depths;
    private final int dark;
    private final Mirror mirror;

    Shadow(double halfWidth, double halfHeight, int dark, Mirror mirror) {
        this.dark = dark;
        this.mirror = mirror;
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
     * @param left its left edge, in the upright picture
     * @param top its upper edge, in the upright picture
     * @param depth how dark, 0 to 256
     */
    void paint(Memory memory, int left, int top, int depth) {
        ByteBuffer luma = memory.plane(0);
        int stride = memory.stride(0);
        int step = mirror.step();
        int toX = Math.min(width, mirror.width() - left);
        int toY = Math.min(height, mirror.height() - top);
        for (int j = Math.max(0, mirror.top() - top); j < toY; j++) {
            int from = mirror.line(top + j) * stride + mirror.column(left);
            for (int i = Math.max(0, -left); i < toX; i++) {
                int at = from + i * step;
                int below = luma.get(at) & 0xff;
                luma.put(at, (byte) (below + ((dark - below) * (depths[j * width + i] * depth >> 8) >> 8)));
            }
        }
    }
}
