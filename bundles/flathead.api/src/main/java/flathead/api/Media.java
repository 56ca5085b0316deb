package flathead.api;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One picture on its way, raw or encoded. Pooled and reference counted: who takes one from a {@link Pool} holds one
 * reference, {@link #retain()} adds one, {@link #close()} gives one back, and the last to close returns the picture to
 * its pool.
 *
 * <p>Threading: retain and close from any thread. The content is written by the one holder that took the picture from
 * the pool, before it offers it to anybody, and is read-only from then on.
 */
public abstract sealed class Media implements AutoCloseable permits Frame, EncodedFrame {
    private static final VarHandle REFERENCES;

    static {
        try {
            REFERENCES = MethodHandles.lookup().findVarHandle(Media.class, "references", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Pool<?> pool;
    private final int index;
    private VideoFormat format;
    private long sequence;
    private long captureNanos;
    private TimeQuality timeQuality = TimeQuality.CAPTURE;
    private long senderClock;
    private long senderNanos;
    @SuppressWarnings("unused") // through REFERENCES
    private volatile int references;

    Media(Pool<?> pool, int index, VideoFormat format) {
        this.pool = pool;
        this.index = index;
        this.format = format;
    }

    /** What this picture is. Within a stream it changes only at a keyframe, or at any raw picture. */
    public final VideoFormat format() {
        return format;
    }

    /** Counts the source's pictures from 0, without gaps; a gap is a picture dropped on the way. */
    public final long sequence() {
        return sequence;
    }

    /** The instant of capture on the host's monotonic clock, in nanoseconds, as {@link System#nanoTime()} counts. */
    public final long captureNanos() {
        return captureNanos;
    }

    /** What {@link #captureNanos()} is worth. */
    public final TimeQuality timeQuality() {
        return timeQuality;
    }

    /**
     * Whose clock {@link #senderNanos()} is: 0 for this host's own, else a number that pictures have in common if one
     * clock stamped them.
     */
    public final long senderClock() {
        return senderClock;
    }

    /**
     * The instant of capture as its sender's clock has it, in nanoseconds from an origin of that clock; for a picture
     * of this host {@link #captureNanos()}. Two instants of one clock compare exactly, whereas {@link #captureNanos()}
     * of pictures from elsewhere has an estimate in it. Means nothing where {@link #timeQuality()} is
     * {@link TimeQuality#ARRIVAL}.
     */
    public final long senderNanos() {
        return senderNanos;
    }

    /** This picture's place in its pool, from 0; stable for the picture's life. */
    public final int index() {
        return index;
    }

    final void stamp(VideoFormat newFormat, long newSequence, long newCaptureNanos, TimeQuality newQuality) {
        format = newFormat;
        sequence = newSequence;
        captureNanos = newCaptureNanos;
        timeQuality = newQuality;
        senderClock = 0;
        senderNanos = newCaptureNanos;
    }

    final void stampSender(long clock, long nanos) {
        senderClock = clock;
        senderNanos = nanos;
    }

    /**
     * Adds a reference.
     *
     * @throws IllegalStateException if nobody holds this picture any more
     */
    public final void retain() {
        int before;
        do {
            before = (int) REFERENCES.getVolatile(this);
            if (before == 0) {
                throw new IllegalStateException("retain of a picture that is back in its pool: " + this);
            }
        } while (!REFERENCES.compareAndSet(this, before, before + 1));
    }

    /**
     * Gives one reference back; the last one returns the picture to its pool.
     *
     * @throws IllegalStateException if it was given back already
     */
    @Override
    public final void close() {
        int before;
        do {
            before = (int) REFERENCES.getVolatile(this);
            if (before == 0) {
                throw new IllegalStateException("close of a picture that is back in its pool: " + this);
            }
        } while (!REFERENCES.compareAndSet(this, before, before - 1));
        if (before == 1) {
            pool.give(index);
        }
    }

    final void taken() {
        REFERENCES.setVolatile(this, 1);
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + format + ", sequence " + sequence + ", slot " + index + "]";
    }
}
