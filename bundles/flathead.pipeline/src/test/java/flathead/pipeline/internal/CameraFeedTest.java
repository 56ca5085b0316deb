package flathead.pipeline.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import flathead.api.CaptureFactory;
import flathead.api.CaptureSettings;
import flathead.api.Codec;
import flathead.api.MediaException;
import flathead.api.VideoFormat;
import flathead.testkit.Collector;
import flathead.testkit.FakeClock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.FrameworkUtil;
import org.slf4j.LoggerFactory;

/** What the log says of a camera. */
class CameraFeedTest {
    private static final VideoFormat FORMAT = new VideoFormat(Codec.I420, 320, 240, 30);

    private final Logger logger = (Logger) LoggerFactory.getLogger(CameraFeed.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final FakeClock clock = new FakeClock();
    private final PipelineTest.FakeCamera camera = new PipelineTest.FakeCamera();
    private final Ranked<CaptureFactory> sources = new Ranked<>();
    private final Collector out = new Collector();
    private final CameraFeed feed = new CameraFeed("left", new CaptureSettings("0", FORMAT, Map.of()), sources,
        clock, () -> { });

    @BeforeEach
    void listen() {
        logged.start();
        logger.addAppender(logged);
        sources.put(camera, Map.of(CaptureFactory.NAME, "fake"), CaptureFactory.NAME);
    }

    @AfterEach
    void close() {
        feed.close();
        logger.detachAppender(logged);
    }

    private List<String> lines() {
        List<String> lines = logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
        logged.list.clear();
        return lines;
    }

    @Test
    void whyItDoesNotOpenIsToldOnce() {
        camera.refuses = true;
        for (int i = 0; i < 50; i++) {
            feed.settle(Codec.I420, out);
            clock.advanceMillis(5_000);
        }
        assertEquals(List.of("flathead.camera~left: source fake: the fake camera is busy"), lines());
        assertEquals("waits for a source: the fake camera is busy", feed.detail());
        camera.refuses = false;
        clock.advanceMillis(60_000);
        feed.settle(Codec.I420, out);
        assertEquals(List.of("left: fake delivers I420 64x48@30"), lines());
        feed.settle(null, out);
        assertEquals(List.of("left: fake ended after 0 pictures, 0 more were due"), lines());
        camera.refuses = true;
        clock.advanceMillis(60_000);
        feed.settle(Codec.I420, out);
        assertEquals(1, lines().size(), "told anew after it had worked");
    }

    @Test
    void anotherSourceGetsTheNewSettingsAndIfItRefusesTheOldGoesOn() throws Exception {
        PipelineTest.FakeCamera other = new PipelineTest.FakeCamera();
        feed.settle(Codec.I420, out);
        sources.put(other, Map.of(CaptureFactory.NAME, "other", "service.ranking", 9, "service.id", 2L),
            CaptureFactory.NAME);
        CaptureSettings wanted = new CaptureSettings("0", FORMAT, Map.of("bad", "for the first"));
        other.refuses = true;
        assertThrows(MediaException.class, () -> feed.configure(wanted));
        assertEquals("fake", feed.name());
        assertEquals(0, camera.closed);
        other.refuses = false;
        feed.configure(wanted);
        assertEquals("other", feed.name());
        assertEquals(1, camera.closed);
    }

    @Test
    void anotherSourceDoesWithoutTheControlsThatItLacks() throws Exception {
        PipelineTest.FakeCamera fallback = new PipelineTest.FakeCamera();
        fallback.lacks = List.of("focus", "own");
        CaptureSettings set = new CaptureSettings("0", FORMAT, Map.of("focus", "auto", "own", "1", "gain", "2"));
        feed.settle(Codec.I420, out);
        feed.configure(set);
        assertEquals(set, camera.asked);
        sources.put(fallback, Map.of(CaptureFactory.NAME, "fallback", "service.ranking", -1, "service.id", 2L),
            CaptureFactory.NAME);
        sources.remove(camera);
        feed.settle(Codec.I420, out);
        assertEquals("fallback", feed.name());
        assertEquals(Map.of("gain", "2"), fallback.asked.controls());
        assertEquals(2, lines().stream().filter(line -> line.equals("left: it cannot; left out")).count());

        feed.configure(new CaptureSettings("0", FORMAT, Map.of("focus", "auto", "own", "1", "gain", "3")));
        assertEquals(Map.of("gain", "3"), fallback.asked.controls(), "what stays as it was stays out");
        assertEquals(Map.of("focus", "manual"), feed.taken(Map.of("focus", "manual", "own", "1")),
            "what is changed is judged");

        sources.put(camera, Map.of(CaptureFactory.NAME, "fake"), CaptureFactory.NAME);
        feed.settle(Codec.I420, out);
        assertEquals(Map.of("focus", "auto", "own", "1", "gain", "3"), camera.asked.controls());
    }

    @Test
    void atTheStartANameThatCamerasShareMayBeLackingButAMisspeltOneIsRefused() {
        camera.lacks = List.of("focus", "brighness");
        CameraFeed misspelt = new CameraFeed("left", new CaptureSettings("0", FORMAT, Map.of("brighness", "1")),
            sources, clock, () -> { });
        misspelt.settle(Codec.I420, out);
        assertEquals("waits for a source: it cannot", misspelt.detail());
        misspelt.close();
        clock.advanceMillis(60_000);
        CameraFeed shared = new CameraFeed("left", new CaptureSettings("0", FORMAT, Map.of("focus", "auto")),
            sources, clock, () -> { });
        shared.settle(Codec.I420, out);
        assertEquals("fake", shared.name());
        assertEquals(Map.of(), camera.asked.controls());
        shared.close();
    }

    @Test
    void whatStandsInWithoutHavingBeenAskedForIsTold() throws Exception {
        PipelineTest.FakeCamera mock = new PipelineTest.FakeCamera();
        sources.remove(camera);
        sources.put(mock, Map.of(CaptureFactory.NAME, "mock", CaptureFactory.STANDS_IN, "true"), CaptureFactory.NAME);
        feed.settle(Codec.I420, out);
        assertEquals(List.of("left: mock delivers I420 64x48@30", "left: no camera stack here: mock stands in"),
            lines());
        assertEquals("no camera stack here: mock", feed.note());
        assertEquals("", feed.detail(), "nothing is missing");
        feed.configure(new CaptureSettings("0", FORMAT, Map.of("gain", "2")));
        assertEquals("no camera stack here: mock", feed.note());
        assertEquals(0, lines().stream().filter(line -> line.contains("stands in")).count(), "once");

        sources.put(camera, Map.of(CaptureFactory.NAME, "fake", "service.ranking", 9, "service.id", 2L),
            CaptureFactory.NAME);
        feed.settle(Codec.I420, out);
        assertEquals("", feed.note());
        feed.settle(null, out);
        lines();
        camera.refuses = true;
        feed.settle(Codec.I420, out);
        assertEquals("left: the fake camera is busy: mock stands in", lines().get(2));
        assertEquals("the fake camera is busy: mock", feed.note());

        feed.settle(null, out);
        assertEquals("", feed.note(), "nothing is open");
        lines();
        sources.choose(FrameworkUtil.createFilter("(flathead.source=mock)"));
        feed.settle(Codec.I420, out);
        assertEquals("", feed.note(), "asked for");
        assertEquals(List.of("left: mock delivers I420 64x48@30"), lines());
    }
}
