package flathead.meter.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.Frame;
import flathead.api.Media;
import flathead.api.StreamId;
import flathead.api.TimeQuality;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import flathead.stamp.Stamp;
import flathead.testkit.Allocations;
import flathead.testkit.FakeClock;
import flathead.testkit.Frames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class MeterTest {
    private static final StreamId REMOTE = new StreamId("left", "client", "left", 1);
    private static final StreamId LOCAL = StreamId.local("left");

    private final FakeClock clock = new FakeClock();
    private final Meter meter = new Meter(clock, "");
    private final Frames frames = new Frames(new VideoFormat(Codec.I420, 160, 120, 30));
    private final Frames nv12 = new Frames(new VideoFormat(Codec.NV12, 160, 120, 30));
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("flathead.meter");

    @TempDir
    Path folder;

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void silence() {
        logger.detachAppender(log);
        meter.deactivate();
    }

    private List<String> lines() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private VideoSink.Outlet open(StreamId stream) throws Exception {
        return meter.open(stream, frames.format(), Feedback.NONE);
    }

    private static void offer(VideoSink.Outlet outlet, Frames from, long painted, int counter, long captured) {
        offer(outlet, from, painted, counter, captured, TimeQuality.ARRIVAL);
    }

    private static void offer(VideoSink.Outlet outlet, Frames from, long painted, int counter, long captured,
            TimeQuality quality) {
        try (Media media = from.next(captured)) {
            Frame frame = (Frame) media;
            frame.set(frame.sequence(), captured, quality);
            Stamp.paint(frame.memory().plane(0), frame.memory().stride(0), 160, painted, counter, 7);
            assertTrue(outlet.offer(frame));
        }
    }

    @Test
    void aLocalPictureAgesUntilItIsOffered() throws Exception {
        VideoSink.Outlet outlet = open(LOCAL);
        long painted = clock.nanos();
        clock.advanceMillis(12);
        offer(outlet, frames, painted, 1, painted);
        assertEquals(12.0, outlet.stats().latency().p50());
        assertEquals(1, outlet.stats().latency().samples());
    }

    @Test
    void aRemotePictureThatKnowsItsCaptureAgesUntilItIsOffered() throws Exception {
        VideoSink.Outlet outlet = open(REMOTE);
        long painted = clock.nanos();
        clock.advanceMillis(9);
        offer(outlet, frames, painted, 1, painted, TimeQuality.CAPTURE);
        assertEquals(9.0, outlet.stats().latency().p50());
    }

    @Test
    void theAgeSinceCaptureNeedsNoStampButATimeOfCapture() throws Exception {
        VideoSink.Outlet outlet = open(REMOTE);
        for (TimeQuality quality : TimeQuality.values()) {
            long captured = clock.nanos();
            clock.advance(7_250_000);
            try (Media media = frames.next(captured)) {
                Frame frame = (Frame) media;
                frame.set(frame.sequence(), captured, quality);
                frame.memory().plane(0).put(0, new byte[160]);
                assertTrue(outlet.offer(frame));
            }
        }
        assertNull(outlet.stats().latency());
        assertEquals(7.2, outlet.stats().captureLatency().p50());
        assertEquals(1, outlet.stats().captureLatency().samples(), "an estimate is not enough");
        clock.advanceMillis(6_000);
        assertNull(outlet.stats().captureLatency(), "the stream has stopped");
    }

    @Test
    void aRemotePictureAgesUntilItsDecoderDeliveredIt() throws Exception {
        VideoSink.Outlet outlet = open(REMOTE);
        for (int i = 0; i < 100; i++) {
            long painted = clock.nanos();
            long decoded = clock.advance(i < 90 ? 1_500_000 : 4_200_000);
            clock.advanceMillis(20);
            offer(outlet, i % 2 == 0 ? frames : nv12, painted, i, decoded);
        }
        assertEquals(1.5, outlet.stats().latency().p50());
        assertEquals(4.2, outlet.stats().latency().p95());
        assertEquals(4.2, outlet.stats().latency().p99());
        assertEquals(100, outlet.stats().latency().samples());
        clock.advanceMillis(6_000);
        assertNull(outlet.stats().latency(), "the stream has stopped");
    }

    @Test
    void anotherHostsClockGivesNoLatency() throws Exception {
        VideoSink.Outlet outlet = open(REMOTE);
        offer(outlet, frames, clock.nanos() + 500_000_000L, 1, clock.nanos());
        offer(outlet, frames, clock.nanos() - 10_100_000_000L, 2, clock.nanos());
        assertNull(outlet.stats().latency());
        assertEquals(2, outlet.stats().out());
        offer(outlet, frames, clock.nanos() - 9_999_000_000L, 3, clock.nanos());
        assertNotNull(outlet.stats().latency());
    }

    @Test
    void skippedRepeatedAndDamagedStampsAreCounted() throws Exception {
        MeterOutlet outlet = (MeterOutlet) open(REMOTE);
        try (Media plain = frames.next(0)) {
            outlet.offer(plain);
        }
        assertEquals(0, outlet.track().unreadable(), "a stream without stamps has no damaged ones");
        assertNull(outlet.stats().latency());
        int[] counters = {65534, 65535, 0, 3, 3, 4, 60000, 60001};
        for (int counter : counters) {
            offer(outlet, frames, clock.nanos(), counter, clock.nanos());
        }
        try (Media plain = frames.next(0)) {
            outlet.offer(plain);
        }
        assertEquals(2, outlet.track().skipped(), "1 and 2; the step back to 60000 is a new beginning");
        assertEquals(1, outlet.track().repeated());
        assertEquals(1, outlet.track().unreadable());
    }

    @Test
    void readingAStampAllocatesNothing() throws Exception {
        VideoSink.Outlet outlet = open(LOCAL);
        try (Media media = frames.next(0)) {
            Frame frame = (Frame) media;
            long before = 0;
            for (int i = 0; i < 4_000; i++) {
                if (i == 3_000) {
                    before = Allocations.ofThisThread();
                }
                Stamp.paint(frame.memory().plane(0), frame.memory().stride(0), 160, clock.advanceMillis(3), i, 7);
                outlet.offer(frame);
            }
            assertEquals(0, Allocations.ofThisThread() - before);
        }
        assertTrue(outlet.stats().latency().samples() > 1_000);
    }

    @Test
    void aLineAtTheStartAndOneAtTheEnd() throws Exception {
        VideoSink.Outlet outlet = open(REMOTE);
        clock.advanceMillis(345);
        for (int i = 0; i < 31; i++) {
            offer(outlet, frames, clock.nanos() - 2_000_000, i, clock.nanos());
            clock.advance(i < 30 ? 100_000_000 / 3 : 0);
        }
        outlet.close();
        outlet.close();
        assertEquals(List.of("left: 160x120, first picture after 345 ms",
            "left: ended after 31 pictures, 30.00 a second, latency p50 2.0, p95 2.0, p99 2.0 ms;"
            + " by their stamps 0 skipped, 0 repeated, 0 unreadable"), lines());
    }

    @Test
    void aStreamWithoutPicturesEndsWithALineToo() throws Exception {
        open(LOCAL).close();
        assertEquals(List.of("left: ended without a picture"), lines());
    }

    @Test
    void recordsEveryStamp() throws Exception {
        Path file = folder.resolve("stamps.csv");
        Files.writeString(file, "before\n");
        VideoSink.Outlet outlet = meter.open(new StreamId("a,b", "client", "left", 1), frames.format(), Feedback.NONE);
        meter.recordTo(file.toString());
        List<String> expected = new ArrayList<>(List.of("before"));
        for (int i = 0; i < 3; i++) {
            long painted = clock.nanos();
            long decoded = clock.advance(12_300_000);
            offer(outlet, frames, painted, 65535 + i, decoded);
            expected.add("a_b," + decoded + ",12.3," + (65535 + i & 0xffff));
        }
        try (Media plain = frames.next(0)) {
            outlet.offer(plain);
        }
        clock.advanceMillis(1_000);
        offer(outlet, frames, clock.nanos() + 1_000_000_000L, 9, clock.nanos());
        expected.add("a_b," + clock.nanos() + ",,9");
        assertEquals(expected, Files.readAllLines(file), "flushed once a second");
        offer(outlet, frames, clock.nanos(), 10, clock.nanos());
        outlet.close();
        expected.add("a_b," + clock.nanos() + ",0.0,10");
        assertEquals(expected, Files.readAllLines(file), "flushed at the end");
        meter.recordTo("");
        assertNull(meter.recording());
    }

    @Test
    void itAsksForPicturesOrForNone() throws Exception {
        List<Integer> wishes = new ArrayList<>();
        Feedback upstream = new Feedback() {
            @Override
            public void requestKeyframe() {
                throw new AssertionError("nothing is missing");
            }

            @Override
            public void limitBitrate(int bitsPerSecond) {
                wishes.add(bitsPerSecond);
            }
        };
        meter.want(false);
        VideoSink.Outlet outlet = meter.open(REMOTE, frames.format(), upstream);
        meter.want(true);
        outlet.close();
        meter.want(false);
        assertEquals(List.of(Feedback.NOTHING, Feedback.UNLIMITED), wishes);
    }

    @Test
    void aPathThatCannotBeWrittenIsRefused() throws Exception {
        Path good = folder.resolve("good.csv");
        meter.recordTo(good.toString());
        Recording before = meter.recording();
        String missing = folder.resolve("no/such/folder.csv").toString();
        meter.recordTo(missing);
        meter.recordTo(folder.toString());
        meter.recordTo("nul\0character");
        assertEquals(before, meter.recording());
        List<String> refusals = lines().subList(1, 4);
        for (String line : refusals) {
            assertTrue(line.startsWith("flathead.meter: record = "), line);
            assertTrue(line.contains("a file in a directory that exists"), line);
            assertTrue(line.contains("goes on"), line);
        }
        assertTrue(refusals.get(0).contains(missing + " is refused"));
        assertTrue(refusals.get(0).contains("its directory does not exist"));
        assertEquals(4, lines().size());
    }
}
