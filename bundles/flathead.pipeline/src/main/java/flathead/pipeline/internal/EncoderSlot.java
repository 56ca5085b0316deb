package flathead.pipeline.internal;

import flathead.api.Codec;
import flathead.api.EncodedFrame;
import flathead.api.EncoderFactory;
import flathead.api.EncoderSettings;
import flathead.api.Feedback;
import flathead.api.Frame;
import flathead.api.FrameInput;
import flathead.api.Media;
import flathead.api.NanoClock;
import flathead.api.Stats;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place of a stream's encoder. The slot ranks the encoders that run, opens the best, and puts another in its place
 * while pictures flow: when a better one comes, when the one in use goes, breaks or hangs, and when settings or the
 * picture size ask for it. No picture that was accepted is lost by a swap: incoming ones are parked, and what an
 * encoder held goes to the next one, which starts with a keyframe.
 *
 * <p>{@code offer} is called by the capture thread and is also the watchdog's tick; encoding and swapping happen on an
 * {@link EncoderWorker}'s thread; everything else comes from the control thread.
 */
final class EncoderSlot implements FrameInput, Feedback, AutoCloseable {
    /** Pictures that may wait for the encoder: those that come while a hang is found out, and three for the swap. */
    static final int PARKED = Watchdog.PICTURES + 3;
    private static final Logger LOG = LoggerFactory.getLogger(EncoderSlot.class);
    private static final long CLOSE_MILLIS = 2_000;
    private static final int MOST_SLOWNESS = 4;
    private static final long SLOW_NANOS = 30_000_000_000L;

    private final StreamId stream;
    private final Codec codec;
    private final Supplier<List<Ranked.Entry<EncoderFactory>>> candidates;
    private final FrameInput out;
    private final Executor control;
    private final NanoClock clock;
    private final Quarantine quarantine;
    private final MediaRing parked = new MediaRing(PARKED);
    private final AtomicBoolean replacing = new AtomicBoolean();
    private final AtomicLong in = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong passed = new AtomicLong();
    private final AtomicLong keyframes = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger leftBehind = new AtomicInteger();
    private volatile EncoderSettings settings;
    private volatile int limit = UNLIMITED;
    private volatile boolean active;
    private volatile boolean closed;
    private volatile int changes;
    /** One more for each encoder taken for hung that was merely late, if none made anything since the last such one. */
    private volatile int slowness;
    private volatile long slowSince;
    private volatile EncoderWorker worker;
    private volatile String encoder = "";
    private volatile String detail = "";
    private long reported;
    private long madeBefore = -1;

    EncoderSlot(StreamId stream, Codec codec, Supplier<List<Ranked.Entry<EncoderFactory>>> candidates,
            EncoderSettings settings, FrameInput out, Executor control, NanoClock clock) {
        this.stream = stream;
        this.codec = codec;
        this.candidates = candidates;
        this.settings = settings;
        this.out = out;
        this.control = control;
        this.clock = clock;
        this.quarantine = new Quarantine(clock);
        this.worker = new EncoderWorker(this);
        worker.start(List.of());
    }

    // --- the capture thread

    @Override
    public boolean offer(Media media) {
        if (!active) {
            return false;
        }
        EncoderWorker now = worker;
        if (now.hangs(media.format().intervalNanos()) && replacing.compareAndSet(false, true)) {
            control.execute(() -> replace(now));
        }
        in.incrementAndGet();
        if (!parked.put(media)) {
            dropped.incrementAndGet();
            return false;
        }
        LockSupport.unpark(worker.thread()); // asked again: it may be another by now
        return true;
    }

    // --- the control thread

    /** Looks again which encoder is the best, and at the settings. */
    void reconsider() {
        changes++;
        worker.wake();
    }

    /** Somebody who was kept out may be let in again. */
    void tick() {
        boolean anybodyOut;
        synchronized (quarantine) {
            anybodyOut = !quarantine.isEmpty();
        }
        if (anybodyOut) {
            reconsider();
        }
        if (slowness > 0 && clock.nanos() - slowSince > SLOW_NANOS) {
            slower(-1);
        }
        long now = dropped.get();
        if (now != reported) {
            LOG.warn("{}: {} pictures found no {} encoder in time", stream, now - reported, codec);
            reported = now;
        }
    }

    void configure(EncoderSettings wanted) {
        if (!wanted.equals(settings)) {
            settings = wanted;
            reconsider();
        }
    }

    /** Whether anybody wants what comes out; without, no encoder is open. */
    void setActive(boolean wanted) {
        if (wanted != active) {
            active = wanted;
            reconsider();
        }
    }

