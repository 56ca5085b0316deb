package flathead.testkit;

import flathead.api.Codec;
import flathead.api.EncodedFrame;
import flathead.api.Frame;
import flathead.api.Media;
import flathead.api.Memory;
import flathead.api.Pool;
import flathead.api.VideoFormat;
import java.nio.ByteBuffer;

/**
 * Makes pictures to feed a part with: raw ones with a moving gradient, or encoded ones. One thread at a time, other
 * than {@link #inFlight}.
 */
public final class Frames implements AutoCloseable {
    private static final int POOL = 8;
    private static final int CAPACITY = 4096;
    /** SPS, PPS and one IDR slice, each behind its start code: the shape of an access unit, with nothing to decode. */
    private static final byte[] ACCESS_UNIT = {
        0, 0, 0, 1, 0x67, 0x42, (byte) 0xc0, 0x1f, (byte) 0xda, 0x02, (byte) 0x80, (byte) 0xf6, (byte) 0x80,
        0, 0, 0, 1, 0x68, (byte) 0xce, 0x3c, (byte) 0x80,
        0, 0, 0, 1, 0x65, (byte) 0x88, (byte) 0x84, 0x21, (byte) 0xa0, 0x7f};

    private final VideoFormat format;
    private final Pool<? extends Media> pool;
    private long sequence;

    /** Pictures of this format, at most 8 out at a time. */
    public Frames(VideoFormat format) {
        this.format = format;
        this.pool = format.codec().isRaw() ? Pool.ofFrames(format, POOL) : Pool.ofEncoded(format, POOL, CAPACITY);
    }

    /** The next picture, held once by the caller; it fails if all are out. */
    public Media next(long captureNanos) {
        Media media = pool.tryTake();
        if (media == null) {
            throw new AssertionError("all " + pool.size() + " test pictures are out: somebody keeps them");
        }
        if (media instanceof Frame frame) {
            fill(frame, (int) sequence);
            frame.set(sequence++, captureNanos);
        } else if (media instanceof EncodedFrame frame) {
            for (int i = 0; i < ACCESS_UNIT.length; i++) {
                frame.data().put(i, ACCESS_UNIT[i]);
            }
            frame.set(format, sequence++, captureNanos, ACCESS_UNIT.length, true);
        }
        return media;
    }

    /** What the pictures are. */
    public VideoFormat format() {
        return format;
    }

    /** How many pictures are out now. Any thread. */
    public int inFlight() {
        return pool.inFlight();
    }

    @Override
    public void close() {
        pool.close();
    }

    /** A gradient, moved on by {@code step} pixels, in muted colours. */
    public static void fill(Frame frame, int step) {
        Memory memory = frame.memory();
        int width = frame.format().width();
        int height = frame.format().height();
        plane(memory, 0, width, height, step);
        if (frame.format().codec() == Codec.I420) {
            plane(memory, 1, width / 2, height / 2, 60);
            plane(memory, 2, width / 2, height / 2, 90);
        } else {
            plane(memory, 1, width, height / 2, 75);
        }
    }

    private static void plane(Memory memory, int index, int width, int height, int step) {
        ByteBuffer plane = memory.plane(index);
        int stride = memory.stride(index);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                plane.put(y * stride + x, (byte) (16 + (x + y + step) % 220));
            }
        }
    }

    /** A sum over every pixel of a raw picture, to notice that one changed. */
    public static long hash(Frame frame) {
        VideoFormat format = frame.format();
        Memory memory = frame.memory();
        long hash = 17;
        for (int p = 0; p < memory.planes(); p++) {
            int width = p == 0 || format.codec() == Codec.NV12 ? format.width() : format.width() / 2;
            int height = p == 0 ? format.height() : format.height() / 2;
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    hash = hash * 31 + memory.plane(p).get(y * memory.stride(p) + x);
                }
            }
        }
        return hash;
    }
}
