package flathead.encoder.v4l2.internal;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import flathead.api.Codec;
import flathead.api.Frame;
import flathead.api.Memory;
import flathead.api.Pool;
import flathead.api.VideoFormat;
import java.nio.ByteBuffer;

/**
 * Brings a raw picture into a driver's buffer, line by line where the strides differ, I420 and NV12 into each other
 * where the driver takes only one of them; or says that the buffer of the picture itself may be used. One thread.
 */
final class Picture {
    private final VideoFormat format;
    private final Codec layout;
    private final int stride;
    private final int lines;
    private final Memory[] known = new Memory[Pool.MAX_SIZE];
    private final boolean[] alike = new boolean[Pool.MAX_SIZE];

    /**
     * @param format of the pictures
     * @param layout of the driver's buffer
     * @param stride of luma there
     * @param lines of luma there
     */
    Picture(VideoFormat format, Codec layout, int stride, int lines) {
        this.format = format;
        this.layout = layout;
        this.stride = stride;
        this.lines = lines;
    }

    /** Whether all planes are there and as large as they have to be. */
    static boolean complete(Memory memory, VideoFormat format) {
        boolean planar = format.codec() == Codec.I420;
        if (memory.planes() < (planar ? 3 : 2)) {
            return false;
        }
        for (int i = 0; i < (planar ? 3 : 2); i++) {
            int width = i == 0 || !planar ? format.width() : format.width() / 2;
            int height = i == 0 ? format.height() : format.height() / 2;
            if (memory.stride(i) < width
                    || memory.plane(i).capacity() < (long) memory.stride(i) * (height - 1) + width) {
                return false;
            }
        }
        return true;
    }

    /** Whether a picture is a dma-buf that lies as the driver wants it, so that nothing has to be copied. */
    boolean importable(Frame frame) {
        if (frame.memory().dmabuf() == Memory.NO_DMABUF || layout != format.codec()) {
            return false;
        }
        int index = frame.index();
        if (known[index] != frame.memory()) {
            known[index] = frame.memory();
            alike[index] = liesAlike(frame.memory());
        }
        return alike[index];
    }

    private boolean liesAlike(Memory memory) {
        long start = address(memory.plane(0));
        long chroma = (long) stride * lines;
        if (layout == Codec.NV12) {
            return memory.stride(0) == stride && memory.stride(1) == stride
                && address(memory.plane(1)) - start == chroma;
        }
        return memory.stride(0) == stride && memory.stride(1) == stride / 2 && memory.stride(2) == stride / 2
            && address(memory.plane(1)) - start == chroma
            && address(memory.plane(2)) - start == chroma + chroma / 4;
    }

    private static long address(ByteBuffer direct) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(direct.duplicate().clear()));
    }

    /** Copies a picture; allocates nothing. */
    void copy(Memory from, ByteBuffer to) {
        int chroma = stride * lines;
        int width = format.width() / 2;
        int height = format.height() / 2;
        plane(from, 0, to, 0, stride, format.width(), format.height());
        if (layout != format.codec()) {
            if (layout == Codec.NV12) {
                interleave(from, to, chroma);
            } else {
                part(from, to, chroma);
            }
        } else if (layout == Codec.NV12) {
            plane(from, 1, to, chroma, stride, 2 * width, height);
        } else {
            plane(from, 1, to, chroma, stride / 2, width, height);
            plane(from, 2, to, chroma + chroma / 4, stride / 2, width, height);
        }
    }

    private static void plane(Memory from, int index, ByteBuffer to, int at, int toStride, int width, int height) {
        ByteBuffer source = from.plane(index);
        int fromStride = from.stride(index);
        if (fromStride == toStride) {
            to.put(at, source, 0, fromStride * (height - 1) + width);
            return;
        }
        for (int y = 0; y < height; y++) {
            to.put(at + y * toStride, source, y * fromStride, width);
        }
    }

    private void interleave(Memory from, ByteBuffer to, int at) {
        ByteBuffer u = from.plane(1);
        ByteBuffer v = from.plane(2);
        for (int y = 0; y < format.height() / 2; y++) {
            int line = at + y * stride;
            for (int x = 0; x < format.width() / 2; x++) {
                to.put(line + 2 * x, u.get(y * from.stride(1) + x));
                to.put(line + 2 * x + 1, v.get(y * from.stride(2) + x));
            }
        }
    }

    private void part(Memory from, ByteBuffer to, int at) {
        ByteBuffer pairs = from.plane(1);
        int v = at + stride * lines / 4;
        for (int y = 0; y < format.height() / 2; y++) {
            int line = y * stride / 2;
            for (int x = 0; x < format.width() / 2; x++) {
                to.put(at + line + x, pairs.get(y * from.stride(1) + 2 * x));
                to.put(v + line + x, pairs.get(y * from.stride(1) + 2 * x + 1));
            }
        }
    }
}
