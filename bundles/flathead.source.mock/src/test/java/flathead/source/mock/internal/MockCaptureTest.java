package flathead.source.mock.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.CaptureLink;
import flathead.api.CaptureSettings;
import flathead.api.Codec;
import flathead.api.Frame;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.VideoFormat;
import flathead.stamp.Stamp;
import flathead.stamp.StampReader;
import flathead.testkit.Await;
import flathead.testkit.Collector;
import flathead.testkit.FakeClock;
import flathead.testkit.Frames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MockCaptureTest {
    private static final int FPS = 240;
    private static final VideoFormat FORMAT = new VideoFormat(Codec.I420, 160, 120, FPS);
    private static final long START = 1_000_000_000_000L;

    private final FakeClock clock = new FakeClock(START);
    private final MockCaptureFactory factory = new MockCaptureFactory(clock, () -> clock.nanos() / 1_000_000);
    private final List<CaptureLink> open = new ArrayList<>();

    /** Remembers what the pictures looked like and what their stamps said. */
    private static final class Eye extends Collector {
        final List<Long> hashes = Collections.synchronizedList(new ArrayList<>());
        final List<String> stamps = Collections.synchronizedList(new ArrayList<>());
        private final StampReader reader = new StampReader();

        @Override
        protected void offered(Media media) {
            Frame frame = (Frame) media;
            hashes.add(Frames.hash(frame));
            boolean read = reader.read(frame.memory().plane(0), frame.memory().stride(0), frame.format().width(),
                frame.format().height());
            stamps.add(read ? reader.ticks() + " " + reader.counter() + " " + reader.camera() : "none");
        }
    }

    @AfterEach
    void close() {
        open.forEach(CaptureLink::close);
    }

    private CaptureLink open(CaptureSettings settings, Collector out) throws MediaException {
        CaptureLink link = factory.open(settings, out);
        open.add(link);
        return link;
    }

    private static CaptureSettings settings(String device, VideoFormat format, String... controls) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < controls.length; i += 2) {
            map.put(controls[i], controls[i + 1]);
        }
        return new CaptureSettings(device, format, map);
    }

    private void awaitCount(Collector out, int count) {
        Await.until(() -> count + " pictures, not " + out.count(), Duration.ofSeconds(20),
            () -> out.count() >= count);
        assertEquals(count, out.count(), "and not more, while the clock stands still");
    }

    /** Moves the clock to when picture {@code n} is due, and some. */
    private void to(long n, long more) {
        long due = START + n * 1_000_000_000L / FPS + more;
        clock.advance(due - clock.nanos());
    }

    @Test
    void picturesComeExactlyWhenTheyAreDue() throws Exception {
        Eye eye = new Eye();
        CaptureLink link = open(settings("1", FORMAT), eye);
        awaitCount(eye, 1);
        for (int n = 1; n <= 20; n++) {
            to(n, -1);
            to(n, n % 3);
            awaitCount(eye, n + 1);
            assertEquals(START + n * 1_000_000_000L / FPS + n % 3, eye.last().captureNanos());
            assertEquals(n, eye.last().sequence());
            int seen = n + 1;
            Await.until("looked at", () -> eye.stamps.size() == seen);
            assertEquals(Stamp.ticks(eye.last().captureNanos()) + " " + n + " 1", eye.stamps.get(n));
        }
        assertEquals(0, link.stats().dropped());
    }

    @Test
    void aPhaseSetsWhenPicturesAreTaken() throws Exception {
        VideoFormat slow = new VideoFormat(Codec.I420, 160, 120, 100);
        Eye eye = new Eye();
        CaptureLink link = open(settings("0", slow, "phase", "7"), eye);
        clock.advanceMillis(7);
        awaitCount(eye, 1);
        assertEquals(START + 7_000_000, eye.last().captureNanos());
        clock.advanceMillis(11);
        awaitCount(eye, 2);
        assertEquals(START + 17_000_000, eye.last().captureNanos(), "when it was due, not when it was painted");
        Await.until("looked at", () -> eye.stamps.size() == 2);
        assertEquals(Stamp.ticks(START + 17_000_000) + " 1 0", eye.stamps.get(1));
        assertTrue(link.apply(settings("0", slow, "phase", "2.5")));
        clock.advanceMillis(10);
        awaitCount(eye, 3);
        assertEquals(START + 22_500_000, eye.last().captureNanos());
        MediaException refused = assertThrows(MediaException.class,
            () -> link.apply(settings("0", slow, "phase", "-1")));
        assertEquals("mock camera 0: phase = -1 is not allowed; a number within 0..1000 ms", refused.getMessage());
        assertEquals(0, link.stats().dropped());
    }

    @Test
    void aThreadThatIsALittleLateMakesEveryPicture() throws Exception {
        Eye eye = new Eye();
        CaptureLink link = open(settings("0", FORMAT), eye);
        awaitCount(eye, 1);
        to(MockCapture.QUEUED, 1_000);
        awaitCount(eye, 1 + MockCapture.QUEUED);
        assertEquals(MockCapture.QUEUED, eye.last().sequence());
        assertEquals(0, link.stats().dropped());
    }

    @Test
    void aThreadThatIsLaterSkipsCountsAndKeepsThePhase() throws Exception {
        Eye eye = new Eye();
        CaptureLink link = open(settings("0", FORMAT), eye);
        awaitCount(eye, 1);
        to(10, 1_000);
        awaitCount(eye, 1 + MockCapture.QUEUED);
        assertEquals(10, eye.last().sequence());
        assertEquals(6, link.stats().dropped());
        to(11, 0);
        awaitCount(eye, 2 + MockCapture.QUEUED);
        assertEquals(11, eye.last().sequence());
        assertEquals(6, link.stats().dropped());
        assertEquals(12, link.stats().in());
        assertEquals(6, link.stats().out());
    }

    @Test
    void theSameClockGivesTheSamePictures() throws Exception {
        Eye first = new Eye();
        Eye second = new Eye();
        Eye right = new Eye();
        open(settings("0", FORMAT), first);
        open(settings("0", FORMAT), second);
        open(settings("1", FORMAT), right);
        for (int n = 0; n < 15; n++) {
            to(n, 0);
            awaitCount(first, n + 1);
            awaitCount(second, n + 1);
            awaitCount(right, n + 1);
        }
        Await.until("all looked at", () -> first.stamps.size() + second.stamps.size() + right.stamps.size() == 45);
        assertEquals(first.hashes, second.hashes);
        assertEquals(15, Set.copyOf(first.hashes).size(), "all different");
        assertNotEquals(first.hashes, right.hashes);
    }

    @Test
    void theRateChangesWhileItRuns() throws Exception {
        Eye eye = new Eye();
        CaptureLink link = open(settings("0", FORMAT), eye);
        awaitCount(eye, 1);
        to(1, 0);
        awaitCount(eye, 2);
        eye.keep(1);
        to(2, 0);
        awaitCount(eye, 3);
        VideoFormat slow = new VideoFormat(Codec.I420, 160, 120, 100);
        assertTrue(link.apply(settings("0", slow)));
        assertEquals(slow, link.format());
        Await.until("pictures say the new rate", () -> {
            clock.advance(100_000);
            return eye.last().format().equals(slow);
        });
        assertTrue(eye.last().sequence() >= 3, "numbers go on");
        link.close();
        assertEquals(1, link.stats().inFlight(), "a picture held from before counts");
        eye.release();
        assertEquals(0, link.stats().inFlight());
    }

    @Test
    void settingsChangeTheNextPicture(@TempDir Path folder) throws Exception {
        Path image = Files.write(folder.resolve("grey.yuv"), new byte[160 * 120 * 3 / 2]);
        Eye eye = new Eye();
        CaptureLink link = open(settings("0", FORMAT), eye);
        awaitCount(eye, 1);
        List<CaptureSettings> steps = List.of(settings("0", FORMAT, "label", "hello"),
            settings("0", FORMAT, "brightness", "0.25"), settings("0", FORMAT, "brightness", "-0.25"),
            settings("0", FORMAT, "pattern", "image", "image", image.toString()), settings("0", FORMAT));
        for (CaptureSettings step : steps) {
            int before = eye.count();
            assertTrue(link.apply(step));
            to(before, 0);
            awaitCount(eye, before + 1);
            Await.until("looked at", () -> eye.stamps.size() == before + 1);
            assertNotEquals("none", eye.stamps.get(before), "every pattern carries the stamp");
        }
        assertEquals(steps.size() + 1, Set.copyOf(eye.hashes).size());
        assertFalse(link.apply(settings("1", FORMAT)), "another device is another camera");
        MediaException refusal = assertThrows(MediaException.class,
            () -> link.apply(settings("0", FORMAT, "pattern", "image", "image", folder.resolve("none").toString())));
        assertTrue(refusal.getMessage().contains("there is no such file"), refusal.getMessage());
        assertFalse(eye.thread().getState() == Thread.State.TERMINATED);
    }

    @Test
    void everyControlChangesTheNextPictureAndLeavesTheStampExact() throws Exception {
        Eye eye = new Eye();
        CaptureLink link = open(settings("1", FORMAT), eye);
        awaitCount(eye, 1);
        String[][] steps = {{"exposure", "5000"}, {"exposure", "1000000"}, {"exposure", "1"}, {"gain", "4"},
            {"brightness", "0.3"}, {"contrast", "0"}, {"saturation", "0"}, {"white.balance", "tungsten"},
            {"red.gain", "2", "blue.gain", "0.5"}, {"flip.horizontal", "true"}, {"flip.vertical", "true"},
            {"rotation", "180"}, {"rotation", "180", "contrast", "4", "gain", "16", "brightness", "1"}};
        for (String[] step : steps) {
            int n = eye.count();
            assertTrue(link.apply(settings("1", FORMAT, step)), String.join(" ", step));
            to(n, 0);
            awaitCount(eye, n + 1);
            Await.until("looked at", () -> eye.stamps.size() == n + 1);
            assertEquals(Stamp.ticks(eye.last().captureNanos()) + " " + n + " 1", eye.stamps.get(n),
                String.join(" ", step));
        }
        assertEquals(steps.length + 1, Set.copyOf(eye.hashes).size(), "each looks another way");
    }

    @Test
    void picturesTooNarrowForAStampHaveNone() throws Exception {
        Eye eye = new Eye();
        open(settings("0", new VideoFormat(Codec.I420, 64, 64, 240)), eye);
        awaitCount(eye, 1);
        Await.until("looked at", () -> eye.stamps.size() == 1);
        assertEquals(List.of("none"), eye.stamps);
    }

    @Test
    void aBugOfTheTakerEndsTheStreamWithAWord() throws Exception {
        Collector broken = new Collector() {
            @Override
            protected void offered(Media media) {
                throw new IllegalStateException("made by this test");
            }
        };
        CaptureLink link = open(settings("0", FORMAT), broken);
        Await.until("it is said", () -> broken.failure() != null);
        assertTrue(broken.failure().getMessage().contains("made by this test"));
        link.close();
        assertEquals(1, broken.failures());
        assertEquals(0, link.stats().inFlight());
    }
}
