package flathead.testkit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.CaptureFactory;
import flathead.api.CaptureLink;
import flathead.api.CaptureSettings;
import flathead.api.Codec;
import flathead.api.Control;
import flathead.api.Frame;
import flathead.api.FrameInput;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.Memory;
import flathead.api.Stats;
import flathead.api.VideoFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link CaptureFactory} keeps to. An implementation's test extends it and says how to make one.
 *
 * <p>A camera's {@link Stats}: {@code in} are the pictures that were due, {@code out} those offered, whether or not
 * they were taken, {@code dropped} those that were due and not offered, so that {@code in = out + dropped};
 * {@code inFlight} are the pictures of its pool that somebody holds.
 */
@Timeout(60)
public abstract class CaptureFactoryContract {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int WARM_UP = 400;
    private static final int MEASURED = 100;
    private static final int PARTS = 4;
    /** Controls that are set together. */
    private static final Map<String, String> PAIRS = Map.of("red.gain", "blue.gain", "blue.gain", "red.gain");

    private final List<CaptureLink> open = new ArrayList<>();

    /** The factory under test; may be called more than once in a test. */
    protected abstract CaptureFactory factory();

    /** Settings that open camera 0 or 1, at a rate that makes for a quick test. */
    protected CaptureSettings settings(int camera) {
        String device = factory().cameras().get(camera).device();
        return new CaptureSettings(device, new VideoFormat(Codec.I420, 320, 240, 60), Map.of());
    }

    /** Settings that an open camera cannot take without being opened again. */
    protected CaptureSettings reopening(CaptureSettings now) {
        VideoFormat format = now.format();
        return new CaptureSettings(now.device(),
            new VideoFormat(format.codec(), format.width() * 2, format.height() * 2, format.fps()), now.controls());
    }

    /** How many cameras may be open at once, 1 or 2. */
    protected int cameras() {
        return 2;
    }

    @AfterEach
    void closeAll() {
        open.forEach(CaptureLink::close);
    }

    private CaptureLink open(CaptureSettings settings, FrameInput out) throws MediaException {
        CaptureLink link = factory().open(settings, out);
        open.add(link);
        return link;
    }

    private static void awaitCount(Collector out, int count) {
        Await.until(() -> count + " pictures, " + out.count() + " came, failure " + out.failure(), LONG,
            () -> out.count() >= count);
    }

    private static void awaitMore(Collector out, int more) {
        awaitCount(out, out.count() + more);
    }

    private static CaptureSettings with(CaptureSettings settings, String name, String value) {
        Map<String, String> controls = new HashMap<>(settings.controls());
        controls.put(name, value);
        return new CaptureSettings(settings.device(), settings.format(), controls);
    }

    private static void assertAddsUp(Collector out, Stats stats) {
        assertEquals(out.count(), stats.out(), "out is what was offered");
        assertEquals(stats.out() + stats.dropped(), stats.in(), "in = out + dropped");
        assertEquals(0, stats.keyframes());
        assertEquals(0, stats.bytes());
        List<Collector.Seen> seen = out.seen();
        long missing = seen.get(seen.size() - 1).sequence() + 1 - seen.size();
        assertTrue(missing <= stats.dropped(),
            () -> missing + " numbers are missing and only " + stats.dropped() + " were counted as dropped");
    }

    @Test
    void picturesComeInOrderOnOneThreadOfItsOwn() throws Exception {
        long before = System.nanoTime();
        Collector out = new Collector();
        CaptureLink link = open(settings(0), out);
        awaitCount(out, 20);
        Thread thread = out.thread();
        assertTrue(thread.isDaemon(), "a daemon thread");
        assertTrue(thread.getName().startsWith("flathead-capture-"), thread.getName());
        link.close();
        long after = System.nanoTime();
        assertFalse(thread.isAlive(), "close waits for the thread");
        assertFalse(out.manyThreads(), "one thread");
        assertEquals(0, out.seen().get(0).sequence(), "numbers start at 0");
        Collector.Seen last = null;
        for (Collector.Seen seen : out.seen()) {
            assertEquals(link.format(), seen.format());
            assertTrue(seen.captureNanos() - before >= 0 && after - seen.captureNanos() >= 0, "captured after open");
            if (last != null) {
                assertTrue(seen.sequence() > last.sequence(), "numbers rise");
                assertTrue(seen.captureNanos() - last.captureNanos() > 0, "capture times rise");
            }
            last = seen;
        }
        assertAddsUp(out, link.stats());
        assertEquals(0, link.stats().inFlight(), "all pictures are back");
        assertEquals(0, out.failures());
    }

