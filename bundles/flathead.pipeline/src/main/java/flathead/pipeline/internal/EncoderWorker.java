package flathead.pipeline.internal;

import flathead.api.EncoderFactory;
import flathead.api.EncoderSettings;
import flathead.api.Feedback;
import flathead.api.Frame;
import flathead.api.MediaException;
import flathead.api.VideoEncoder;
import flathead.api.VideoFormat;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that feeds an {@link EncoderSlot}'s encoder and swaps it. If the encoder hangs, the whole worker is left
 * behind and another takes its place.
 */
final class EncoderWorker implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(EncoderWorker.class);
    private static final long DRAIN_NANOS = 500_000_000L;
    private static final long LONG_SERVICE_NANOS = 10_000_000_000L;

    private final EncoderSlot slot;
    private final Thread thread;
    private final Watchdog watchdog;
    private final Held held = new Held();
    private final Supplier<Frame> parked;
    private volatile MediaException failure;
    private volatile VideoEncoder encoder;
    private volatile boolean abandoned;
    private Ranked.Entry<EncoderFactory> entry;
    private Ranked.Entry<EncoderFactory> called;
    private boolean leftInACall;
    private boolean judged;
    private VideoFormat input;
    private EncoderSettings applied;
    private long openedAt;
    private long meanNanos;
    private int seenChanges = -1;

    EncoderWorker(EncoderSlot slot) {
        this.slot = slot;
        this.parked = slot::next;
        this.watchdog = new Watchdog(slot.clock());
        this.thread = new Thread(this, "flathead-encoder-" + slot.stream().name());
        thread.setDaemon(true);
    }

    /** Starts with {@code left}, oldest first, with their references: what another worker could not finish. */
    void start(List<Frame> left) {
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

    /** The capture thread's question at each picture. */
    boolean hangs(long intervalNanos) {
        return watchdog.tick(held.inside(), intervalNanos, slot.slowness());
    }

    boolean stillHangs() {
        return watchdog.silent(held.inside());
    }

    int inside() {
        return held.inside();
    }

    void requestKeyframe() {
        VideoEncoder now = encoder;
        if (now != null) {
            now.requestKeyframe();
        }
    }

    void limitBitrate(int bitsPerSecond) {
        VideoEncoder now = encoder;
        if (now != null) {
            now.limitBitrate(bitsPerSecond);
        }
    }

    /**
     * Cuts a hanging encoder off, from another thread; answers what it held and what waits for it, oldest first. This
     * worker ends when the call comes back.
     */
    synchronized List<Frame> abandon() {
        abandoned = true;
        leftInACall = watchdog.inACall();
        if (called != null) {
            judge(called);
        }
        List<Frame> left = held.abandon();
        notifyAll();
        wake();
        return left;
    }

    /** Waits until no encoder of this service is in use; one that hangs and was left behind is not. */
    synchronized boolean awaitGone(EncoderFactory service, long millis) {
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
            Frame frame = held.first(parked);
            if (frame != null) {
                encode(frame);
            } else if (serves()) {
                LockSupport.park(this);
            }
        }
        boolean wellBehaved = failure == null;
        retire(false);
        while (held.giveUpFirst()) {
            // Nobody is left to encode them.
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

    private synchronized void enter(Ranked.Entry<EncoderFactory> whom, boolean open) {
        if (!abandoned) {
            called = whom;
            judged &= !open;
        }
        watchdog.enter(open);
    }

    /** Counts a failure against an encoder, once, whether it broke or hung first. */
    private synchronized void judge(Ranked.Entry<EncoderFactory> whom) {
        if (!judged) {
            judged = true;
            slot.failed(whom, whom == entry && slot.clock().nanos() - openedAt > LONG_SERVICE_NANOS);
        }
    }

    private void leave() {
        watchdog.leave(held.inside() > 0);
    }

    /** Brings the encoder in line with what is wanted; on failure the present one stays. */
    private void settle() {
        if (!slot.active()) {
            retire(true);
            dropAll();
        } else if (encoder != null) {
            Ranked.Entry<EncoderFactory> best = slot.choose(input);
            if (best == null || best.service() != entry.service()) {
                swap(best, input);
            } else if (!slot.settings().equals(applied)) {
                if (apply()) {
                    applied = slot.settings();
                } else {
                    swap(best, input);
                }
            }
        }
    }

    private boolean apply() {
        enter(entry, false);
        try {
            return encoder.apply(slot.settings());
        } finally {
            leave();
        }
    }

    private void encode(Frame frame) {
        VideoFormat format = frame.format();
        if (!held.repeats() && slot.waiting() > 0 && meanNanos > format.intervalNanos()) {
            // The encoder cannot keep up: the latest picture wins.
            if (held.giveUpFirst()) {
                slot.lost();
            }
        } else if (!slot.active()) {
            held.giveUpFirst();
        } else if (encoder == null || !format.sameShape(input)) {
            swap(slot.choose(format), format); // what the present encoder holds comes before this picture
        } else if (held.moveIn()) {
            feed(frame);
        } else if (!abandoned) {
            crashed(new MediaException("it holds " + Inside.CAPACITY + " pictures and makes none"));
        }
    }

    private void feed(Frame frame) {
        long start = slot.clock().nanos();
        boolean taken;
        enter(entry, false);
        try {
            taken = encoder.offer(frame);
        } catch (RuntimeException | LinkageError e) {
            crashed(new MediaException(e.toString(), e));
            return;
        } finally {
            leave();
            frame.close();
        }
        meanNanos += (slot.clock().nanos() - start - meanNanos) / 16;
        if (!taken && held.giveUpLast()) {
            slot.lost();
        }
    }

    /** Puts an encoder of {@code best}, or whoever can, in the place of the present one; null: of nobody. */
    private void swap(Ranked.Entry<EncoderFactory> best, VideoFormat format) {
        Ranked.Entry<EncoderFactory> next = best;
        while (next != null && serves()) {
            Inside nextInside = new Inside(media -> slot.emit(this, media), this::broke, watchdog::sign);
            try {
                VideoEncoder opened = open(next, format, nextInside);
                retire(true);
                install(next, opened, nextInside, format);
                return;
            } catch (MediaException | RuntimeException | LinkageError e) {
                LOG.warn("{}: encoder {} did not open: {}", slot.stream(), next, e.getMessage());
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

    private VideoEncoder open(Ranked.Entry<EncoderFactory> next, VideoFormat format, Inside nextInside)
            throws MediaException {
        enter(next, true);
        try {
            return next.service().open(format, slot.settings(), nextInside);
        } finally {
            leave();
        }
    }

    private void install(Ranked.Entry<EncoderFactory> next, VideoEncoder opened, Inside nextInside,
            VideoFormat format) {
        held.open(nextInside);
        synchronized (this) {
            entry = next;
            openedAt = slot.clock().nanos();
            notifyAll();
        }
        applied = slot.settings();
        input = format;
        meanNanos = 0;
        encoder = opened;
        if (slot.limit() != Feedback.UNLIMITED) {
            opened.limitBitrate(slot.limit());
        }
        if (!abandoned) {
            slot.inUse(this, next.name());
            LOG.info("{}: {} encodes {} at {} kbit/s", slot.stream(), next, format, applied.bitsPerSecond() / 1000);
        }
    }

    /** Ends the present encoder, if there is one; what it still held goes before everything that waits. */
    private void retire(boolean drain) {
        VideoEncoder old = encoder;
        if (old == null) {
            return;
        }
        encoder = null;
        enter(entry, false);
        try {
            if (drain && failure == null && !old.drain(DRAIN_NANOS)) {
                LOG.warn("{}: encoder {} did not come to its end within {} ms", slot.stream(), entry,
                    DRAIN_NANOS / 1_000_000);
            }
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("{}: encoder {} broke while draining: {}", slot.stream(), entry, e.toString());
        } finally {
            held.cutOff();
            failure = null;
        }
        try {
            old.close();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("{}: encoder {} broke while closing: {}", slot.stream(), entry, e.toString());
        } finally {
            leave();
        }
        slot.inUse(this, "");
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
        LOG.warn("{}: encoder {} broke: {}", slot.stream(), entry, cause.getMessage());
        failure = cause;
        watchdog.sign(); // it has been judged; closing it has a time of its own
        judge(entry);
        VideoFormat format = input;
        retire(false);
        swap(slot.choose(format), format);
    }
}
