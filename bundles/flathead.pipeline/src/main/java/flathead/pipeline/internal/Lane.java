package flathead.pipeline.internal;

import flathead.api.Codec;
import flathead.api.EncodedFrame;
import flathead.api.Feedback;
import flathead.api.FrameInput;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.api.Stats;
import flathead.api.StreamId;
import flathead.api.StreamStatus;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One sink of one stream: a queue and a thread, so that a slow sink hurts only itself. One that is {@link
 * VideoSink#isPrompt() prompt} has neither; the tap's thread feeds it. Of raw pictures the latest wins, unless the sink
 * has a {@link VideoSink#rawDepth()}; of encoded ones, on overflow or refusal, everything is dropped up to the next
 * keyframe, and one is asked for.
 *
 * <p>{@code offer} is called by the tap's thread, {@link Feedback} by the sink from any thread.
 */
final class Lane implements FrameInput, Feedback, AutoCloseable {
    /** Access units that may wait: a quarter of a second at 30 a second. */
    static final int DEPTH = 8;
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final long KEYFRAME_WISH_NANOS = 200_000_000L;
    private static final long CLOSE_MILLIS = 2_000;

    /** What a lane tells its pipeline; any thread, cheap. */
    interface Owner {
        /** This sink needs a picture that decoding can start at. */
        void keyframeWanted();

        /** {@link Lane#limit()} changed. */
        void limitChanged();

        /** The sink threw: close the lane and perhaps open another. */
        void laneBroke(Lane lane);
    }

    private final String role;
    private final String name;
    private final StreamId stream;
    private final Codec codec;
    private final boolean raw;
    private final Owner owner;
    private final Coalescer wishes;
    private final NetworkRate rate;
    private final AtomicReference<Media> latest = new AtomicReference<>();
    private final boolean latestWins;
    private final MediaRing queue;
    private final Dropped dropped = new Dropped();
    /** Null where the sink is prompt. */
    private final Thread thread;
    /** Guarded by this: whether the tap's thread is in a prompt sink. */
    private boolean inside;
    private volatile int limit = UNLIMITED;
    private volatile boolean closed;
    private volatile boolean refused;
    private boolean waitsForKeyframe;
    private VideoSink.Outlet outlet;

    /**
     * @param role which the sink has, see {@link VideoSink#ROLE}
     * @param name of the sink
     */
    Lane(VideoSink sink, String role, String name, StreamId stream, VideoFormat format, NanoClock clock, Owner owner)
            throws MediaException {
        this.role = role;
        this.name = name;
        this.stream = stream;
        this.codec = format.codec();
        this.raw = codec.isRaw();
        int depth = raw ? sink.rawDepth() : DEPTH;
        if (raw && (depth < 1 || depth > VideoSink.MAX_RAW_DEPTH)) {
            throw new MediaException("the " + name + " sink has a raw depth of " + depth + "; allowed is 1 to "
                + VideoSink.MAX_RAW_DEPTH);
        }
        this.latestWins = raw && depth == 1;
        this.queue = new MediaRing(depth);
        this.owner = owner;
        this.wishes = new Coalescer(clock, KEYFRAME_WISH_NANOS);
        this.rate = new NetworkRate(clock);
        begins();
        this.outlet = sink.open(stream, format, this);
        this.thread = sink.isPrompt() ? null : new Thread(this::run, "flathead-" + name + "-" + stream.name());
        if (thread != null) {
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** The sink's bitrate wish, see {@link Feedback#limitBitrate}. */
    int limit() {
        return limit;
    }

    /** Why this sink cannot take pictures of this size and rate, in what codec soever they reach it. */
    Optional<String> refusal(VideoFormat pictures) {
        return outlet.refusal(pictures.as(codec));
    }

    /** How many pictures wait, where they are not of those of which the latest wins. */
    int waiting() {
        return queue.size();
    }

    boolean wantsPictures() {
        return limit != NOTHING;
    }

    String role() {
        return role;
    }

    /** Whose bitrate wish binds the encoder for everybody: those of the lowest tier that is there. */
    int tier() {
        return switch (role) {
            case VideoSink.UPLINK, VideoSink.RECORD -> 0;
            case VideoSink.VIEW, VideoSink.PREVIEW -> 2;
            default -> 1;
        };
    }

    StreamStatus.Outlet status() {
        return new StreamStatus.Outlet(role, name, outlet.stats(), dropped.count());
    }

    /** What its sink sends, in bit/s, where that is something else than what this lane brings. */
    double bitsPerSecond() {
        return rate.bitsPerSecond();
    }

    /** Of a sink that encodes raw pictures by itself: in which codec it sends. Null otherwise. */
    Codec sentCodec() {
        Stats.Network network = raw ? outlet.stats().network() : null;
        return network == null ? null : network.codec();
    }

    /**
     * Reads the sink's counters. Says if anything was dropped since the last call; not of a preview, which wants one
     * picture, nor while a sink waits for its first keyframe, if that comes soon.
     */
    void report() {
        if (raw) {
            rate.sample(outlet.stats().network());
        }
        long more = dropped.toTell();
        if (more == 0 || role.equals(VideoSink.PREVIEW)) {
            return;
        }
        if (dropped.waits()) {
            LOG.warn("{}: {} pictures were left out by the {} sink, which waits for a keyframe", stream, more, name);
        } else {
            LOG.warn("{}: the {} sink was too slow for {} pictures", stream, name, more);
        }
    }

    @Override
    public boolean offer(Media media) {
        if (closed || limit == NOTHING) {
            begins();
            return false;
        }
        if (raw && thread == null) {
            return straight(media);
        }
        if (latestWins) {
            return offerLatest(media);
        }
        return raw ? offerRaw(media) : offerEncoded((EncodedFrame) media);
    }

    private void begins() {
        waitsForKeyframe = true;
        if (!raw) {
            dropped.begins();
        }
    }

    private boolean offerRaw(Media media) {
        boolean room = queue.put(media);
        if (!room) {
            dropped.one();
        }
        LockSupport.unpark(thread);
        return room;
    }

    private boolean offerLatest(Media media) {
        media.retain();
        Media stale = latest.getAndSet(media);
        if (stale != null) {
            stale.close();
            dropped.one();
        }
        LockSupport.unpark(thread);
        return true;
    }

    private boolean offerEncoded(EncodedFrame media) {
        if (refused) {
            refused = false;
            waitsForKeyframe = true;
        }
        if (waitsForKeyframe && !media.keyframe()) {
            dropped.one();
            requestKeyframe();
            return false;
        }
        if (thread == null) {
            dropped.begun();
            waitsForKeyframe = !straight(media);
            return !waitsForKeyframe;
        }
        if (!queue.put(media)) {
            waitsForKeyframe = true;
            dropped.one();
            requestKeyframe();
            return false;
        }
        waitsForKeyframe = false;
        dropped.begun();
        LockSupport.unpark(thread);
        return true;
    }

    private boolean straight(Media media) {
        synchronized (this) {
            if (closed) {
                return false;
            }
            inside = true;
        }
        try {
            return outlet.offer(media);
        } catch (RuntimeException | LinkageError e) {
            broke(e);
            return false;
        } finally {
            synchronized (this) {
                inside = false;
                notifyAll();
            }
        }
    }

    @Override
    public void requestKeyframe() {
        if (wishes.passes()) {
            owner.keyframeWanted();
        }
    }

    @Override
    public void limitBitrate(int bitsPerSecond) {
        int wanted = Math.max(NOTHING, bitsPerSecond);
        if (wanted != limit) {
            limit = wanted;
            owner.limitChanged();
        }
    }

    private void run() {
        try {
            while (!closed) {
                once();
            }
        } catch (RuntimeException | LinkageError e) {
            broke(e);
        }
    }

    private void broke(Throwable cause) {
        LOG.error("{}: the {} sink broke", stream, name, cause);
        closed = true;
        owner.laneBroke(this);
    }

    /** A method of its own, as the JVM compiles what is called often before it compiles what loops for long. */
    private void once() {
        Media media = latestWins ? latest.getAndSet(null) : queue.poll();
        if (media == null) {
            LockSupport.park(this);
            return;
        }
        boolean taken;
        try {
            taken = outlet.offer(media);
        } finally {
            media.close();
        }
        if (!taken && !raw) {
            refused = true;
        }
    }

    /** Ends the thread, then the sink's outlet. The lane must have left its tap before. */
    @Override
    public void close() {
        try {
            leave();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (busy()) {
            LOG.warn("{}: the {} sink has held its thread for {} ms; going on without it", stream, name, CLOSE_MILLIS);
        } else {
            drain();
        }
        try {
            outlet.close();
        } catch (RuntimeException e) {
            LOG.error("{}: the {} sink broke while closing", stream, name, e);
        }
    }

    /** Waits until nobody is in the sink any more, unless that takes too long. */
    private void leave() throws InterruptedException {
        closed = true;
        if (thread != null) {
            LockSupport.unpark(thread);
            thread.join(CLOSE_MILLIS);
            return;
        }
        long deadline = System.nanoTime() + CLOSE_MILLIS * 1_000_000;
        synchronized (this) {
            for (long left = CLOSE_MILLIS; inside && left > 0; left = (deadline - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        }
    }

    private synchronized boolean busy() {
        return inside || thread != null && thread.isAlive();
    }

    private void drain() {
        Media left = latest.getAndSet(null);
        if (left != null) {
            left.close();
        }
        queue.clear();
    }
}