    @Test
    void planesHoldTheWholePicture() throws Exception {
        Collector out = new Collector();
        CaptureLink link = open(settings(0), out);
        out.keep();
        Await.until("a picture", () -> !out.kept().isEmpty());
        Frame frame = (Frame) out.kept().get(0);
        VideoFormat format = link.format();
        Memory memory = frame.memory();
        assertTrue(format.codec().isRaw());
        assertEquals(format.codec() == Codec.I420 ? 3 : 2, memory.planes());
        for (int plane = 0; plane < memory.planes(); plane++) {
            int lines = plane == 0 ? format.height() : format.height() / 2;
            int width = plane == 0 || format.codec() == Codec.NV12 ? format.width() : format.width() / 2;
            assertTrue(memory.plane(plane).isDirect());
            assertTrue(memory.stride(plane) >= width);
            assertTrue(memory.plane(plane).capacity() >= memory.stride(plane) * (lines - 1) + width);
        }
        out.release();
    }

    @Test
    void anEmptyPoolIsCountedAndRecovers() throws Exception {
        Collector out = new Collector();
        out.keep();
        CaptureLink link = open(settings(0), out);
        int held = out.awaitEmptyPool(link::stats);
        out.release();
        awaitMore(out, 10);
        link.close();
        assertAddsUp(out, link.stats());
        assertTrue(out.last().sequence() >= held + 5, "drops leave a gap in the numbers");
        assertEquals(0, link.stats().inFlight());
    }

    @Test
    void aHeldPictureStaysAsItWas() throws Exception {
        Collector out = new Collector();
        out.keep(1);
        CaptureLink link = open(settings(0), out);
        Await.until("a kept picture", () -> !out.kept().isEmpty());
        Frame held = (Frame) out.kept().get(0);
        long hash = Frames.hash(held);
        long sequence = held.sequence();
        awaitMore(out, 3);
        assertEquals(hash, Frames.hash(held), "while others are captured");
        link.close();
        assertEquals(hash, Frames.hash(held), "after close");
        assertEquals(sequence, held.sequence());
        assertEquals(1, link.stats().inFlight());
        out.release();
        assertEquals(0, link.stats().inFlight());
    }

    @Test
    void refusalsDoNotStopIt() throws Exception {
        Collector out = new Collector();
        out.refuse(true);
        CaptureLink link = open(settings(0), out);
        awaitCount(out, 10);
        out.refuse(false);
        awaitMore(out, 10);
        link.close();
        assertAddsUp(out, link.stats());
        assertEquals(0, link.stats().inFlight());
        assertEquals(0, out.failures());
    }

    @Test
    void aTakerThatBreaksLosesNoPicture() throws Exception {
        CountDownLatch threw = new CountDownLatch(1);
        CaptureLink link = open(settings(0), media -> {
            threw.countDown();
            throw new IllegalStateException("a bug of the taker, made by this test");
        });
        assertTrue(threw.await(20, TimeUnit.SECONDS));
        link.close();
        assertEquals(0, link.stats().inFlight());
    }

    @Test
    void nothingComesAfterCloseAndCloseMayBeRepeated() throws Exception {
        Collector out = new Collector();
        CaptureLink link = open(settings(0), out);
        awaitCount(out, 3);
        link.close();
        int count = out.count();
        Stats stats = link.stats();
        link.close();
        assertFalse(out.thread().isAlive());
        assertEquals(count, out.count());
        assertEquals(stats, link.stats(), "counters stay readable and still");
        assertEquals(0, out.failures(), "close is no failure");
    }

