package flathead.snapshot.internal;

import flathead.api.Frame;
import flathead.api.SnapshotException;
import flathead.api.TimeQuality;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The newest picture of a camera, or the newest pair, held while snapshots are wanted. The media path puts pictures in,
 * requests take copies out; neither waits for the other's work. Any thread.
 */
final class Newest {
    private static final AtomicLong NUMBERS = new AtomicLong();

    /** What all have in common. */
    record Studio(String run, Jpegs jpegs, Clock wall) {
    }

    private final String name;
    private final Studio studio;
    private final long number = NUMBERS.incrementAndGet();
    /** Only one request at a time makes a copy. Taken before this object's own monitor, which guards all else. */
    private final Object making = new Object();
    private Shot made;
    private Frame left;
    private Frame right;
    private long sequence;
    private TimeQuality quality;
    private boolean wanted;
    private boolean gone;
    private long untilNanos;

    /** @param name of the camera or the pair */
    Newest(String name, Studio studio) {
        this.name = name;
        this.studio = studio;
    }

    synchronized boolean wanted() {
        return wanted;
    }

    /** Somebody asks; true if nobody did. */
    synchronized boolean ask(long until) {
        boolean begins = !wanted;
        wanted = true;
        untilNanos = until;
        return begins;
    }

    /** Lets go of the picture if nobody has asked for long; answers whether it did. */
    synchronized boolean expire(long now) {
        if (!wanted || now - untilNanos < 0) {
            return false;
        }
        wanted = false;
        release();
        return true;
    }

    /** Lets go of a picture that was captured before that instant. */
    synchronized void forget(long captureNanos) {
        if (left != null && left.captureNanos() - captureNanos < 0) {
            release();
        }
    }

    /** A picture, or two; null if there is one. Lent for the call. */
    synchronized void put(long count, Frame first, Frame second, TimeQuality worth) {
        if (!wanted || gone) {
            return;
        }
        first.retain();
        if (second != null) {
            second.retain();
        }
        release();
        left = first;
        right = second;
        sequence = count;
        quality = worth;
        notifyAll();
    }

    /** Nothing more comes, ever. */
    synchronized void end() {
        gone = true;
        release();
        notifyAll();
    }

    private void release() {
        if (left != null) {
            left.close();
        }
        if (right != null) {
            right.close();
        }
        left = null;
        right = null;
    }

    /** Whether a request would not have to wait. */
    synchronized boolean ready() {
        return left != null || gone;
    }

    /**
     * Waits for a picture, and copies it if that was not done.
     *
     * @param millis at most
     * @param jpegQuality 1 to 100
     */
    Shot next(int millis, int jpegQuality) throws SnapshotException, InterruptedException {
        await(millis);
        synchronized (making) {
            Shot.Moment moment;
            Frame first;
            Frame second;
            synchronized (this) {
                if (left == null) {
                    throw none(millis);
                }
                first = left;
                second = right;
                moment = new Shot.Moment(sequence, first.captureNanos(), quality);
                String tag = tag(moment, jpegQuality);
                if (made != null && made.tag().equals(tag)) {
                    return made;
                }
                first.retain();
                if (second != null) {
                    second.retain();
                }
            }
            try {
                made = new Shot(tag(moment, jpegQuality), moment, studio.wall().instant()
                    .minusNanos(System.nanoTime() - moment.captureNanos()), Raster.of(first, second), studio.jpegs(),
                    jpegQuality);
                return made;
            } finally {
                first.close();
                if (second != null) {
                    second.close();
                }
            }
        }
    }

    private String tag(Shot.Moment moment, int jpegQuality) {
        return studio.run() + "-" + number + "-" + moment.sequence() + "-" + Long.toHexString(moment.captureNanos())
            + "-" + jpegQuality;
    }

    private synchronized void await(int millis) throws SnapshotException, InterruptedException {
        long deadline = System.nanoTime() + millis * 1_000_000L;
        while (left == null) {
            long rest = deadline - System.nanoTime();
            if (gone || rest <= 0) {
                throw none(millis);
            }
            wait(rest / 1_000_000, (int) (rest % 1_000_000));
        }
    }

    private SnapshotException none(int millis) {
        return new SnapshotException(SnapshotException.Reason.NO_PICTURE, gone ? name + " is not there any more"
            : "no picture of " + name + " was decoded within " + millis + " ms");
    }
}
