package flathead.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.VideoSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link VideoSource} keeps to. An implementation's test extends it and says how to make one whose stream
 * flows.
 */
@Timeout(90)
public abstract class VideoSourceContract {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final List<VideoSource.SourceLink> open = new ArrayList<>();

    /** The source under test, whose other side sends; may be called more than once in a test, answers the same one. */
    protected abstract VideoSource source() throws Exception;

    /** Ends the stream for good, as when its other side is gone. */
    protected abstract void end() throws Exception;

    @AfterEach
    void closeAll() {
        open.forEach(VideoSource.SourceLink::close);
    }

    private VideoSource.SourceLink open(Collector out) throws Exception {
        VideoSource.SourceLink link = source().open(source().codecs().get(0), out);
        open.add(link);
        return link;
    }

    private static void awaitMore(Collector out, int more) {
        int count = out.count() + more;
        Await.until(() -> count + " pictures, " + out.count() + " came", LIMIT, () -> out.count() >= count);
    }

    @Test
    void picturesComeInOrderByOneThread() throws Exception {
        Collector out = new Collector();
        VideoSource.SourceLink link = open(out);
        awaitMore(out, 30);
        long now = System.nanoTime();
        link.close();
        assertFalse(out.manyThreads());
        Codec codec = source().codecs().get(0);
        Collector.Seen before = null;
        for (Collector.Seen seen : out.seen()) {
            assertEquals(codec, seen.format().codec());
            assertTrue(before == null || before.sequence() < seen.sequence(), out.seen()::toString);
            assertTrue(before == null || before.captureNanos() <= seen.captureNanos(), out.seen()::toString);
            assertTrue(Math.abs(now - seen.captureNanos()) < LIMIT.toNanos(), "on the host's monotonic clock");
            before = seen;
        }
        assertEquals(out.count(), link.stats().out());
        assertEquals(link.stats().in(), link.stats().out() + link.stats().dropped() + link.stats().inFlight());
    }

    @Test
    void codecsThatItDoesNotHaveAreRefusedByName() throws Exception {
        for (Codec codec : Codec.values()) {
            if (!source().codecs().contains(codec)) {
                String message = assertThrows(MediaException.class,
                    () -> source().open(codec, new Collector())).getMessage();
                assertTrue(message.contains(codec.name()), message);
            }
        }
    }

    @Test
    void eachCodecIsOpenOnceAtATime() throws Exception {
        Collector first = new Collector();
        VideoSource.SourceLink link = open(first);
        awaitMore(first, 1);
        assertThrows(MediaException.class, () -> open(new Collector()));
        awaitMore(first, 3);
        link.close();
        Collector second = new Collector();
        open(second);
        int before = first.count();
        awaitMore(second, 3);
        assertEquals(before, first.count(), "no picture after close");
    }

    @Test
    void closeInsideOfferDoesNotWait() throws Exception {
        CountDownLatch opened = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Collector out = new Collector() {
            @Override
            protected void offered(Media media) {
                try {
                    assertTrue(opened.await(20, TimeUnit.SECONDS));
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                open.get(0).close();
                closed.countDown();
            }
        };
        open(out);
        opened.countDown();
        assertTrue(closed.await(20, TimeUnit.SECONDS));
        open.get(0).close();
        assertEquals(1, out.count());
        Collector next = new Collector();
        Await.until("it can be opened again soon", LIMIT, () -> opens(next));
        awaitMore(next, 3);
        assertEquals(1, out.count());
    }

    private boolean opens(Collector out) {
        try {
            open(out);
            return true;
        } catch (MediaException e) {
            return false;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void wishesAreTakenAtAnyTime() throws Exception {
        Collector out = new Collector();
        VideoSource.SourceLink link = open(out);
        link.requestKeyframe();
        link.limitBitrate(500_000);
        awaitMore(out, 3);
        link.close();
        link.requestKeyframe();
        link.limitBitrate(0);
        link.close();
        assertEquals(out.count(), link.stats().out());
    }

    @Test
    void theEndIsToldOnce() throws Exception {
        Collector out = new Collector();
        VideoSource.SourceLink link = open(out);
        awaitMore(out, 3);
        end();
        Await.until("told", LIMIT, () -> out.failures() == 1);
        int count = out.count();
        link.close();
        assertThrows(MediaException.class, () -> open(new Collector()));
        assertEquals(count, out.count());
        assertEquals(1, out.failures());
    }

    @Test
    void whoClosedIsNotToldOfTheEnd() throws Exception {
        Collector out = new Collector();
        VideoSource.SourceLink link = open(out);
        awaitMore(out, 1);
        link.close();
        end();
        assertEquals(0, out.failures());
    }
}
