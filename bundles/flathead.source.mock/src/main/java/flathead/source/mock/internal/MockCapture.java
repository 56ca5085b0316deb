package flathead.source.mock.internal;

import flathead.api.CaptureLink;
import flathead.api.CaptureSettings;
import flathead.api.Control;
import flathead.api.Frame;
import flathead.api.FrameInput;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.api.Pool;
import flathead.api.Stats;
import flathead.api.VideoFormat;
import flathead.source.mock.internal.card.TestCard;
import flathead.stamp.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running mock camera: a thread that paints a picture whenever one is due.
 *
 * <p>A picture's {@link Media#captureNanos()} and its stamp carry the same instant, that at which it was painted all
 * but for the stamp; with a phase that at which it was due, as a sensor's clock has it. A thread that wakes up too late
 * passes over the pictures whose successor is due already, counts them as dropped, leaves their numbers out, and keeps
 * the phase.
 *
 * <p>Stats: {@code in} counts the pictures due, {@code out} those offered, {@code dropped} those missed and those for
 * which the pool had no room; {@code inFlight} are the pictures that others hold.
 */
final class MockCapture implements CaptureLink {
    /** Enough for an encoder, a few raw sinks and the pictures parked while an encoder is swapped. */
    static final int POOL = 12;

    /** The pictures that a camera's driver would keep for a reader that is late. */
    static final int QUEUED = 4;

    private static final Logger LOG = LoggerFactory.getLogger(MockCapture.class);

    /** What is painted from an instant on, with what, and into what. The pattern belongs to the pool. */
    private record Plan(MockSettings settings, long sinceNanos, Pool<Frame> pool, Pattern pattern) {
        /** Follows another; the pool's pictures tell their format, and so another rate needs another pool. */
        static Plan after(Plan before, MockSettings settings, long sinceNanos) throws MediaException {
            VideoFormat format = settings.format();
            try {
                Pattern pattern = settings.pattern().equals(MockControls.IMAGE) ? ScrollingImage.load(settings)
                    : new TestCard(format, settings.label(), settings.device(),
                        settings.number(), settings.view());
                boolean same = before != null && before.settings.format().equals(format);
                return new Plan(settings, sinceNanos, same ? before.pool : Pool.ofFrames(format, POOL), pattern);
            } catch (OutOfMemoryError e) {
                throw new MediaException("mock camera " + settings.device() + ": no memory for " + POOL
                    + " pictures of " + format.width() + "x" + format.height() + "; a smaller size may fit", e);
            }
        }
    }

    private final FrameInput sink;
    private final NanoClock clock;
    private final LongSupplier wall;
    private final Thread thread;
    private final AtomicLong offered = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private volatile Plan plan;
    private volatile List<Pool<Frame>> pools;
    private volatile boolean closed;

    private MockCapture(Plan plan, FrameInput sink, NanoClock clock, LongSupplier wall) {
        this.plan = plan;
        this.pools = List.of(plan.pool());
        this.sink = sink;
        this.clock = clock;
        this.wall = wall;
        this.thread = new Thread(this::run, "flathead-capture-" + plan.settings().device());
        this.thread.setDaemon(true);
    }

    /** Starts a camera; its first picture is due at once. */
    static MockCapture open(MockSettings settings, FrameInput sink, NanoClock clock, LongSupplier wall)
            throws MediaException {
        MockCapture capture = new MockCapture(Plan.after(null, settings, clock.nanos()), sink, clock, wall);
        capture.thread.start();
        return capture;
    }

    private void run() {
        Cadence cadence = new Cadence(plan.sinceNanos(), plan.settings().format().fps());
        try {
            while (!closed) {
                Plan now = plan;
                // Not from when this thread wakes up on: what is due then does not depend on when that is.
                cadence.follow(now.settings().format().fps(), now.settings().phaseNanos(), now.sinceNanos());
                long early = cadence.dueNanos() - clock.nanos();
                if (early > 0) {
                    LockSupport.parkNanos(this, early);
                } else {
                    long kept = (QUEUED - 1) * now.settings().format().intervalNanos();
                    dropped.addAndGet(cadence.skipMissed(clock.nanos() - kept));
                    capture(now, cadence.index(), cadence.dueNanos());
                    cadence.advance();
                }
            }
        } catch (RuntimeException e) {
            broken(e);
        }
    }

    private void capture(Plan now, long sequence, long dueNanos) {
        Frame frame = now.pool().tryTake();
        if (frame == null) {
            dropped.incrementAndGet();
            return;
        }
        try {
            now.pattern().paint(frame, sequence, dueNanos, wall.getAsLong());
            long captured = now.settings().phaseNanos() == Cadence.FREE ? clock.nanos() : dueNanos;
            VideoFormat format = now.settings().format();
            if (Stamp.fits(format.width(), format.height())) {
                Stamp.paint(frame.memory().plane(0), frame.memory().stride(0), format.width(), captured, sequence,
                    now.settings().number());
            }
            frame.set(sequence, captured);
            offered.incrementAndGet();
            sink.offer(frame);
        } finally {
            frame.close();
        }
    }

    private void broken(RuntimeException e) {
        String device = plan.settings().device();
        LOG.error("mock camera {} ended by a bug", device, e);
        if (!closed) {
            sink.failed(new MediaException("mock camera " + device + " ended by a bug: " + e, e));
        }
    }

    @Override
    public VideoFormat format() {
        return plan.settings().format();
    }

    @Override
    public synchronized boolean apply(CaptureSettings wanted) throws MediaException {
        MockSettings next = MockSettings.of(wanted);
        Plan before = plan;
        if (!next.device().equals(before.settings().device()) || !next.format().sameShape(before.settings().format())) {
            return false;
        }
        if (!next.equals(before.settings())) {
            Plan after = Plan.after(before, next, clock.nanos());
            remember(after.pool(), before.pool());
            plan = after;
            LockSupport.unpark(thread);
        }
        return true;
    }

    private void remember(Pool<Frame> after, Pool<Frame> before) {
        if (after == before) {
            return;
        }
        List<Pool<Frame>> kept = new ArrayList<>(List.of(after, before));
        for (Pool<Frame> pool : pools) {
            if (pool != before && pool.inFlight() > 0) {
                kept.add(pool);
            }
        }
        pools = kept;
    }

    @Override
    public List<Control> controls() {
        return MockControls.of(plan.settings().device());
    }

    @Override
    public void requestKeyframe() {
        // Every raw picture is one.
    }

    @Override
    public void limitBitrate(int bitsPerSecond) {
        // Raw pictures are as large as they are.
    }

    @Override
    public Stats stats() {
        long out = offered.get();
        long missing = dropped.get();
        int inFlight = 0;
        for (Pool<Frame> pool : pools) {
            inFlight += pool.inFlight();
        }
        return new Stats(out + missing, out, missing, inFlight, 0, 0);
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        if (Thread.currentThread() == thread) {
            return;
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
