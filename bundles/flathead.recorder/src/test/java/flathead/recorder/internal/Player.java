package flathead.recorder.internal;

import flathead.api.Codec;
import flathead.api.EncodedFrame;
import flathead.api.Feedback;
import flathead.api.MediaException;
import flathead.api.Pool;
import flathead.api.StreamId;
import flathead.api.TimeQuality;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import java.util.concurrent.atomic.AtomicInteger;

/** A stream that is offered to the recorder: access units of a shape that the container looks at, no more. */
final class Player implements Feedback, AutoCloseable {
    static final long INTERVAL = 33_333_333;
    private static final int LEVEL = 7;
    /** Sequence parameter sets of 320x240 and 640x480, baseline. */
    private static final byte[] SMALL = {
        0, 0, 0, 1, 0x67, 0x42, (byte) 0xc0, 0x1f, (byte) 0xda, 0x05, 0x07, (byte) 0xe4};
    private static final byte[] LARGE = {
        0, 0, 0, 1, 0x67, 0x42, (byte) 0xc0, 0x1f, (byte) 0xda, 0x02, (byte) 0x80, (byte) 0xf6, 0x40};
    private static final byte[] PICTURE_SET = {0, 0, 0, 1, 0x68, (byte) 0xce, 0x3c, (byte) 0x80};
    private static final byte[] IDR = {0, 0, 0, 1, 0x65, (byte) 0x88, (byte) 0x84, 0x21, (byte) 0xa0, 0x7f};
    private static final byte[] SLICE = {0, 0, 0, 1, 0x41, (byte) 0x9a, 0x21, 0x4f, (byte) 0xe0, 0x7f};

    private final Pool<EncodedFrame> pool;
    private final VideoSink.Outlet outlet;
    private final AtomicInteger keyframesAsked = new AtomicInteger();
    private VideoFormat format;
    private byte level = 0x1f;
    private byte[] set = SMALL;
    private long sequence;
    private long clock;
    private long clockLess;
    private TimeQuality quality = TimeQuality.CAPTURE;
    private volatile int limit = UNLIMITED;

    Player(VideoSink sink, String stream) throws MediaException {
        this(sink, stream, new VideoFormat(Codec.H264, 320, 240, 30));
    }

    private Player(VideoSink sink, String stream, VideoFormat format) throws MediaException {
        this.format = format;
        pool = Pool.ofEncoded(format, 1, 256 << 10);
        outlet = sink.open(new StreamId(stream, "robot", stream, 1), format, this);
    }

    @Override
    public void requestKeyframe() {
        keyframesAsked.incrementAndGet();
    }

    @Override
    public void limitBitrate(int bitsPerSecond) {
        limit = bitsPerSecond;
    }

    /** Whether the recorder wants pictures. */
    boolean isWanted() {
        return limit != NOTHING;
    }

    int keyframesAsked() {
        return keyframesAsked.get();
    }

    VideoSink.Outlet outlet() {
        return outlet;
    }

    /** From now on pictures of 640x480. */
    void enlarge() {
        format = new VideoFormat(Codec.H264, 640, 480, 30);
        set = LARGE;
    }

    /** From now on parameter sets of another level. */
    void otherLevel() {
        level++;
    }

    /** From now on stamped by a sender's clock that is behind by so much. */
    void stampedBy(long senderClock, long behindNanos, TimeQuality worth) {
        clock = senderClock;
        clockLess = behindNanos;
        quality = worth;
    }

    /** Offers a picture of this many bytes behind its parameter sets. */
    boolean play(long captureNanos, boolean keyframe, int size) {
        try (EncodedFrame unit = pool.tryTake()) {
            int at = 0;
            if (keyframe) {
                unit.data().put(0, set);
                unit.data().put(LEVEL, level);
                unit.data().put(set.length, PICTURE_SET);
                at = set.length + PICTURE_SET.length;
            }
            unit.data().put(at, keyframe ? IDR : SLICE);
            for (int i = IDR.length; i < size; i++) {
                unit.data().put(at + i, (byte) 0x55);
            }
            unit.set(format, sequence++, captureNanos, quality, at + Math.max(size, IDR.length), keyframe);
            if (clock != 0) {
                unit.sent(clock, captureNanos - clockLess);
            }
            return outlet.offer(unit);
        }
    }

    /** Offers 30 pictures a second, each {@code group}th a keyframe; answers when the next one is due. */
    long play(long fromNanos, int pictures, int group, int size) {
        for (int i = 0; i < pictures; i++) {
            play(fromNanos + i * INTERVAL, i % group == 0, size);
        }
        return fromNanos + pictures * INTERVAL;
    }

    @Override
    public void close() {
        outlet.close();
        pool.close();
    }
}
