package flathead.pipeline.internal;

import flathead.api.Coder;
import flathead.api.FrameInput;
import flathead.api.Media;
import flathead.api.MediaException;
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
 * The place of a stream's encoder or decoder: of its coder. The slot ranks the coders that run, opens the best, and
 * puts another in its place while pictures flow: when a better one comes, when the one in use goes, breaks or hangs.
 * Incoming pictures are parked meanwhile, and what a coder held goes to the next one.
 *
 * <p>{@code offer} is called by the source's thread and is also the watchdog's tick; coding and swapping happen on a
 * {@link CoderWorker}'s thread; everything else comes from the control thread.
 *
 * @param <F> a coder's factory
 * @param <C> the coder
 * @param <S> its settings
 */
abstract class CoderSlot<F, C extends Coder, S> implements FrameInput, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CoderSlot.class);
    private static final long CLOSE_MILLIS = 2_000;
    /** Intervals in which a hang, once found out, is over. */
    private static final int SWAP = 3;
    private static final int MOST_SLOWNESS = 4;
    private static final long SLOW_NANOS = 30_000_000_000L;

    private final StreamId stream;
    private final String noun;
    private final Supplier<List<Ranked.Entry<F>>> candidates;
    private final FrameInput out;
    private final Executor control;
    private final NanoClock clock;
    private final Quarantine quarantine;
    private final int patience;
    private final MediaRing parked;
    private final AtomicBoolean replacing = new AtomicBoolean();
    private final AtomicLong in = new AtomicLong();
    private final Dropped dropped = new Dropped();
    private final AtomicLong passed = new AtomicLong();
    private final AtomicInteger leftBehind = new AtomicInteger();
    private final AtomicLong opened = new AtomicLong();
    private final AtomicLong faults = new AtomicLong();
    private volatile boolean active;
    private volatile boolean closed;
    private volatile int changes;
    /** One more for each coder taken for hung that was merely late, if none made anything since the last such one. */
    private volatile int slowness;
    private volatile long slowSince;
    private volatile CoderWorker<F, C, S> worker;
    private volatile String inUse = "";
    private volatile String detail = "";
    private long madeBefore = -1;

    /**
     * A slot that is empty until {@link #start()}.
     *
     * @param noun what a coder of it is called in logs: {@code encoder} or {@code decoder}
     * @param patience a coder that made nothing while this many pictures came by hangs
     */
    CoderSlot(StreamId stream, String noun, int patience, Supplier<List<Ranked.Entry<F>>> candidates, FrameInput out,
            Executor control, NanoClock clock) {
        this.stream = stream;
        this.noun = noun;
        this.candidates = candidates;
        this.out = out;
        this.control = control;
        this.clock = clock;
        this.quarantine = new Quarantine(clock);
        this.patience = patience;
        this.parked = new MediaRing(room(patience));
        this.worker = new CoderWorker<>(this);
    }

    /** Pictures that may wait for a coder: those that come while a hang is found out, and some for the swap. */
    static int room(int patience) {
        return patience + SWAP;
    }

    final void start() {
        worker.start(List.of());
    }

    // --- what encoders and decoders differ in

    /** Whether a coder of this factory could take these pictures. */
    abstract boolean fits(F factory, VideoFormat in);

    /** What is missing if none does, such as {@code an encoder that makes H264 of ...}. */
    abstract String need(VideoFormat in);

    /** What a coder is opened with. */
    abstract S settings();

    /**
     * Opens a coder; by the worker's thread.
     *
     * @param with of {@link #settings()}
     * @param by whose pictures come out
     */
    abstract C open(F factory, VideoFormat in, S with, Inside by) throws MediaException;

    /** Gives a coder other settings than those that it was opened with; false if it must be opened again. */
    abstract boolean apply(C coder, S wanted);

    /** One is in use from now on; answers what it does, for the log. */
    abstract String installed(C coder, VideoFormat in, S with);

    /** Whether a coder can start at any picture, and be spared any; else it needs all from a keyframe on. */
    abstract boolean startsAnywhere();

    /** The next coder waits for a keyframe; asked for again with each picture that is none. */
    abstract void keyframeNeeded();

    /** Whether this picture may wait for the coder; by the source's thread. */
    abstract boolean admits(Media media);

    /** A picture was not admitted, or found no room; by the source's thread. */
    abstract void leftOut();

    /** Counts a picture that leaves the slot. */
    abstract void count(Media media);

    // --- the source's thread

    @Override
    public boolean offer(Media media) {
        if (!active) {
            return false;
        }
        CoderWorker<F, C, S> now = worker;
        if (now.hangs(media.format().intervalNanos()) && replacing.compareAndSet(false, true)) {
            control.execute(() -> replace(now));
        }
        in.incrementAndGet();
        if (!admits(media) || !parked.put(media)) {
            dropped.one();
            leftOut();
            return false;
        }
        LockSupport.unpark(worker.thread()); // asked again: it may be another by now
        return true;
    }

    // --- the control thread

    /** Looks again which coder is the best, and at the settings. */
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
        long more = dropped.toTell();
        if (more > 0) {
            LOG.warn("{}: {} pictures were left out by the {} slot{}", stream, more, noun,
                dropped.waits() ? ", which waits for a keyframe" : "");
        }
    }

    /** Whether anybody wants what comes out; without, no coder is open. */
    void setActive(boolean wanted) {
        if (wanted != active) {
            if (wanted && !startsAnywhere()) {
                dropped.begins();
            }
            active = wanted;
            reconsider();
        }
    }

    /**
     * Waits until a coder of this service is not in use any more.
     *
     * @return false if it still is after {@code millis}
     */
    boolean awaitGone(F service, long millis) {
        reconsider();
        return worker.awaitGone(service, millis);
    }

    private void replace(CoderWorker<F, C, S> hung) {
        try {
            if (closed || worker != hung || !hung.stillHangs()) {
                return;
            }
            String hanging = inUse;
            int now = leftBehind.incrementAndGet();
            List<Media> left = hung.abandon(); // from here on nothing of the old one gets out
            CoderWorker<F, C, S> next = new CoderWorker<>(this);
            synchronized (this) {
                worker = next;
                inUse = "";
            }
            LOG.warn("{}: {} {} hangs; its thread is left behind, one of {} now, and {} pictures go to the next",
                stream, noun, hanging, now, left.size());
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

    /** What is open now; null if nothing is. */
    final C coder() {
        return worker.coder();
    }

    /** The name of the coder in use, or empty. */
    String name() {
        return inUse;
    }

    /** What is missing, or empty. */
    String detail() {
        return detail;
    }

    Stats stats() {
        return stats(0, 0);
    }

    final Stats stats(long keyframes, long bytes) {
        return new Stats(in.get(), passed.get(), dropped.count(), parked.size() + worker.inside(), keyframes, bytes)
            .with(new Stats.Coders(opened.get(), faults.get()));
    }

    // --- the worker's thread

    StreamId stream() {
        return stream;
    }

    String noun() {
        return noun;
    }

    int patience() {
        return patience;
    }

    NanoClock clock() {
        return clock;
    }

    boolean serves(CoderWorker<F, C, S> asking) {
        return !closed && worker == asking;
    }

    int changes() {
        return changes;
    }

    boolean active() {
        return active;
    }

    Media next() {
        return parked.poll();
    }

    int waiting() {
        return parked.size();
    }

    void lost() {
        dropped.one();
    }

    /** The coder to use for pictures of this format now; null if there is none. */
    Ranked.Entry<F> choose(VideoFormat format) {
        Ranked.Entry<F> best;
        synchronized (quarantine) {
            best = quarantine.best(candidates.get(), factory -> fits(factory, format));
        }
        detail = best != null ? "" : "waits for " + need(format) + ": "
            + (candidates.get().isEmpty() ? "none is running" : "none of " + candidates.get() + " can now");
        return best;
    }

    void failed(Ranked.Entry<F> entry, boolean afterLongService) {
        faults.incrementAndGet();
        synchronized (quarantine) {
            if (afterLongService) {
                quarantine.worked(entry);
            }
            quarantine.failed(entry);
        }
    }

    /** A worker that was left behind ended; {@code late} if the call that it waited for came back and did not fail. */
    void cameBack(Ranked.Entry<F> entry, boolean late) {
        leftBehind.decrementAndGet();
        if (late) {
            synchronized (quarantine) {
                quarantine.late(entry);
            }
            stillSlow();
            LOG.info("{}: {} {} came back after all, it was late", stream, noun, entry);
            control.execute(this::reconsider);
        }
    }

    /** A machine so slow that no coder ever comes to its end in time would have no pictures at all. */
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

    /** How often the time doubles that a coder has for a picture; see {@link Watchdog#tick}. */
    int slowness() {
        return slowness;
    }

    /** What is open now; of a worker that was left behind it does not count. */
    synchronized void inUse(CoderWorker<F, C, S> by, String name) {
        if (worker == by) {
            inUse = name;
        }
    }

    /** One was put in place. */
    void opened() {
        opened.incrementAndGet();
    }

    /** Where a coder's pictures leave the slot; not for a worker that was left behind. */
    boolean emit(CoderWorker<F, C, S> by, Media media) {
        if (worker != by) {
            return false;
        }
        passed.incrementAndGet();
        dropped.begun();
        count(media);
        return out.offer(media);
    }
}
