package flathead.snapshot.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.Frame;
import flathead.api.MediaException;
import flathead.api.Pool;
import flathead.api.Snapshot;
import flathead.api.SnapshotException;
import flathead.api.SnapshotException.Reason;
import flathead.api.StreamId;
import flathead.api.TimeQuality;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import flathead.stamp.Stamp;
import flathead.stamp.StampReader;
import flathead.testkit.Await;
import flathead.testkit.FakeClock;
import flathead.testkit.Frames;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SnapshotServiceTest {
    private static final VideoFormat RAW = new VideoFormat(Codec.I420, 320, 240, 30);
    private static final int SECOND = 1_000;

    private final FakeClock clock = new FakeClock();
    private final SnapshotService service = new SnapshotService(null, Map.of("keep", 10, "patience", 30_000), clock);
    private final Pool<Frame> pool = Pool.ofFrames(RAW, 4);
    private final AtomicInteger limit = new AtomicInteger(-1);
    private final Feedback upstream = new Feedback() {
        @Override
        public void requestKeyframe() {
            throw new AssertionError("a decoder asks for itself");
        }

        @Override
        public void limitBitrate(int bitsPerSecond) {
            limit.set(bitsPerSecond);
        }
    };
    private final VideoSink.Outlet left;
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private long sequence;

    SnapshotServiceTest() throws MediaException {
        left = service.open(new StreamId("left", "robot", "left", 1), RAW, upstream);
    }

    @AfterEach
    void close() {
        left.close();
        service.deactivate();
        callers.shutdownNow();
        assertEquals(0, pool.inFlight());
    }

    private boolean offer(long nanos) {
        try (Frame frame = pool.tryTake()) {
            Frames.fill(frame, 0);
            Stamp.paint(frame.memory().plane(0), RAW.width(), RAW.width(), nanos, sequence, 7);
            frame.set(sequence++, nanos);
            return left.offer(frame);
        }
    }

    private CompletableFuture<Snapshot> ask(String name) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return service.camera(name);
            } catch (SnapshotException | InterruptedException e) {
                throw new CompletionException(e);
            }
        }, callers);
    }

    private static Reason reason(CompletableFuture<Snapshot> asked) {
        CompletionException thrown = assertThrows(CompletionException.class, asked::join);
        return ((SnapshotException) thrown.getCause()).reason();
    }

    private void wanted() {
        Await.until("pictures are wanted", () -> limit.get() == Feedback.UNLIMITED);
    }

    @Test
    void theStampIsReadFromTheFile() throws Exception {
        assertEquals(Feedback.NOTHING, limit.get(), "nobody asks");
        assertFalse(offer(1));
        CompletableFuture<Snapshot> asked = ask("left");
        wanted();
        long captured = System.nanoTime() - 5_000_000;
        assertTrue(offer(captured));
        Snapshot shot = asked.join();
        assertEquals(1, shot.sequence());
        assertEquals(captured, shot.captureNanos());
        assertEquals(TimeQuality.CAPTURE, shot.timeQuality());
        Duration age = Duration.between(shot.captured(), Instant.now());
        assertTrue(age.toMillis() >= 4 && age.toSeconds() < 30, () -> "captured " + age + " ago");
        assertEquals("320 240", shot.width() + " " + shot.height());
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(shot.jpeg()));
        ByteBuffer luma = ByteBuffer.allocate(320 * 240);
        for (int i = 0; i < 320 * 240; i++) {
            luma.put(i, (byte) (image.getRGB(i % 320, i / 320) >> 8));
        }
        StampReader reader = new StampReader();
        assertTrue(reader.read(luma, 320, 320, 240));
        assertEquals("1 7 " + Stamp.ticks(captured), reader.counter() + " " + reader.camera() + " " + reader.ticks());
        assertTrue(shot.tag().matches("[A-Za-z0-9-]+"), shot.tag());
    }

    @Test
    void whoAsksForTheSamePictureGetsTheSameFile() throws Exception {
        CompletableFuture<Snapshot> first = ask("left");
        wanted();
        offer(1);
        Snapshot shot = first.join();
        List<CompletableFuture<byte[]>> files = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            files.add(ask("left").thenApply(same -> {
                assertSame(shot, same);
                try {
                    return same.jpeg();
                } catch (SnapshotException e) {
                    throw new CompletionException(e);
                }
            }));
        }
        files.forEach(file -> assertSame(files.get(0).join(), file.join()));
        offer(2);
        Snapshot next = service.camera("left");
        assertNotSame(shot, next);
        assertNotEquals(shot.tag(), next.tag());
        assertEquals(1, pool.inFlight(), "the newest alone is held");
    }

    @Test
    void decodingEndsWhenNobodyHasAskedForAWhile() throws Exception {
        CompletableFuture<Snapshot> first = ask("left");
        wanted();
        offer(1);
        first.join();
        clock.advanceMillis(9 * SECOND);
        assertTrue(service.expire());
        service.camera("left");
        clock.advanceMillis(9 * SECOND);
        assertTrue(service.expire());
        assertEquals(Feedback.UNLIMITED, limit.get());
        clock.advanceMillis(SECOND);
        assertFalse(service.expire());
        assertEquals(Feedback.NOTHING, limit.get());
        assertEquals(0, pool.inFlight());
        assertFalse(offer(2), "one that was on its way");
        CompletableFuture<Snapshot> again = ask("left");
        wanted();
        offer(3);
        assertEquals(2, again.join().sequence(), "not the one from before the pause");
    }

    @Test
    void theSecondTicksWithoutATest() {
        SnapshotService real = new SnapshotService(null, Map.of("keep", 1, "patience", 100));
        try {
            AtomicInteger wishes = new AtomicInteger(-1);
            VideoSink.Outlet outlet = real.open(new StreamId("rear", "robot", "rear", 1), RAW, new Feedback() {
                @Override
                public void requestKeyframe() {
                }

                @Override
                public void limitBitrate(int bitsPerSecond) {
                    wishes.set(bitsPerSecond);
                }
            });
            for (int round = 0; round < 2; round++) {
                SnapshotException none = assertThrows(SnapshotException.class, () -> real.camera("rear"));
                assertEquals(Reason.NO_PICTURE, none.reason());
                assertEquals("no picture of rear was decoded within 100 ms", none.getMessage());
                assertEquals(Feedback.UNLIMITED, wishes.get());
                Await.until("it is paused again", () -> wishes.get() == Feedback.NOTHING);
            }
            outlet.close();
        } catch (MediaException e) {
            throw new AssertionError(e);
        } finally {
            real.deactivate();
        }
    }

    @Test
    void whatIsNotThereIsSaid() {
        SnapshotException unknown = assertThrows(SnapshotException.class, () -> service.camera("moon"));
        assertEquals(Reason.UNKNOWN, unknown.reason());
        assertEquals("no camera streams under the name moon; there is left", unknown.getMessage());
        assertEquals(Reason.UNKNOWN, assertThrows(SnapshotException.class, () -> service.stereo("main")).reason());
        CompletableFuture<Snapshot> waits = ask("left");
        wanted();
        left.close();
        assertEquals(Reason.NO_PICTURE, reason(waits));
        assertEquals(Reason.UNKNOWN, reason(ask("left")));
    }

    @Test
    void onlySoManyMayWait() throws Exception {
        List<CompletableFuture<Snapshot>> waiting = new ArrayList<>();
        for (int i = 0; i < Waiting.MOST + 1; i++) {
            waiting.add(ask("left"));
        }
        Await.until("one is turned away", () -> waiting.stream().anyMatch(CompletableFuture::isDone));
        assertEquals(Reason.BUSY, reason(waiting.stream().filter(CompletableFuture::isDone).findAny().orElseThrow()));
        offer(1);
        assertEquals(Waiting.MOST, waiting.stream().filter(each -> {
            try {
                return each.join().sequence() == 0;
            } catch (CompletionException e) {
                return false;
            }
        }).count());
    }

    @Test
    void settingsAreJudged() {
        SnapshotCheck check = new SnapshotCheck();
        assertEquals(Optional.empty(), check.refusal("flathead.snapshot", Map.of("keep", "5", "quality", 1)));
        assertEquals(Optional.of("flathead.snapshot: patience = 5 is refused; allowed: 100 to 30000"),
            check.refusal("flathead.snapshot", Map.of("patience", 5)));
        assertEquals(Optional.of("flathead.snapshot: quality = best is refused; allowed: 1 to 100"),
            check.refusal("flathead.snapshot", Map.of("quality", "best")));
        service.modified(Map.of("keep", 0));
        service.modified(Map.of("keep", 20));
    }
}
