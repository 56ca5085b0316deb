package flathead.webrtc.libwebrtc.internal;

import dev.onvoid.webrtc.media.video.VideoFrame;
import dev.onvoid.webrtc.media.video.VideoTrackSink;
import flathead.api.Feedback;
import flathead.api.Frame;
import flathead.api.FrameInput;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.api.ReceiverStatus;
import flathead.api.Stats;
import flathead.api.StreamId;
import flathead.api.TimeQuality;
import flathead.api.VideoSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands a remote track's decoded pictures to a pipeline, on libwebrtc's thread for them: a copy and an offer, neither
 * of which waits. webrtc-java itself copies each picture once before this is called, and makes objects of 472 bytes for
 * it: 280 before, and 192 in the getters of the planes.
 *
 * <p>libwebrtc does not tell when a picture was captured, so {@link Frame#captureNanos()} is the arrival of the decoded
 * picture here. A rotation that the sender signals is not applied.
 *
 * <p>Feedback: {@link Feedback#NOTHING} stops the copying until another limit is set. Other limits do nothing, because
 * libwebrtc's own bandwidth estimate speaks to the sender. Wishes for a keyframe do nothing either: webrtc-java has no
 * call for it, and libwebrtc sends a PLI by itself when it cannot decode.
 */
final class FrameTap implements VideoTrackSink, VideoSource.SourceLink {
    private static final Logger LOG = LoggerFactory.getLogger(FrameTap.class);

    private final StreamId stream;
    private final FrameInput out;
    private final NanoClock clock;
    private final Consumer<FrameTap> detach;
    private final Supplier<Stats.Network> network;
    private final Supplier<ReceiverStatus> receiver;
    private final Pictures pictures = new Pictures();
    private final NominalRate rate = new NominalRate();
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final AtomicBoolean failed = new AtomicBoolean();
    private volatile boolean paused;
    private boolean unusableTold;
    // Written by the callback thread only.
    private volatile long in;
    private volatile long passed;
    private volatile long dropped;

    /**
     * Makes an open tap.
     *
     * @param detach takes this tap off its track; after it no picture comes
     */
    FrameTap(StreamId stream, FrameInput out, NanoClock clock, Consumer<FrameTap> detach,
            Supplier<Stats.Network> network, Supplier<ReceiverStatus> receiver) {
        this.stream = stream;
        this.out = out;
        this.clock = clock;
        this.detach = detach;
        this.network = network;
        this.receiver = receiver;
    }

    /** By libwebrtc, one at a time. Nothing may be thrown into it. */
    @Override
    public void onVideoFrame(VideoFrame frame) {
        NativeCallback.enter();
        try {
            if (isOpen() && !paused) {
                take(frame, clock.nanos());
            }
        } catch (Throwable t) {
            ended(new MediaException("a picture could not be passed on: " + Natives.line(t), t));
        } finally {
            frame.release();
            NativeCallback.exit();
        }
    }

    private void take(VideoFrame from, long arrival) {
        long sequence = in;
        in = sequence + 1;
        Frame frame = null;
        try {
            frame = pictures.copy(from.buffer.toI420(), rate.arrived(arrival));
        } catch (IllegalArgumentException e) {
            unusable(e);
        }
        if (frame == null) {
            dropped = dropped + 1;
            return;
        }
        try {
            frame.set(sequence, arrival, TimeQuality.ARRIVAL);
            if (out.offer(frame)) {
                passed = passed + 1;
            } else {
                dropped = dropped + 1;
            }
        } finally {
            frame.close();
        }
    }

    private void unusable(IllegalArgumentException why) {
        if (!unusableTold) {
            unusableTold = true;
            LOG.warn("{}: pictures are dropped: {}", stream, why.getMessage());
        }
    }

    /** Nothing more comes, without this having been closed. */
    void ended(MediaException why) {
        if (isOpen() && failed.compareAndSet(false, true)) {
            pictures.close();
            out.failed(why);
        }
    }

    /** Whether pictures may still be offered. */
    boolean isOpen() {
        return open.get() && !failed.get();
    }

    @Override
    public void requestKeyframe() {
        LOG.trace("{}: a keyframe cannot be requested through webrtc-java", stream);
    }

    @Override
    public void limitBitrate(int bitsPerSecond) {
        paused = bitsPerSecond == Feedback.NOTHING;
    }

    @Override
    public Stats stats() {
        return new Stats(in, passed, dropped, pictures.inFlight(), 0, 0, network.get(), null);
    }

    @Override
    public ReceiverStatus receiver() {
        return receiver.get();
    }

    @Override
    public void close() {
        if (open.compareAndSet(true, false)) {
            detach.accept(this);
            pictures.close();
        }
    }
}
