package flathead.decoder.software.internal;

import flathead.api.Codec;
import flathead.api.Frame;
import flathead.api.Pool;
import flathead.api.VideoFormat;

/**
 * The pictures that come out. A pool serves one format; another format gets a new pool, and the old one is freed with
 * the last of its pictures. Allocates only then. Not thread-safe.
 */
final class Pictures {
    /** 8 that wait for a sink that wants every one, or for partners, 1 at each of a few sinks, 1 in the making. */
    private static final int SIZE = 14;

    private final long[][] addresses = new long[SIZE][];
    private VideoFormat format;
    private Pool<Frame> pool;

    /** A free one, held once by the caller; null if all are out. */
    Frame tryTake(int width, int height, int fps) {
        if (pool == null || format.width() != width || format.height() != height || format.fps() != fps) {
            close();
            format = new VideoFormat(Codec.I420, width, height, fps);
            pool = Pool.ofFrames(format, SIZE);
            for (int i = 0; i < SIZE; i++) {
                addresses[i] = null;
            }
        }
        return pool.tryTake();
    }

    /** Where the planes of one of its pictures lie. */
    long[] addresses(Frame frame) {
        long[] known = addresses[frame.index()];
        if (known == null) {
            known = new long[3];
            for (int i = 0; i < known.length; i++) {
                known[i] = Avcodec.address(frame.memory().plane(i));
            }
            addresses[frame.index()] = known;
        }
        return known;
    }

    /** Hands out no more. */
    void close() {
        if (pool != null) {
            pool.close();
        }
    }
}
