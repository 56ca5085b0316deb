package flathead.stereo.internal;

import flathead.api.Codec;
import flathead.api.Frame;
import flathead.api.Pool;
import flathead.api.EncodedFrame;
import flathead.api.TimeQuality;
import flathead.api.VideoFormat;

/** Pictures of one stream, with the times that a test wants; raw ones are made of encoded ones, as a decoder does. */
final class Camera {
    static final long MILLI = 1_000_000;
    static final VideoFormat RAW = new VideoFormat(Codec.I420, 64, 48, 30);

    final String client;
    final Pool<Frame> pool = Pool.ofFrames(RAW, 24);
    private final long clock;
    private final long offsetNanos;
    private final Pool<EncodedFrame> units = Pool.ofEncoded(RAW.as(Codec.H264), 4, 64);
    private long sequence;

    /**
     * @param clock of its sender; 0 for a camera of this host
     * @param offsetNanos how wrong the host's estimate of that clock is
     */
    Camera(String client, long clock, long offsetNanos) {
        this.client = client;
        this.clock = clock;
        this.offsetNanos = offsetNanos;
    }

    /** A camera of this host. */
    Camera() {
        this("", 0, 0);
    }

    EncodedFrame unit(long nanos, TimeQuality quality, int fps) {
        EncodedFrame unit = units.tryTake();
        unit.set(new VideoFormat(Codec.H264, RAW.width(), RAW.height(), fps), sequence++, nanos + offsetNanos, quality,
            1, true);
        if (clock != 0) {
            unit.sent(clock, nanos);
        }
        return unit;
    }

    EncodedFrame unit(long nanos) {
        return unit(nanos, TimeQuality.CAPTURE, RAW.fps());
    }

    /** Held once by the caller. */
    Frame raw(long nanos) {
        try (EncodedFrame unit = unit(nanos)) {
            Frame frame = pool.tryTake();
            frame.set(unit);
            return frame;
        }
    }
}
