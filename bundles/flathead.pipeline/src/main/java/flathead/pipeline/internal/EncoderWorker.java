package flathead.pipeline.internal;

import flathead.api.EncoderFactory;
import flathead.api.EncoderSettings;
import flathead.api.Feedback;
import flathead.api.Frame;
import flathead.api.MediaException;
import flathead.api.VideoEncoder;
import flathead.api.VideoFormat;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
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
    private final ArrayDeque<Frame> again = new ArrayDeque<>(Inside.CAPACITY);
    private volatile MediaException failure;
    private volatile VideoEncoder encoder;
    private volatile Inside inside;
    private Ranked.Entry<EncoderFactory> entry;
    private VideoFormat input;
    private EncoderSettings applied;
    private long openedAt;
    private long meanNanos;
    private int seenChanges = -1;

    EncoderWorker(EncoderSlot slot) {
        this.slot = slot;
        this.thread = new Thread(this, "flathead-encoder-" + slot.stream().name());
        thread.setDaemon(true);
    }

    /** Starts with {@code left}, oldest first, with their references: what another worker could not finish. */
    void start(List<Frame> left) {
        again.addAll(left);
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

    int ticksWithoutOutput() {
        Inside now = inside;
        return now == null ? 0 : now.tick();
    }

    int inside() {
        Inside now = inside;
        return now == null ? 0 : now.count();
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

    /** Cuts a hanging encoder off, from another thread; answers what it held. This worker ends when it comes back. */
    List<Frame> abandon() {
        Inside now = inside;
        Ranked.Entry<EncoderFactory> hanging = current();
        if (hanging != null) {
            slot.failed(hanging, false);
        }
        return now == null ? List.of() : List.of(now.cutOff());
    }

    private synchronized Ranked.Entry<EncoderFactory> current() {
        return entry;
    }

    synchronized boolean awaitGone(EncoderFactory service, long millis) {
        long deadline = System.nanoTime() + millis * 1_000_000L;
        while (thread.isAlive() && entry != null && entry.service() == service) {
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

    @Override
    public void run() {
        while (slot.serves(this)) {
            if (failure != null) {
                crashed(failure);
            }
            if (slot.changes() != seenChanges) {
                seenChanges = slot.changes();
                settle();
            }
            Frame frame = again.isEmpty() ? slot.next() : again.poll();
            if (frame == null) {
                LockSupport.park(this);
            } else {
                encode(frame);
            }
        }
        for (Frame frame : again) {
            frame.close();
        }
        again.clear();
        for (Frame frame : retire(false)) {
            frame.close();
        }
    }

    /** Brings the encoder in line with what is wanted; on failure the present one stays. */
    private void settle() {
        if (!slot.active()) {
            drop(retire(true));
        } else if (encoder != null) {
            Ranked.Entry<EncoderFactory> best = slot.choose(input);
            if (best == null || best.service() != entry.service()) {
                swap(best, input);
            } else if (!slot.settings().equals(applied)) {
                if (encoder.apply(slot.settings())) {
                    applied = slot.settings();
                } else {
                    swap(best, input);
                }
            }
        }
    }

    private void encode(Frame frame) {
        if (again.isEmpty() && slot.waiting() > 0 && meanNanos > frame.format().intervalNanos()) {
            // The encoder cannot keep up: the latest picture wins.
            frame.close();
            slot.lost();
            return;
        }
        if (!slot.active()) {
            frame.close();
        } else if (encoder == null || !frame.format().sameShape(input)) {
            again.addFirst(frame); // what the present encoder holds comes before it
            swap(slot.choose(frame.format()), frame.format());
        } else if (inside.put(frame)) {
            feed(frame);
        } else {
            again.addFirst(frame);
            crashed(new MediaException("it holds " + Inside.CAPACITY + " pictures and makes none"));
        }
    }

    private void feed(Frame frame) {
        long start = slot.clock().nanos();
        boolean taken;
        try {
            taken = encoder.offer(frame);
        } catch (RuntimeException | LinkageError e) {
            crashed(new MediaException(e.toString(), e));
            return;
        }
        meanNanos += (slot.clock().nanos() - start - meanNanos) / 16;
        if (!taken) {
            Frame refused = inside.takeBack();
            if (refused != null) {
                refused.close();
                slot.lost();
            }
        }
    }

    /** Puts an encoder of {@code best}, or whoever can, in the place of the present one; null: of nobody. */
    private void swap(Ranked.Entry<EncoderFactory> best, VideoFormat format) {
        Ranked.Entry<EncoderFactory> next = best;
        while (next != null && slot.serves(this)) {
            Inside nextInside = new Inside(media -> slot.emit(this, media), this::broke);
            try {
                VideoEncoder opened = next.service().open(format, slot.settings(), nextInside);
                again(retire(true));
                install(next, opened, nextInside, format);
                return;
            } catch (MediaException | RuntimeException | LinkageError e) {
                LOG.warn("{}: encoder {} did not open: {}", slot.stream(), next, e.getMessage());
                slot.failed(next, false);
                next = slot.choose(format);
                if (next != null && entry != null && next.service() == entry.service() && format.sameShape(input)) {
                    return;
                }
            }
        }
        drop(retire(true));
    }

    private void install(Ranked.Entry<EncoderFactory> next, VideoEncoder opened, Inside nextInside,
            VideoFormat format) {
        synchronized (this) {
            entry = next;
            notifyAll();
        }
        applied = slot.settings();
        input = format;
        openedAt = slot.clock().nanos();
        meanNanos = 0;
        inside = nextInside;
        encoder = opened;
        if (slot.limit() != Feedback.UNLIMITED) {
            opened.limitBitrate(slot.limit());
        }
        slot.inUse(next.name());
        LOG.info("{}: {} encodes {} at {} kbit/s", slot.stream(), next, format, applied.bitsPerSecond() / 1000);
    }

    /** Ends the present encoder, if there is one; answers what it still held, oldest first. */
    private List<Frame> retire(boolean drain) {
        VideoEncoder old = encoder;
        if (old == null) {
            return List.of();
        }
        encoder = null;
        List<Frame> left;
        try {
            if (drain && failure == null && !old.drain(DRAIN_NANOS)) {
                LOG.warn("{}: encoder {} did not come to its end within {} ms", slot.stream(), entry,
                    DRAIN_NANOS / 1_000_000);
            }
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("{}: encoder {} broke while draining: {}", slot.stream(), entry, e.toString());
        } finally {
            left = List.of(inside.cutOff());
            inside = null;
            failure = null;
        }
        try {
            old.close();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("{}: encoder {} broke while closing: {}", slot.stream(), entry, e.toString());
        }
        slot.inUse("");
        synchronized (this) {
            entry = null;
            notifyAll();
        }
        return left;
    }

    private void broke(MediaException cause) {
        failure = cause;
        wake();
    }

    private void crashed(MediaException cause) {
        LOG.warn("{}: encoder {} broke: {}", slot.stream(), entry, cause.getMessage());
        failure = cause;
        slot.failed(entry, slot.clock().nanos() - openedAt > LONG_SERVICE_NANOS);
        VideoFormat format = input;
        again(retire(false));
        swap(slot.choose(format), format);
    }

    /** What an encoder held goes before everything that waits. */
    private void again(List<Frame> left) {
        for (int i = left.size() - 1; i >= 0; i--) {
            again.addFirst(left.get(i));
        }
    }

    private void drop(List<Frame> left) {
        List<Frame> all = new ArrayList<>(left);
        all.addAll(again);
        again.clear();
        for (Frame frame : all) {
            frame.close();
            slot.lost();
        }
    }
}
