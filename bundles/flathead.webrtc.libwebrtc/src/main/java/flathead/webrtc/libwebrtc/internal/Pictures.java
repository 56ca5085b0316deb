package flathead.webrtc.libwebrtc.internal;

import dev.onvoid.webrtc.media.video.I420Buffer;
import flathead.api.Codec;
import flathead.api.Frame;
import flathead.api.Memory;
import flathead.api.Pool;
import flathead.api.VideoFormat;

/**
 * Copies libwebrtc's pictures into pooled ones, once. A pool serves one format; another format gets a new pool, and the
 * old one is freed with the last of its pictures. One thread, other than {@link #close()} and {@link #inFlight()}.
 */
final class Pictures implements AutoCloseable {
    /**
     * How many pictures are out at most: 8 parked while an encoder is swapped, 2 in flight in an encoder, 8 that wait
     * for a sink that wants every one, 1 for another, and 2.
     */
    static final int POOL = 21;

    private final int size;
    private VideoFormat format;
    private volatile Pool<Frame> pool;
    private volatile boolean closed;

    Pictures() {
        this(POOL);
    }

    Pictures(int size) {
        this.size = size;
    }

    /**
     * A copy, held once by the caller, or null if all pictures are out or this is closed. Allocates only when the
     * format changes.
     *
     * <p>A size that is odd loses its last column or line, because {@link VideoFormat} has even ones only.
     *
     * @throws IllegalArgumentException if the picture is smaller or larger than {@link VideoFormat} allows
     */
    Frame copy(I420Buffer source, int fps) {
        int width = source.getWidth() & ~1;
        int height = source.getHeight() & ~1;
        Pool<Frame> from = pool;
        if (from == null || format.width() != width || format.height() != height || format.fps() != fps) {
            from = replace(new VideoFormat(Codec.I420, width, height, fps));
        }
        Frame frame = from.tryTake();
        if (frame != null) {
            Memory memory = frame.memory();
            Planes.copy(source.getDataY(), source.getStrideY(), memory.plane(0), memory.stride(0), width, height);
            Planes.copy(source.getDataU(), source.getStrideU(), memory.plane(1), memory.stride(1), width / 2,
                height / 2);
            Planes.copy(source.getDataV(), source.getStrideV(), memory.plane(2), memory.stride(2), width / 2,
                height / 2);
        }
        return frame;
    }

    private Pool<Frame> replace(VideoFormat next) {
        Pool<Frame> old = pool;
        if (old != null) {
            old.close();
        }
        Pool<Frame> made = Pool.ofFrames(next, size);
        format = next;
        pool = made;
        if (closed) {
            made.close();
        }
        return made;
    }

    /** The format of the last picture, or null before the first. By the copying thread. */
    VideoFormat format() {
        return format;
    }

    /** How many pictures of the present format are out. Any thread. */
    int inFlight() {
        Pool<Frame> now = pool;
        return now == null ? 0 : now.inFlight();
    }

    /** Hands out no more. Any thread. */
    @Override
    public void close() {
        closed = true;
        Pool<Frame> now = pool;
        if (now != null) {
            now.close();
        }
    }
}