    /**
     * Waits until an encoder of this service is not in use any more.
     *
     * @return false if it still is after {@code millis}
     */
    boolean awaitGone(EncoderFactory service, long millis) {
        reconsider();
        return worker.awaitGone(service, millis);
    }

    private void replace(EncoderWorker hung) {
        try {
            if (closed || worker != hung || !hung.stillHangs()) {
                return;
            }
            String hanging = encoder;
            int now = leftBehind.incrementAndGet();
            List<Frame> left = hung.abandon(); // from here on nothing of the old one gets out
            EncoderWorker next = new EncoderWorker(this);
            synchronized (this) {
                worker = next;
                encoder = "";
            }
            LOG.warn("{}: encoder {} hangs; its thread is left behind, one of {} now, and {} pictures go to the next",
                stream, hanging, now, left.size());
            next.start(left);
        } finally {
            replacing.set(false);
        }
    }

    @Override
    public void close() {
        active = false;
        closed = true;
        worker.wake();
        worker.join(CLOSE_MILLIS);
        parked.clear();
    }

    // --- any thread

    @Override
    public void requestKeyframe() {
        worker.requestKeyframe();
    }

    @Override
    public void limitBitrate(int bitsPerSecond) {
        limit = bitsPerSecond;
        worker.limitBitrate(bitsPerSecond);
    }

    /** The {@link EncoderFactory#NAME} in use, or empty. */
    String encoder() {
        return encoder;
    }

    /** What is missing, or empty. */
    String detail() {
        return detail;
    }

    Stats stats() {
        return new Stats(in.get(), passed.get(), dropped.get(), parked.size() + worker.inside(), keyframes.get(),
            bytes.get());
    }

    // --- the worker's thread

    StreamId stream() {
        return stream;
    }

    NanoClock clock() {
        return clock;
    }

    boolean serves(EncoderWorker asking) {
        return !closed && worker == asking;
    }

    int changes() {
        return changes;
    }

    boolean active() {
        return active;
    }

    EncoderSettings settings() {
        return settings;
    }

    int limit() {
        return limit;
    }

    Frame next() {
        return (Frame) parked.poll();
    }

    int waiting() {
        return parked.size();
    }

    void lost() {
        dropped.incrementAndGet();
    }

    /** The encoder to use for pictures of this format now; null if there is none. */
    Ranked.Entry<EncoderFactory> choose(VideoFormat format) {
        Ranked.Entry<EncoderFactory> best;
        synchronized (quarantine) {
            best = quarantine.best(candidates.get(),
                factory -> factory.produces() == codec && factory.supports(format));
        }
        detail = best != null ? "" : "waits for an encoder that makes " + codec + " of " + format + ": "
            + (candidates.get().isEmpty() ? "none is running" : "none of " + candidates.get() + " can now");
        return best;
    }

    void failed(Ranked.Entry<EncoderFactory> entry, boolean afterLongService) {
        synchronized (quarantine) {
            if (afterLongService) {
                quarantine.worked(entry);
            }
            quarantine.failed(entry);
        }
    }

    /** A worker that was left behind ended; {@code late} if the call that it waited for came back and did not fail. */
    void cameBack(Ranked.Entry<EncoderFactory> entry, boolean late) {
        leftBehind.decrementAndGet();
        if (late) {
            synchronized (quarantine) {
                quarantine.late(entry);
            }
            stillSlow();
            LOG.info("{}: encoder {} came back after all, it was late", stream, entry);
            control.execute(this::reconsider);
        }
    }

    /** A machine so slow that no encoder ever comes to its end in time would have no pictures at all. */
    private synchronized void stillSlow() {
        long made = passed.get();
        if (made == madeBefore) {
            slower(1);
        }
        madeBefore = made;
    }

    private synchronized void slower(int by) {
        slowness = Math.max(0, Math.min(MOST_SLOWNESS, slowness + by));
        slowSince = clock.nanos();
    }

    /** How often the time doubles that an encoder has for a picture; see {@link Watchdog#tick}. */
    int slowness() {
        return slowness;
    }

    /** What is open now; of a worker that was left behind it does not count. */
    synchronized void inUse(EncoderWorker by, String name) {
        if (worker == by) {
            encoder = name;
        }
    }

    /** Where an encoder's pictures leave the slot; not for a worker that was left behind. */
    boolean emit(EncoderWorker by, Media media) {
        if (worker != by) {
            return false;
        }
        EncodedFrame picture = (EncodedFrame) media;
        passed.incrementAndGet();
        bytes.addAndGet(picture.size());
        if (picture.keyframe()) {
            keyframes.incrementAndGet();
        }
        return out.offer(media);
    }
}
