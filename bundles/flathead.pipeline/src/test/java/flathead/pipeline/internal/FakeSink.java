package flathead.pipeline.internal;

import flathead.api.Codec;
import flathead.api.EncodedFrame;
import flathead.api.Feedback;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.Stats;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/** A sink for tests, which can be slow, refuse and break. */
final class FakeSink implements VideoSink {
    /** The most pictures a second that can go out. */
    static final int FASTEST = 60;

    final List<Codec> codecs;
    final List<Long> sequences = new CopyOnWriteArrayList<>();
    final List<Boolean> keyframes = new CopyOnWriteArrayList<>();
    final Semaphore pace = new Semaphore(1_000_000);
    volatile Feedback upstream;
    volatile VideoFormat format;
    volatile int open;
    volatile boolean refuses;
    volatile boolean doesNotTake;
    volatile boolean breaks;
    volatile int rawDepth = 1;
    volatile boolean prompt;
    /** Who offered the last picture. */
    volatile Thread offering;
    volatile Stats stats = Stats.NONE;

    FakeSink(Codec... codecs) {
        this.codecs = List.of(codecs);
    }

    @Override
    public List<Codec> accepts() {
        return codecs;
    }

    @Override
    public int rawDepth() {
        return rawDepth;
    }

    @Override
    public boolean isPrompt() {
        return prompt;
    }

    @Override
    public Outlet open(StreamId stream, VideoFormat first, Feedback feedback) throws MediaException {
        if (refuses) {
            throw new MediaException("the fake sink refuses");
        }
        format = first;
        upstream = feedback;
        open++;
        return new Outlet() {
            private boolean closed;

            @Override
            public boolean offer(Media media) {
                offering = Thread.currentThread();
                pace.acquireUninterruptibly();
                if (breaks) {
                    throw new IllegalStateException("the fake sink breaks");
                }
                if (doesNotTake) {
                    return false;
                }
                sequences.add(media.sequence());
                keyframes.add(media instanceof EncodedFrame unit && unit.keyframe());
                return true;
            }

            @Override
            public Optional<String> refusal(VideoFormat pictures) {
                return pictures.fps() > FASTEST ? Optional.of("up to " + FASTEST + " " + pictures.codec() + " a second")
                    : Optional.empty();
            }

            @Override
            public Stats stats() {
                return stats;
            }

            @Override
            public void close() {
                open -= closed ? 0 : 1;
                closed = true;
            }
        };
    }
}
