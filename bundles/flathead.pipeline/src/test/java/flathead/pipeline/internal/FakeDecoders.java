package flathead.pipeline.internal;

import flathead.api.Codec;
import flathead.api.DecoderFactory;
import flathead.api.EncodedFrame;
import flathead.api.Feedback;
import flathead.api.Frame;
import flathead.api.FrameInput;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.Pool;
import flathead.api.Stats;
import flathead.api.VideoDecoder;
import flathead.api.VideoFormat;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * A decoder factory for tests of the slot: the first pixel of its pictures names the decoder. An access unit whose
 * first byte is {@link #BAD} it cannot decode.
 */
final class FakeDecoders implements DecoderFactory {
    /** The first byte of an access unit that nobody can decode. */
    static final byte BAD = 66;
    /** The widest picture that can go in, in pixels. */
    static final int WIDEST = 1_024;

    final int mark;
    final List<Fake> opened = new CopyOnWriteArrayList<>();
    volatile boolean refuses;
    /** The sequence of the access unit at which the next decoder opened throws; negative: never. */
    volatile long crashAt = -1;
    /** The sequence of the access unit at which the next decoder opened hangs; negative: never. */
    volatile long hangAt = -1;
    /** How many access units the next decoder opened holds back; real ones would hold none. */
    volatile int delay;
    volatile boolean hanging;
    final CountDownLatch letGo = new CountDownLatch(1);

    FakeDecoders(int mark) {
        this.mark = mark;
    }

    @Override
    public Codec consumes() {
        return Codec.H264;
    }

    @Override
    public boolean supports(VideoFormat in) {
        return in.codec() == Codec.H264 && in.width() <= WIDEST;
    }

    @Override
    public VideoDecoder open(VideoFormat in, FrameInput out, Feedback upstream) throws MediaException {
        if (refuses) {
            throw new MediaException("fake " + mark + " refuses");
        }
        Fake fake = new Fake(out, upstream);
        opened.add(fake);
        return fake;
    }

    Fake last() {
        return opened.get(opened.size() - 1);
    }

    /** One open decoder. */
    final class Fake implements VideoDecoder {
        volatile boolean closed;
        private final FrameInput out;
        private final Feedback upstream;
        private final ArrayDeque<EncodedFrame> held = new ArrayDeque<>();
        private final long crashes = crashAt;
        private final long hangs = hangAt;
        private final int holds = delay;
        private Pool<Frame> pool;
        private VideoFormat format;
        private boolean broken = true;

        Fake(FrameInput out, Feedback upstream) {
            this.out = out;
            this.upstream = upstream;
        }

        @Override
        public boolean offer(Media media) {
            EncodedFrame unit = (EncodedFrame) media;
            if (unit.sequence() == crashes) {
                throw new IllegalStateException("fake " + mark + " crashes");
            }
            if (unit.sequence() == hangs) {
                hanging = true;
                try {
                    letGo.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            broken = unit.data().get(0) == BAD || broken && !unit.keyframe();
            if (broken) {
                upstream.requestKeyframe();
                return false;
            }
            unit.retain();
            held.add(unit);
            while (held.size() > holds) {
                emit();
            }
            return true;
        }

        private void emit() {
            try (EncodedFrame unit = held.poll()) {
                VideoFormat raw = unit.format().as(Codec.I420);
                if (!raw.equals(format)) {
                    format = raw;
                    pool = Pool.ofFrames(raw, 64);
                }
                try (Frame frame = pool.tryTake()) {
                    frame.memory().plane(0).put(0, (byte) mark);
                    frame.set(unit);
                    out.offer(frame);
                }
            }
        }

        void fail() {
            out.failed(new MediaException("fake " + mark + " failed by itself"));
        }

        @Override
        public boolean drain(long nanos) {
            while (!held.isEmpty()) {
                emit();
            }
            return true;
        }

        @Override
        public Stats stats() {
            return Stats.NONE;
        }

        @Override
        public void close() {
            closed = true;
            held.forEach(EncodedFrame::close);
            held.clear();
        }
    }
}