    @Test
    void closeWaitsForTheCallbackThatRuns() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Collector out = new Collector() {
            @Override
            protected void offered(Media media) {
                inside.countDown();
                assertDoesNotThrow(() -> leave.await());
            }
        };
        CaptureLink link = open(settings(0), out);
        assertTrue(inside.await(20, TimeUnit.SECONDS));
        Thread closer = new Thread(link::close, "closer");
        closer.start();
        Await.until("close waits", () -> closer.getState() == Thread.State.WAITING
            || closer.getState() == Thread.State.TIMED_WAITING || closer.getState() == Thread.State.BLOCKED);
        assertTrue(closer.isAlive());
        leave.countDown();
        closer.join();
        assertFalse(out.thread().isAlive());
        assertEquals(0, link.stats().inFlight());
    }

    @Test
    void closeFromInsideTheCallbackDoesNotWait() throws Exception {
        AtomicReference<CaptureLink> self = new AtomicReference<>();
        CountDownLatch closed = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        Collector out = new Collector() {
            @Override
            protected void offered(Media media) {
                CaptureLink link = self.get();
                if (link != null) {
                    calls.incrementAndGet();
                    link.close();
                    closed.countDown();
                }
            }
        };
        CaptureLink link = open(settings(0), out);
        self.set(link);
        assertTrue(closed.await(20, TimeUnit.SECONDS));
        link.close();
        assertFalse(out.thread().isAlive(), "a close from outside waits for the rest");
        assertEquals(1, calls.get(), "no callback after the one that closed");
        assertEquals(out.count(), link.stats().out());
        assertEquals(0, link.stats().inFlight());
    }

    @Test
    void controlsAreDescribed() throws Exception {
        CaptureLink link = open(settings(0), new Collector());
        Set<String> names = new HashSet<>();
        for (Control control : link.controls()) {
            assertTrue(names.add(control.name()), () -> control.name() + " is listed twice");
            assertNotNull(control.unit());
            switch (control.type()) {
                case INTEGER, NUMBER -> {
                    double initial = control.initial().isEmpty() ? Double.NaN : Double.parseDouble(control.initial());
                    assertFalse(initial < control.min() || initial > control.max(), () -> control.toString());
                }
                case CHOICE -> assertTrue(control.choices().contains(control.initial()), () -> control.toString());
                case BOOLEAN -> assertTrue(Set.of("true", "false").contains(control.initial()));
                default -> assertNotNull(control.initial());
            }
        }
    }

    @Test
    void liveSettingsDoNotInterrupt() throws Exception {
        Collector out = new Collector();
        CaptureLink link = open(settings(0), out);
        awaitCount(out, 3);
        for (Control control : link.controls()) {
            boolean ranged = control.min() < control.max();
            if (ranged) {
                double middle = (control.min() + control.max()) / 2;
                String value = control.type() == Control.Type.INTEGER ? String.valueOf(Math.round(middle))
                    : String.valueOf(middle);
                CaptureSettings changed = with(settings(0), control.name(), value);
                String other = PAIRS.get(control.name());
                assertTrue(link.apply(other == null ? changed : with(changed, other, value)),
                    () -> control.name() + " is live");
                awaitMore(out, 2);
            }
        }
        assertTrue(link.apply(settings(0)), "what is set already is no reason to open again");
        awaitMore(out, 2);
        link.close();
        assertAddsUp(out, link.stats());
        assertFalse(out.manyThreads());
        assertEquals(0, link.stats().inFlight());
    }

    @Test
    void aNewSizeAsksToBeOpenedAgain() throws Exception {
        Collector out = new Collector();
        CaptureLink link = open(settings(0), out);
        awaitCount(out, 3);
        VideoFormat before = link.format();
        CaptureSettings other = reopening(settings(0));
        assertFalse(link.apply(other));
        assertEquals(before, link.format(), "nothing has changed");
        awaitMore(out, 3);
        assertEquals(before, out.last().format());
        link.close();

        Collector again = new Collector();
        CaptureLink reopened = open(other, again);
        awaitCount(again, 3);
        reopened.close();
        assertEquals(reopened.format(), again.last().format());
    }

    @Test
    void badSettingsAreRefusedByNameAndLeaveTheStreamGoing() throws Exception {
        Collector out = new Collector();
        CaptureLink link = open(settings(0), out);
        awaitCount(out, 3);
        Map<CaptureSettings, List<String>> bad = new HashMap<>();
        bad.put(with(settings(0), "flux-capacitor", "88"), List.of("flux-capacitor"));
        for (Control control : link.controls()) {
            String value = switch (control.type()) {
                case INTEGER -> String.valueOf((long) control.max() + 1);
                case NUMBER -> String.valueOf(control.max() * 2 + 1);
                case CHOICE, BOOLEAN -> "no such choice";
                default -> null;
            };
            if (value != null) {
                bad.put(with(settings(0), control.name(), value), List.of(control.name(), value));
            }
            if (control.type() == Control.Type.INTEGER || control.type() == Control.Type.NUMBER) {
                bad.put(with(settings(0), control.name(), "plenty"), List.of(control.name(), "plenty"));
            }
        }
        for (Map.Entry<CaptureSettings, List<String>> entry : bad.entrySet()) {
            MediaException refusal = assertThrows(MediaException.class, () -> link.apply(entry.getKey()));
            entry.getValue().forEach(word -> assertTrue(refusal.getMessage().contains(word), refusal.getMessage()));
        }
        awaitMore(out, 3);
        String second = settings(0).device();
        if (cameras() > 1) {
            second = settings(1).device();
        } else {
            link.close();
        }
        for (Map.Entry<CaptureSettings, List<String>> entry : bad.entrySet()) {
            CaptureSettings refused = new CaptureSettings(second, entry.getKey().format(), entry.getKey().controls());
            Collector nobody = new Collector();
            MediaException refusal = assertThrows(MediaException.class, () -> open(refused, nobody));
            entry.getValue().forEach(word -> assertTrue(refusal.getMessage().contains(word), refusal.getMessage()));
            assertEquals(0, nobody.count());
        }
        link.close();
        assertAddsUp(out, link.stats());
        assertEquals(0, out.failures());
    }

    @Test
    void wishesAreTakenCalmly() throws Exception {
        Collector out = new Collector();
        CaptureLink link = open(settings(0), out);
        link.requestKeyframe();
        link.limitBitrate(100_000);
        awaitCount(out, 2);
        link.close();
        link.requestKeyframe();
        assertEquals(0, link.stats().inFlight());
    }

    @Test
    void twoCamerasDoNotDisturbEachOther() throws Exception {
        if (cameras() < 2) {
            return;
        }
        Collector left = new Collector();
        Collector right = new Collector();
        CaptureLink leftLink = open(settings(0), left);
        CaptureLink rightLink = open(settings(1), right);
        left.keep();
        awaitCount(right, 5);
        Await.until("one camera's pool is empty", LONG, () -> leftLink.stats().dropped() > 0);
        awaitMore(right, 5);
        assertTrue(left.thread() != right.thread());
        leftLink.close();
        awaitMore(right, 3);
        rightLink.close();
        left.release();
        assertAddsUp(left, leftLink.stats());
        assertAddsUp(right, rightLink.stats());
        assertEquals(0, leftLink.stats().inFlight() + rightLink.stats().inFlight());
    }

    @Test
    void aPictureAllocatesNothing() throws Exception {
        long[] allocated = new long[WARM_UP + MEASURED + 1];
        CountDownLatch done = new CountDownLatch(allocated.length);
        CaptureLink link = open(settings(0), media -> {
            int at = (int) (allocated.length - done.getCount());
            if (at < allocated.length) {
                allocated[at] = Allocations.ofThisThread();
            }
            done.countDown();
            return true;
        });
        assertTrue(done.await(40, TimeUnit.SECONDS));
        link.close();
        long[] bytes = IntStream.range(0, PARTS).map(part -> WARM_UP + part * MEASURED / PARTS)
            .mapToLong(from -> allocated[from + MEASURED / PARTS] - allocated[from]).sorted().toArray();
        assertEquals(0, bytes[PARTS - 2], "bytes allocated beside the one part in which the compiler's work may show");
    }
}
