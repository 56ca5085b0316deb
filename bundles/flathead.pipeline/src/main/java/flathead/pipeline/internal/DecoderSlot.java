package flathead.pipeline.internal;

import flathead.api.Codec;
import flathead.api.DecoderFactory;
import flathead.api.EncodedFrame;
import flathead.api.Feedback;
import flathead.api.FrameInput;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.api.StreamId;
import flathead.api.VideoDecoder;
import flathead.api.VideoFormat;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The place of a stream's decoder. Decoding can only start at a keyframe: a decoder that is to be replaced goes on
 * until one comes, which is asked for, and no picture is lost; after a crash or a hang the pictures up to the next
 * keyframe are. Where pictures find no room, all are left out up to the next keyframe.
 */
final class DecoderSlot extends CoderSlot<DecoderFactory, VideoDecoder, DecoderSlot.Settings> {
    /**
     * Half a second: whoever takes over can only begin at a keyframe, which takes a round trip and costs pictures. A
     * decoder that is late has soon caught up, since it takes a fraction of the interval for a picture.
     */
    static final int PATIENCE = 15;
    /** Access units that may wait for a decoder. */
    static final int PARKED = room(PATIENCE);
    /** Who looks now and then costs no keyframe each time. */
    private static final long LINGER_NANOS = 3_000_000_000L;

    /** A decoder takes what comes. */
    enum Settings {
        /** There is nothing to be set. */
        NONE
    }

    private final Codec codec;
    private final Runnable keyframeWanted;
    private final NanoClock clock;
    /** By the source's thread. */
    private boolean leavesOut;
    private boolean unwanted = true;
    private long unwantedSince;

    /**
     * @param codec what comes in
     * @param keyframeWanted asks the source for a keyframe; any thread, cheap; repeated until one comes
     */
    DecoderSlot(StreamId stream, Codec codec, Supplier<List<Ranked.Entry<DecoderFactory>>> candidates,
            Runnable keyframeWanted, FrameInput out, Executor control, NanoClock clock) {
        super(stream, "decoder", PATIENCE, candidates, out, control, clock);
        this.codec = codec;
        this.keyframeWanted = keyframeWanted;
        this.clock = clock;
        start();
    }

    /** {@inheritDoc} It stays open for {@link #LINGER_NANOS} more. */
    @Override
    void setActive(boolean wanted) {
        if (wanted) {
            super.setActive(true);
        } else if (!unwanted) {
            unwantedSince = clock.nanos();
        }
        unwanted = !wanted;
    }

    @Override
    void tick() {
        super.tick();
        if (unwanted && clock.nanos() - unwantedSince >= LINGER_NANOS) {
            super.setActive(false);
        }
    }

    @Override
    boolean fits(DecoderFactory factory, VideoFormat in) {
        return factory.consumes() == codec && factory.supports(in);
    }

    @Override
    String need(VideoFormat in) {
        return "a decoder for " + in;
    }

    @Override
    Settings settings() {
        return Settings.NONE;
    }

    @Override
    VideoDecoder open(DecoderFactory factory, VideoFormat in, Settings with, Inside by) throws MediaException {
        return factory.open(in, by, new Feedback() {
            @Override
            public void requestKeyframe() {
                by.alive();
                keyframeNeeded();
            }

            @Override
            public void limitBitrate(int bitsPerSecond) {
                // A decoder takes what comes.
            }
        });
    }

    @Override
    boolean apply(VideoDecoder decoder, Settings wanted) {
        return true;
    }

    @Override
    String installed(VideoDecoder decoder, VideoFormat in, Settings with) {
        return "decodes " + in;
    }

    @Override
    boolean startsAnywhere() {
        return false;
    }

    @Override
    void keyframeNeeded() {
        keyframeWanted.run();
    }

    @Override
    boolean admits(Media media) {
        leavesOut &= !((EncodedFrame) media).keyframe();
        return !leavesOut;
    }

    @Override
    void leftOut() {
        leavesOut = true;
        keyframeNeeded();
    }

    @Override
    void count(Media media) {
        // The slot counts pictures, and of raw ones there is nothing else to count.
    }
}
