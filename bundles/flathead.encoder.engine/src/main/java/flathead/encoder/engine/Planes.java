package flathead.encoder.engine;

import flathead.api.Codec;
import flathead.api.Memory;
import flathead.api.VideoFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Native addresses of a picture's planes, made once for each {@link Memory}. I420 is read where it lies, and so is NV12
 * by engines that take it: Y, and U with V. For others only its luma is; chroma is parted into two planes of this
 * object's own.
 */
public final class Planes {
    private final Memory memory;
    private final Engines engines;
    private final long[] addresses = new long[3];
    private final int[] strides = new int[3];
    private final ByteBuffer interleaved;
    private final ByteBuffer u;
    private final ByteBuffer v;
    private final int chromaWidth;
    private final int chromaHeight;

    /**
     * Looks the addresses up.
     *
     * @param engines who will read the planes
     * @throws IllegalArgumentException if a plane is too small for the format, or not a direct buffer, or if U and V
     *     have other strides
     */
    public Planes(Memory memory, VideoFormat format, Engines engines) {
        this.memory = memory;
        this.engines = engines;
        this.chromaWidth = format.width() / 2;
        this.chromaHeight = format.height() / 2;
        boolean pairs = format.codec() == Codec.NV12;
        boolean parted = pairs && !engines.takesNv12();
        if (memory.planes() < (pairs ? 2 : 3)) {
            throw new IllegalArgumentException(format + " with " + memory.planes() + " planes");
        }
        plane(0, format.width(), format.height());
        if (parted) {
            check(1, 2 * chromaWidth, chromaHeight);
            interleaved = memory.plane(1).duplicate().order(ByteOrder.LITTLE_ENDIAN);
            u = own(1);
            v = own(2);
        } else {
            interleaved = null;
            u = null;
            v = null;
            plane(1, pairs ? 2 * chromaWidth : chromaWidth, chromaHeight);
            if (!pairs) {
                plane(2, chromaWidth, chromaHeight);
                checkAlike();
            }
        }
    }

    private void plane(int index, int width, int height) {
        check(index, width, height);
        addresses[index] = engines.address(memory.plane(index));
        strides[index] = memory.stride(index);
    }

    /** OpenH264 reads V with the stride of U. */
    private void checkAlike() {
        if (strides[1] != strides[2]) {
            throw new IllegalArgumentException("U with stride " + strides[1] + " and V with stride " + strides[2]
                + "; they have to be equal");
        }
    }

    private void check(int index, int width, int height) {
        int stride = memory.stride(index);
        ByteBuffer plane = memory.plane(index);
        long needed = (long) stride * (height - 1) + width;
        if (!plane.isDirect() || stride < width || plane.capacity() < needed) {
            throw new IllegalArgumentException("plane " + index + " of " + plane.capacity() + " bytes with stride "
                + stride + (plane.isDirect() ? "" : ", not direct,") + " cannot hold " + width + "x" + height);
        }
    }

    private ByteBuffer own(int index) {
        strides[index] = (chromaWidth + 3) & ~3;
        ByteBuffer plane = ByteBuffer.allocateDirect(strides[index] * chromaHeight).order(ByteOrder.LITTLE_ENDIAN);
        addresses[index] = engines.address(plane);
        return plane;
    }

    /** Whether this was made for {@code other}. */
    boolean of(Memory other) {
        return memory == other;
    }

    /** Brings U and V into planes; to be called for each picture, before its planes are read. */
    void prepare() {
        if (interleaved == null) {
            return;
        }
        int from = memory.stride(1);
        for (int y = 0; y < chromaHeight; y++) {
            part(y * from, y * strides[1]);
        }
    }

    /** One line, four pairs at a time. */
    private void part(int source, int target) {
        int x = 0;
        for (; x + 4 <= chromaWidth; x += 4) {
            long pairs = interleaved.getLong(source + 2 * x);
            u.putInt(target + x, even(pairs));
            v.putInt(target + x, even(pairs >>> 8));
        }
        for (; x < chromaWidth; x++) {
            u.put(target + x, interleaved.get(source + 2 * x));
            v.put(target + x, interleaved.get(source + 2 * x + 1));
        }
    }

    private static int even(long bytes) {
        long kept = bytes & 0x00FF_00FF_00FF_00FFL;
        kept = (kept | kept >>> 8) & 0x0000_FFFF_0000_FFFFL;
        return (int) (kept | kept >>> 16);
    }

    /** Address of plane {@code index}: Y, U, V, or Y, U with V; 0 if there is no such plane. */
    public long address(int index) {
        return addresses[index];
    }

    /** Bytes from one line of plane {@code index} to the next. */
    public int stride(int index) {
        return strides[index];
    }
}
