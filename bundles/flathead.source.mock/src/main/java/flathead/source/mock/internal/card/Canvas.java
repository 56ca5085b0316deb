package flathead.source.mock.internal.card;

import flathead.api.Memory;
import java.nio.ByteBuffer;

/** A still I420 picture to draw on, and to copy from. */
final class Canvas {
    final int width;
    final int height;
    /** Luma, line by line, without padding. */
    final byte[] y;
    /** Chroma, half as wide and half as high. */
    final byte[] u;
    /** Chroma, half as wide and half as high. */
    final byte[] v;

    Canvas(int width, int height) {
        this(width, height, new byte[width * height], new byte[width * height / 4], new byte[width * height / 4]);
    }

    private Canvas(int width, int height, byte[] y, byte[] u, byte[] v) {
        this.width = width;
        this.height = height;
        this.y = y;
        this.u = u;
        this.v = v;
    }

    /** This picture flipped. */
    Canvas turned(Mirror mirror) {
        return new Canvas(width, height, mirror.turn(y), mirror.half().turn(u), mirror.half().turn(v));
    }

    /** Fills a shape, as far as it lies within a rectangle. */
    void fill(double left, double top, double right, double bottom, Shape shape, Ink ink) {
        double[] yuv = new double[3];
        int fromX = Math.max(0, (int) Math.floor(left / 2));
        int fromY = Math.max(0, (int) Math.floor(top / 2));
        int toX = Math.min(width / 2, (int) Math.ceil(right / 2));
        int toY = Math.min(height / 2, (int) Math.ceil(bottom / 2));
        for (int j = fromY; j < toY; j++) {
            for (int i = fromX; i < toX; i++) {
                double cover = Math.min(1, 0.5 - shape.distance(2 * i + 1, 2 * j + 1) / 2);
                if (cover > 0) {
                    ink.at(2 * i + 1, 2 * j + 1, yuv);
                    int at = j * (width / 2) + i;
                    u[at] = mix(u[at], yuv[1], cover);
                    v[at] = mix(v[at], yuv[2], cover);
                }
            }
        }
        for (int j = 2 * fromY; j < 2 * toY; j++) {
            for (int i = 2 * fromX; i < 2 * toX; i++) {
                double cover = Math.min(1, 0.5 - shape.distance(i + 0.5, j + 0.5));
                if (cover > 0) {
                    ink.at(i + 0.5, j + 0.5, yuv);
                    y[j * width + i] = mix(y[j * width + i], yuv[0], cover);
                }
            }
        }
    }

    /** Fills a shape in one colour. */
    void fill(double left, double top, double right, double bottom, Shape shape, Yuv colour) {
        fill(left, top, right, bottom, shape, Ink.of(colour));
    }

    private static byte mix(byte below, double above, double cover) {
        return (byte) Math.round((below & 0xff) * (1 - cover) + above * cover);
    }

    /** Copies all of it. */
    void copyTo(Memory memory) {
        copyTo(memory, 0, 0, width, height);
    }

    /** Copies a rectangle, widened to even pixels, as far as it lies in the picture. */
    void copyTo(Memory memory, int left, int top, int right, int bottom) {
        int fromX = Math.max(0, left) / 2;
        int fromY = Math.max(0, top) / 2;
        int toX = (Math.min(width, right) + 1) / 2;
        int toY = (Math.min(height, bottom) + 1) / 2;
        if (fromX >= toX) {
            return;
        }
        copy(y, width, memory, 0, 2 * fromX, 2 * fromY, 2 * toX, 2 * toY);
        copy(u, width / 2, memory, 1, fromX, fromY, toX, toY);
        copy(v, width / 2, memory, 2, fromX, fromY, toX, toY);
    }

    private static void copy(byte[] from, int columns, Memory memory, int plane, int fromX, int fromY, int toX,
            int toY) {
        ByteBuffer to = memory.plane(plane);
        int stride = memory.stride(plane);
        for (int line = fromY; line < toY; line++) {
            to.put(line * stride + fromX, from, line * columns + fromX, toX - fromX);
        }
    }
}
