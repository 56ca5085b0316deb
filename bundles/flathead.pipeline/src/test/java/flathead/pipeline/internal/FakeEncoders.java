package flathead.pipeline.internal;

import flathead.api.Codec;
import flathead.api.EncodedFrame;
import flathead.api.EncoderFactory;
import flathead.api.EncoderSettings;
import flathead.api.Frame;
import flathead.api.FrameInput;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.Pool;
import flathead.api.Stats;
import flathead.api.VideoEncoder;
import flathead.api.VideoFormat;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * An encoder factory for tests of the slot: its pictures are eight bytes, the first of which names the encoder. It
 * breaks on demand in each way that real ones do.
 */
final class FakeEncoders implements EncoderFactory {
    /** The widest picture that can go in, in pixels. */
    static final int WIDEST = 1_024;

    final int mark;
    final List<Fake> opened = new CopyOnWriteArrayList<>();
    volatile boolean refuses;
    /** The sequence of the picture at which the next encoder opened throws; negative: never. */
    volatile long crashAt = -1;
    /** The sequence of the picture at which the next encoder opened hangs; negative: never. */
    volatile long hangAt = -1;
    /** How many pictures the next encoder opened holds back. */
    volatile int delay;
    /** Whether the next encoder opened hangs when it is drained. */
    volatile boolean hangsInDrain;
    /** The sequence of the picture from which the next encoder opened takes pictures and makes none. */
    volatile long silentFrom = Long.MAX_VALUE;
    volatile boolean hanging;
    volatile CountDownLatch letGo = new CountDownLatch(1);

    FakeEncoders(int mark) {
        this.mark = mark;
    }

    @Override
    public Codec produces() {
        return Codec.H264;
    }

    @Override
    public boolean supports(VideoFormat in) {
        return in.codec() == Codec.I420 && in.width() <= WIDEST;
    }

    @Override
    public VideoEncoder open(VideoFormat in, EncoderSettings settings, FrameInput out) throws MediaException {
        if (refuses) {
            throw new MediaException("fake " + mark + " refuses");
        }
        Fake fake = new Fake(in, settings, out);
        opened.add(fake);
        return fake;
    }

    Fake last() {
        return opened.get(opened.size() - 1);
    }

    /** One open encoder. */
    final class Fake implements VideoEncoder {
        final VideoFormat in;
        volatile EncoderSettings settings;
        volatile int limit = UNLIMITED;
        volatile boolean closed;
        private final FrameInput out;
        private final Pool<EncodedFrame> pool;
        private final long crashes = crashAt;
        private final long hangs = hangAt;
        private final boolean drainHangs = hangsInDrain;
        private final long silent = silentFrom;
        private final ArrayDeque<Frame> held = new ArrayDeque<>();
        private final int holds = delay;
        private volatile boolean keyframe = true;

        Fake(VideoFormat in, EncoderSettings settings, FrameInput out) {
            this.in = in;
            this.settings = settings;
            this.out = out;
            this.pool = Pool.ofEncoded(in.as(Codec.H264), 64, 8);
        }

        @Override
        public boolean offer(Media media) {
            if (media.sequence() == crashes) {
                throw new IllegalStateException("fake " + mark + " crashes");
            }
            if (media.sequence() == hangs) {
                hang();
                return true;
            }
            if (media.sequence() >= silent) {
                return true;
            }
            media.retain();
            held.add((Frame) media);
            while (held.size() > holds) {
                emit();
            }
            return true;
        }

        private void hang() {
            CountDownLatch until = letGo;
            hanging = true;
            try {
                until.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void emit() {
            try (Frame frame = held.poll(); EncodedFrame unit = pool.tryTake()) {
                unit.data().put(0, (byte) mark);
                unit.set(in.as(Codec.H264), frame.sequence(), frame.captureNanos(), 8, keyframe);
                keyframe = false;
                out.offer(unit);
            }
        }

        void fail() {
            out.failed(new MediaException("fake " + mark + " failed by itself"));
        }

        @Override
        public boolean apply(EncoderSettings wanted) {
            if (wanted.keyframeInterval() != settings.keyframeInterval()) {
                return false;
            }
            settings = wanted;
            return true;
        }

        @Override
        public boolean drain(long nanos) {
            if (drainHangs) {
                hang();
            }
            while (!held.isEmpty()) {
                emit();
            }
            return true;
        }

        @Override
        public void requestKeyframe() {
            keyframe = true;
        }

        @Override
        public void limitBitrate(int bitsPerSecond) {
            limit = bitsPerSecond;
        }

        @Override
        public Stats stats() {
            return Stats.NONE;
        }

        @Override
        public void close() {
            closed = true;
            held.forEach(Frame::close);
            held.clear();
        }
    }
}
