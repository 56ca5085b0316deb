package flathead.api;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where a raw picture's planes lie: direct buffers made once and used for the life of a {@link Pool}. The identity of a
 * {@code Memory} is stable, so that native code may remember the addresses that it derived from it.
 *
 * <p>Buffers are shared by every holder of the picture: read and write them with absolute indices only, never through
 * their position, limit or mark.
 */
public final class Memory {
    /** The value of {@link #dmabuf()} where there is no dma-buf. */
    public static final int NO_DMABUF = -1;

    private final ByteBuffer[] planes;
    private final int[] strides;
    private final int dmabuf;

    /**
     * Wraps planes that exist already, such as a camera's mapped buffers.
     *
     * @param planes direct buffers whose byte 0 is the plane's first pixel; they must outlive the pool
     * @param strides bytes from one line to the next, for each plane
     * @param dmabuf file descriptor of the dma-buf that holds all planes, or {@link #NO_DMABUF}
     */
    public Memory(ByteBuffer[] planes, int[] strides, int dmabuf) {
        if (planes.length == 0 || planes.length != strides.length) {
            throw new IllegalArgumentException(planes.length + " planes with " + strides.length + " strides");
        }
        this.planes = planes.clone();
        this.strides = strides.clone();
        this.dmabuf = dmabuf;
    }

    /** New memory for one picture, its planes back to back, without padding. */
    public static Memory allocate(VideoFormat format) {
        int width = format.width();
        int height = format.height();
        int luma = width * height;
        ByteBuffer all = ByteBuffer.allocateDirect(luma + luma / 2);
        return switch (format.codec()) {
            case I420 -> new Memory(new ByteBuffer[] {
                part(all, 0, luma), part(all, luma, luma / 4), part(all, luma + luma / 4, luma / 4)
            }, new int[] {width, width / 2, width / 2}, NO_DMABUF);
            case NV12 -> new Memory(new ByteBuffer[] {part(all, 0, luma), part(all, luma, luma / 2)},
                new int[] {width, width}, NO_DMABUF);
            default -> throw new IllegalArgumentException(format.codec() + " is not a raw codec: I420 or NV12");
        };
    }

    private static ByteBuffer part(ByteBuffer all, int from, int length) {
        return all.slice(from, length).order(ByteOrder.nativeOrder());
    }

    /** How many planes there are. */
    public int planes() {
        return planes.length;
    }

    /** Plane {@code index}; always the same object. */
    public ByteBuffer plane(int index) {
        return planes[index];
    }

    /** Bytes from one line of plane {@code index} to the next. */
    public int stride(int index) {
        return strides[index];
    }

    /** File descriptor of the dma-buf that holds all planes, or {@link #NO_DMABUF}. Owned by the source. */
    public int dmabuf() {
        return dmabuf;
    }
}
