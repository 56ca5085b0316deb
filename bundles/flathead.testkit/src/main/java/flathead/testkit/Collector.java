package flathead.testkit;

import flathead.api.FrameInput;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.Stats;
import flathead.api.VideoFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Takes pictures and remembers what came: the numbers of all of them, and the pictures themselves while it is told to
 * keep them. Offered to by one thread, asked by any.
 */
public class Collector implements FrameInput {
    /** What is remembered of a picture. */
    public record Seen(long sequence, long captureNanos, VideoFormat format) {
    }

    private final List<Seen> seen = new ArrayList<>();
    private final List<Media> kept = new ArrayList<>();
    private Thread thread;
    private boolean manyThreads;
    private int room;
    private boolean refusing;
    private MediaException failure;
    private int failures;

    @Override
    public boolean offer(Media media) {
        synchronized (this) {
            if (thread != null && thread != Thread.currentThread()) {
                manyThreads = true;
            }
            thread = Thread.currentThread();
            seen.add(new Seen(media.sequence(), media.captureNanos(), media.format()));
            if (refusing) {
                return false;
            }
            if (room > kept.size()) {
                media.retain();
                kept.add(media);
            }
        }
        offered(media);
        return true;
    }

    /** Called for each picture that was not refused, on the offering thread, with no lock held. */
    protected void offered(Media media) {
    }

    @Override
    public synchronized void failed(MediaException cause) {
        failure = cause;
        failures++;
    }

    /** From now on every picture is kept, until {@link #release}. */
    public void keep() {
        keep(Integer.MAX_VALUE);
    }

    /** From now on pictures are kept until there are {@code most}, and until {@link #release}. */
    public synchronized void keep(int most) {
        room = most;
    }

    /** From now on every picture is refused, or taken again. */
    public synchronized void refuse(boolean on) {
        refusing = on;
    }

    /** Gives every kept picture back, and keeps no more. */
    public void release() {
        List<Media> out;
        synchronized (this) {
            room = 0;
            out = new ArrayList<>(kept);
            kept.clear();
        }
        out.forEach(Media::close);
    }

    /** The pictures that are kept now. */
    public synchronized List<Media> kept() {
        return new ArrayList<>(kept);
    }

    /** How many pictures came. */
    public synchronized int count() {
        return seen.size();
    }

    /**
     * Waits, while every picture is kept, until the pool is empty: several are dropped and none comes, as a picture may
     * also be dropped because it was missed in time. Answers how many are held then; fails if that is not within thirty
     * seconds.
     */
    public int awaitEmptyPool(Supplier<Stats> stats) {
        int[] held = {-1};
        long[] dropped = {0};
        Await.until(() -> "every picture of the pool is held; " + count() + " came: " + stats.get(),
            Duration.ofSeconds(30), () -> {
                Stats now = stats.get();
                if (count() != held[0]) {
                    held[0] = count();
                    dropped[0] = now.dropped();
                }
                return now.dropped() >= dropped[0] + 5 && now.inFlight() == held[0];
            });
        return held[0];
    }

    /** What came, oldest first. */
    public synchronized List<Seen> seen() {
        return new ArrayList<>(seen);
    }

    /** The last that came; null if none did. */
    public synchronized Seen last() {
        return seen.isEmpty() ? null : seen.get(seen.size() - 1);
    }

    /** The thread that offered last; null if none did. */
    public synchronized Thread thread() {
        return thread;
    }

    /** Whether more than one thread offered. */
    public synchronized boolean manyThreads() {
        return manyThreads;
    }

    /** Why the stream broke; null if it did not. */
    public synchronized MediaException failure() {
        return failure;
    }

    /** How often it was said that the stream broke. */
    public synchronized int failures() {
        return failures;
    }
}
