package flathead.pipeline.internal;

import flathead.api.Coder;
import flathead.api.EncodedFrame;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.VideoFormat;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that feeds a {@link CoderSlot}'s coder and swaps it. If the coder hangs, the whole worker is left behind
 * and another takes its place.
 *
 * @param <F> a coder's factory
 * @param <C> the coder
 * @param <S> its settings
 */
final class CoderWorker<F, C extends Coder, S> implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(CoderWorker.class);
    private static final long DRAIN_NANOS = 500_000_000L;
    private static final long KEYFRAME_NANOS = 1_000_000_000L;
    private static final long LONG_SERVICE_NANOS = 10_000_000_000L;

    private final CoderSlot<F, C, S> slot;
    private final Thread thread;
    private final Watchdog watchdog;
    private final Held held = new Held();
    private final Supplier<Media> parked;
    private volatile MediaException failure;
    private volatile C coder;
    private volatile boolean abandoned;
    private Ranked.Entry<F> entry;
    private Ranked.Entry<F> called;
    private boolean leftInACall;
    private boolean judged;
    private VideoFormat input;
    private S applied;
    private long openedAt;
    private long meanNanos;
    private boolean awaitsKeyframe;
    private long awaitedSince;
    private int seenChanges = -1;

    CoderWorker(CoderSlot<F, C, S> slot) {
        this.slot = slot;
        this.parked = slot::next;
        this.watchdog = new Watchdog(slot.clock(), slot.patience());
        this.thread = new Thread(this, "flathead-" + slot.noun() + "-" + slot.stream().name());
        thread.setDaemon(true);
    }

    /** Starts with {@code left}, oldest first, with their references: what another worker could not finish. */
    void start(List<Media> left) {
        held.take(left);
        thread.start();
    }

    Thread thread() {
        return thread;
    }

    void wake() {
        LockSupport.unpark(thread);
    }

    void join(long millis) {
        try {
            thread.join(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The source's thread's question at each picture. */
    boolean hangs(long intervalNanos) {
        return watchdog.tick(held.inside(), intervalNanos, slot.slowness());
    }

    boolean stillHangs() {
        return watchdog.silent(held.inside());
    }

    int inside() {
        return held.inside();
    }

    C coder() {
        return coder;
    }

    /**
     * Cuts a hanging coder off, from another thread; answers what it held and what waits for it, oldest first. This
     * worker ends when the call comes back.
     */
    synchronized List<Media> abandon() {
        abandoned = true;
        leftInACall = watchdog.inACall();
        if (called != null) {
            judge(called);
        }
        List<Media> left = held.abandon();
        notifyAll();
        wake();
        return left;
    }

    /** Waits until no coder of this service is in use; one that hangs and was left behind is not. */
    synchronized boolean awaitGone(F service, long millis) {
        long deadline = System.nanoTime() + millis * 1_000_000L;
        while (thread.isAlive() && !abandoned && entry != null && entry.service() == service) {
            long left = (deadline - System.nanoTime()) / 1_000_000L;
            if (left <= 0) {
                return false;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    private boolean serves() {
        return !abandoned && slot.serves(this);
    }

    @Override
    public void run() {
        while (serves()) {
            if (failure != null) {
                crashed(failure);
            }
            if (slot.changes() != seenChanges) {
                seenChanges = slot.changes();
                settle();
            }
            Media media = held.first(parked);
            if (media != null) {
                pass(media);
            } else if (awaitsKeyframe) {
                await();
            } else if (serves()) {
                LockSupport.park(this);
            }
        }
        boolean wellBehaved = failure == null;
        retire(false);
        while (held.giveUpFirst()) {
            // Nobody is left to take them.
        }
        if (abandoned) {
            slot.cameBack(called, wellBehaved && leftInACall);
        }
    }

    private void dropAll() {
        while (held.giveUpFirst()) {
            slot.lost();
        }
    }

    private synchronized void enter(Ranked.Entry<F> whom, boolean open) {
        if (!abandoned) {
            called = whom;
            judged &= !open;
        }
        watchdog.enter(open);
    }

    /** Counts a failure against a coder, once, whether it broke or hung first. */
    private synchronized void judge(Ranked.Entry<F> whom) {
        if (!judged) {
            judged = true;
            slot.failed(whom, whom == entry && slot.clock().nanos() - openedAt > LONG_SERVICE_NANOS);
        }
    }

    private void leave() {
        watchdog.leave(held.inside() > 0);
    }

    /** Brings the coder in line with what is wanted; on failure the present one stays. */
    private void settle() {
        if (!slot.active()) {
            retire(true);
            dropAll();
        } else if (coder != null) {
            Ranked.Entry<F> best = slot.choose(input);
            if (best == null || best.service() != entry.service()) {
                change(best);
            } else {
                awaitsKeyframe = false;
                S wanted = slot.settings();
                if (wanted.equals(applied)) {
                    return;
                }
                if (apply(wanted)) {
                    applied = wanted;
                } else {
                    swap(best, input);
                }
            }
        }
    }

    /** Another coder is to take over; where it needs a keyframe, the present one goes on until one comes. */
    private void change(Ranked.Entry<F> best) {
        if (best == null || slot.startsAnywhere()) {
            swap(best, input);
        } else if (!awaitsKeyframe) {
            awaitsKeyframe = true;
            awaitedSince = slot.clock().nanos();
            slot.keyframeNeeded();
        }
    }

    /** Waits for a picture while a keyframe is awaited, not for ever: a service that goes cannot stay for long. */
    private void await() {
        long left = awaitedSince + KEYFRAME_NANOS - slot.clock().nanos();
        if (left <= 0) {
            swap(slot.choose(input), input);
        } else if (serves()) {
            LockSupport.parkNanos(this, left);
        }
    }

    /** Whether another coder has to be opened for this picture. */
    private boolean needsAnother(Media media) {
        VideoFormat format = media.format();
        if (coder == null) {
            return true;
        }
        if (slot.startsAnywhere()) {
            return !format.sameShape(input);
        }
        boolean keyframe = media instanceof EncodedFrame unit && unit.keyframe();
        if (keyframe && !format.sameShape(input)) {
            input = format;
            Ranked.Entry<F> best = slot.choose(format);
            return best == null || best.service() != entry.service();
        }
        if (awaitsKeyframe && !keyframe) {
            slot.keyframeNeeded();
            return slot.clock().nanos() - awaitedSince >= KEYFRAME_NANOS;
        }
        return awaitsKeyframe;
    }

    private boolean apply(S wanted) {
        enter(entry, false);
        try {
            return slot.apply(coder, wanted);
        } finally {
            leave();
        }
    }

    private void pass(Media media) {
        VideoFormat format = media.format();
        if (slot.startsAnywhere() && !held.repeats() && slot.waiting() > 0 && meanNanos > format.intervalNanos()) {
            // The coder cannot keep up: the latest picture wins.
            if (held.giveUpFirst()) {
                slot.lost();
            }
        } else if (!slot.active()) {
            held.giveUpFirst();
        } else if (needsAnother(media)) {
            swap(slot.choose(format), format); // what the present coder holds comes before this picture
        } else if (held.moveIn()) {
            feed(media);
        } else if (!abandoned) {
            crashed(new MediaException("it holds " + Inside.CAPACITY + " pictures and makes none"));
        }
    }

    private void feed(Media media) {
        long start = slot.clock().nanos();
        boolean taken;
        enter(entry, false);
        try {
            taken = coder.offer(media);
        } catch (RuntimeException | LinkageError e) {
            crashed(new MediaException(e.toString(), e));
            return;
        } finally {
            leave();
            media.close();
        }
        meanNanos += (slot.clock().nanos() - start - meanNanos) / 16;
        if (!taken && held.giveUpLast()) {
            slot.lost();
        }
    }

    /** Puts a coder of {@code best}, or whoever can, in the place of the present one; null: of nobody. */
    private void swap(Ranked.Entry<F> best, VideoFormat format) {
        Ranked.Entry<F> next = best;
        awaitsKeyframe = false;
        while (next != null && serves()) {
            Inside nextInside = new Inside(media -> slot.emit(this, media), this::broke, watchdog::sign, slot::lost);
            try {
                S settings = slot.settings();
                C opened = open(next, format, settings, nextInside);
                retire(true, next.name());
                install(next, opened, nextInside, format, settings);
                return;
            } catch (MediaException | RuntimeException | LinkageError e) {
                LOG.warn("{}: {} {} did not open: {}", slot.stream(), slot.noun(), next, e.getMessage());
                if (abandoned) {
                    failure = new MediaException(e.toString(), e);
                    return;
                }
                judge(next);
                next = slot.choose(format);
                if (next != null && entry != null && next.service() == entry.service() && format.sameShape(input)) {
                    return;
                }
            }
        }
        if (!abandoned) {
            retire(true);
            dropAll();
        }
    }

    private C open(Ranked.Entry<F> next, VideoFormat format, S settings, Inside nextInside)
            throws MediaException {
        enter(next, true);
        try {
            return slot.open(next.service(), format, settings, nextInside);
        } finally {
            leave();
        }
    }

    private void install(Ranked.Entry<F> next, C opened, Inside nextInside, VideoFormat format, S settings) {
        held.open(nextInside);
        synchronized (this) {
            entry = next;
            openedAt = slot.clock().nanos();
            notifyAll();
        }
        applied = settings;
        input = format;
        meanNanos = 0;
        coder = opened;
        String does = slot.installed(opened, format, settings);
        if (!abandoned) {
            slot.inUse(this, next.name());
            slot.opened();
            LOG.info("{}: {} {}", slot.stream(), next, does);
        }
    }

    private void retire(boolean drain) {
        retire(drain, "");
    }

    /**
     * Ends the present coder, if there is one; what it still held goes before everything that waits.
     *
     * @param successor who is in use then; told before those who wait for the end learn of it
     */
    private void retire(boolean drain, String successor) {
        C old = coder;
        if (old == null) {
            return;
        }
        coder = null;
        enter(entry, false);
        try {
            if (drain && failure == null && !old.drain(DRAIN_NANOS)) {
                LOG.warn("{}: {} {} did not come to its end within {} ms", slot.stream(), slot.noun(), entry,
                    DRAIN_NANOS / 1_000_000);
            }
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("{}: {} {} broke while draining: {}", slot.stream(), slot.noun(), entry, e.toString());
        } finally {
            held.cutOff();
            failure = null;
        }
        try {
            old.close();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("{}: {} {} broke while closing: {}", slot.stream(), slot.noun(), entry, e.toString());
        } finally {
            leave();
        }
        slot.inUse(this, successor);
        synchronized (this) {
            entry = null;
            notifyAll();
        }
    }

    private void broke(MediaException cause) {
        failure = cause;
        wake();
    }

    private void crashed(MediaException cause) {
        if (abandoned) {
            failure = cause;
            return;
        }
        LOG.warn("{}: {} {} broke: {}", slot.stream(), slot.noun(), entry, cause.getMessage());
        failure = cause;
        watchdog.sign(); // it has been judged; closing it has a time of its own
        judge(entry);
        VideoFormat format = input;
        retire(false);
        swap(slot.choose(format), format);
    }
}
