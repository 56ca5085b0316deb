package flathead.pipeline.internal;

import flathead.api.Codec;
import flathead.api.EncodedFrame;
import flathead.api.EncoderFactory;
import flathead.api.EncoderSettings;
import flathead.api.Feedback;
import flathead.api.FrameInput;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.api.Stats;
import flathead.api.StreamId;
import flathead.api.VideoEncoder;
import flathead.api.VideoFormat;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The place of a stream's encoder. Settings and the picture size may ask for another one as well. No picture that was
 * accepted is lost by a swap; the next encoder starts with a keyframe.
 */
final class EncoderSlot extends CoderSlot<EncoderFactory, VideoEncoder, EncoderSettings> implements Feedback {
    /** Another one begins with the picture that this one keeps: it may be taken for hung too soon. */
    static final int PATIENCE = 5;
    /** Pictures that may wait for an encoder. */
    static final int PARKED = room(PATIENCE);

    private final Codec codec;
    private final AtomicLong keyframes = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private volatile EncoderSettings settings;
    private volatile int limit = UNLIMITED;

    EncoderSlot(StreamId stream, Codec codec, Supplier<List<Ranked.Entry<EncoderFactory>>> candidates,
            EncoderSettings settings, FrameInput out, Executor control, NanoClock clock) {
        super(stream, "encoder", PATIENCE, candidates, out, control, clock);
        this.codec = codec;
        this.settings = settings;
        start();
    }

    /** Other settings, by the control thread; they hold from the next picture on. */
    void configure(EncoderSettings wanted) {
        if (!wanted.equals(settings)) {
            settings = wanted;
            reconsider();
        }
    }

    @Override
    public void requestKeyframe() {
        VideoEncoder now = coder();
        if (now != null) {
            now.requestKeyframe();
        }
    }

    @Override
    public void limitBitrate(int bitsPerSecond) {
        limit = bitsPerSecond;
        VideoEncoder now = coder();
        if (now != null) {
            now.limitBitrate(bitsPerSecond);
        }
    }

    @Override
    Stats stats() {
        return stats(keyframes.get(), bytes.get());
    }

    @Override
    boolean fits(EncoderFactory factory, VideoFormat in) {
        return factory.produces() == codec && factory.supports(in);
    }

    @Override
    String need(VideoFormat in) {
        return "an encoder that makes " + codec + " of " + in;
    }

    @Override
    EncoderSettings settings() {
        return settings;
    }

    @Override
    VideoEncoder open(EncoderFactory factory, VideoFormat in, EncoderSettings with, Inside by) throws MediaException {
        return factory.open(in, with, by);
    }

    @Override
    boolean apply(VideoEncoder encoder, EncoderSettings wanted) {
        return encoder.apply(wanted);
    }

    @Override
    String installed(VideoEncoder encoder, VideoFormat in, EncoderSettings with) {
        if (limit != UNLIMITED) {
            encoder.limitBitrate(limit);
        }
        return "encodes " + in + " at " + with.bitsPerSecond() / 1000 + " kbit/s";
    }

    @Override
    boolean startsAnywhere() {
        return true;
    }

    @Override
    void keyframeNeeded() {
        throw new IllegalStateException("it starts anywhere");
    }

    @Override
    boolean admits(Media media) {
        return true;
    }

    @Override
    void leftOut() {
        // Each raw picture stands for itself.
    }

    @Override
    void count(Media media) {
        EncodedFrame unit = (EncodedFrame) media;
        bytes.addAndGet(unit.size());
        if (unit.keyframe()) {
            keyframes.incrementAndGet();
        }
    }
}
