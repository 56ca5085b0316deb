package flathead.snapshot.internal;

import flathead.api.Codec;
import flathead.api.Frame;
import flathead.api.Memory;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A copy of a picture, or of two side by side, on the heap: I420 without padding, video range. Immutable once made.
 *
 * @param bytes the three planes, one behind the other
 * @param width in pixels, even
 * @param height in pixels, even
 */
record Raster(byte[] bytes, int width, int height) {
    private static final byte BLACK = 16;
    private static final byte GREY = (byte) 128;

    /** Copies one picture, or two if the other one is not null. */
    static Raster of(Frame left, Frame right) {
        int width = left.format().width() + (right == null ? 0 : right.format().width());
        int height = Math.max(left.format().height(), right == null ? 0 : right.format().height());
        Raster made = new Raster(new byte[width * height * 3 / 2], width, height);
        if (right != null && left.format().height() != right.format().height()) {
            Arrays.fill(made.bytes, 0, width * height, BLACK);
            Arrays.fill(made.bytes, width * height, made.bytes.length, GREY);
        }
        made.copy(left, 0);
        if (right != null) {
            made.copy(right, left.format().width());
        }
        return made;
    }

    private void copy(Frame frame, int column) {
        Memory memory = frame.memory();
        int across = frame.format().width();
        int down = frame.format().height();
        lines(memory, 0, 0, across, down, column, width);
        int blue = width * height;
        int red = blue + width * height / 4;
        if (frame.format().codec() == Codec.I420) {
            lines(memory, 1, blue, across / 2, down / 2, column / 2, width / 2);
            lines(memory, 2, red, across / 2, down / 2, column / 2, width / 2);
        } else {
            apart(memory, blue + column / 2, red + column / 2, across / 2, down / 2);
        }
    }

    private void lines(Memory memory, int plane, int start, int across, int down, int column, int stride) {
        ByteBuffer from = memory.plane(plane);
        for (int y = 0; y < down; y++) {
            from.get(y * memory.stride(plane), bytes, start + y * stride + column, across);
        }
    }

    /** NV12 has blue and red in turns. */
    private void apart(Memory memory, int blue, int red, int across, int down) {
        ByteBuffer from = memory.plane(1);
        for (int y = 0; y < down; y++) {
            int at = y * memory.stride(1);
            int to = y * (width / 2);
            for (int x = 0; x < across; x++) {
                bytes[blue + to + x] = from.get(at + 2 * x);
                bytes[red + to + x] = from.get(at + 2 * x + 1);
            }
        }
    }
}
