package flathead.recorder.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.RecordedFile;
import flathead.api.RecordingStatus;
import flathead.api.TimeQuality;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a stream: the files, as another build of FFmpeg reads them. */
@Timeout(60)
class RecordingTest {
    @TempDir
    private Path place;
    private FileRecorder recorder;

    @BeforeEach
    void makeRecorder() {
        recorder = new FileRecorder(place.resolve("recordings"), Disk::create);
    }

    private static long now() {
        return System.nanoTime();
    }

    private RecordingStatus status() {
        return recorder.status("left").orElseThrow();
    }

    @Test
    void nothingIsWantedAndNothingMadeUntilSomebodyAsks() throws Exception {
        try (Player left = new Player(recorder, "left")) {
            assertFalse(left.isWanted());
            assertEquals(RecordingStatus.State.OFF, status().state());
            assertFalse(left.play(now(), true, 100));
            recorder.start("left");
            assertTrue(left.isWanted());
            assertEquals(1, left.keyframesAsked());
            assertEquals(RecordingStatus.State.WAITING, status().state());
            recorder.stop("left");
            assertFalse(left.isWanted());
        }
        assertEquals(List.of(), recorder.files());
        try (var made = Files.list(place.resolve("recordings"))) {
            assertEquals(0, made.count());
        }
    }

    @Test
    void aStreamThatIsNotHereIsNamedWithThoseThatAre() throws Exception {
        try (Player left = new Player(recorder, "left"); Player right = new Player(recorder, "right")) {
            String message = assertThrows(IllegalArgumentException.class, () -> recorder.start("rear")).getMessage();
            assertEquals("there is no stream rear to record; there is left, right", message);
            assertThrows(IllegalArgumentException.class, () -> recorder.stop("rear"));
            assertFalse(left.isWanted() || right.isWanted());
        }
        assertEquals(List.of(), recorder.status());
    }

    @Test
    void pictureTimesAreThoseOfCaptureAlsoWherePicturesAreMissing() throws Exception {
        RecordedFile file;
        Instant before = Instant.now();
        try (Player left = new Player(recorder, "left")) {
            recorder.start("left");
            long start = now();
            assertFalse(left.play(start - Player.INTERVAL, false, 100), "nothing before a keyframe");
            assertTrue(left.play(start, true, 100));
            left.play(start + 33_000_000, false, 50_000);
            left.play(start + 66_500_000, false, 200_000);
            left.play(start + 3_000_000_000L, true, 100);
            left.play(start + 3_033_000_000L, false, 100);
            assertEquals(RecordingStatus.State.RECORDING, status().state());
            assertEquals(TimeQuality.CAPTURE, status().quality());
            RecordingStatus stopped = recorder.stop("left");
            assertEquals(RecordingStatus.State.OFF, stopped.state());
            assertNull(stopped.file());
            file = recorder.files().get(0);
            assertEquals(file.bytes(), stopped.bytes());
            assertEquals(1, stopped.segments());
            assertEquals(file.start(), stopped.since());
        }
        assertEquals(Files.size(file.path()), file.bytes());
        assertEquals(Duration.ofNanos(3_066_333_000L), file.duration());
        assertEquals(List.of("0.000000", "0.033000", "0.066500", "3.000000", "3.033000"), Probe.times(file.path()));
        Map<String, String> tags = Probe.tags(file.path());
        assertEquals("h264", tags.get("codec_name"));
        assertEquals("320", tags.get("width"));
        assertEquals("left", tags.get("title"));
        assertEquals("host", tags.get("flathead.clock"));
        assertEquals("capture", tags.get("flathead.time"));
        Instant said = Instant.parse(tags.get("flathead.start"));
        assertTrue(Duration.between(before, said).abs().toMillis() < 60_000, said + " is not " + before);
        assertEquals(said.getEpochSecond() * 1_000_000_000L + said.getNano(),
            Long.parseLong(tags.get("flathead.start.nanos")));
        assertEquals(file.start(), said.minusNanos(said.getNano() % 1_000));
        assertEquals(List.of(said.toEpochMilli(), said.plusMillis(3_000).toEpochMilli()), Probe.fragments(file.path()));
    }

    @Test
    void twoStreamsOfOneSenderCompareExactly() throws Exception {
        try (Player left = new Player(recorder, "left"); Player right = new Player(recorder, "right")) {
            recorder.start("left");
            recorder.start("right");
            // The estimates of where that clock is differ by 4 ms, and get better meanwhile.
            long start = now();
            left.stampedBy(77, 5_000_000_000L, TimeQuality.CAPTURE);
            right.stampedBy(77, 5_004_000_000L, TimeQuality.CAPTURE);
            left.play(start, true, 100);
            right.play(start + 11_000_000, true, 100);
            left.stampedBy(77, 5_002_000_000L, TimeQuality.CAPTURE);
            left.play(start + 35_000_000, false, 100);
            right.play(start + 44_000_000, false, 100);
        }
        long[] starts = new long[2];
        for (RecordedFile file : recorder.files()) {
            Map<String, String> tags = Probe.tags(file.path());
            assertEquals("sender-77", tags.get("flathead.clock"));
            assertEquals(List.of("0.000000", "0.033000"), Probe.times(file.path()));
            starts[file.stream().equals("left") ? 0 : 1] = Long.parseLong(tags.get("flathead.start.nanos"));
        }
        assertEquals(7_000_000, starts[1] - starts[0]);
    }

    @Test
    void anotherSizeOrLevelBeginsAnotherFile() throws Exception {
        try (Player left = new Player(recorder, "left")) {
            recorder.start("left");
            long next = left.play(now(), 10, 5, 100);
            left.enlarge();
            next = left.play(next, 10, 5, 100);
            left.otherLevel();
            left.play(next, 10, 5, 100);
            assertEquals(3, status().segments());
        }
        List<RecordedFile> files = recorder.files();
        assertEquals(3, files.size());
        assertEquals("320", Probe.tags(files.get(0).path()).get("width"));
        assertEquals("640", Probe.tags(files.get(1).path()).get("width"));
        for (RecordedFile file : files) {
            assertEquals(10, Probe.times(file.path()).size());
        }
    }

    @Test
    void aFileIsAsLongAsASegmentAndAKeyframeIsAskedFor() throws Exception {
        recorder.apply(Map.of("segment", 1));
        try (Player left = new Player(recorder, "left")) {
            recorder.start("left");
            long start = now();
            left.play(start, 30, 100, 100);
            assertEquals(1, left.keyframesAsked());
            left.play(start + 30 * Player.INTERVAL, false, 100);
            assertEquals(2, left.keyframesAsked());
            left.play(start + 31 * Player.INTERVAL, true, 100);
            assertEquals(2, status().segments());
            assertEquals(1, recorder.files().size());
        }
        assertEquals(31, Probe.times(recorder.files().get(0).path()).size());
        assertEquals(1, Probe.times(recorder.files().get(1).path()).size());
    }

    @Test
    void aTimeOfAnotherWorthBeginsAnotherFileIfItLasts() throws Exception {
        try (Player left = new Player(recorder, "left")) {
            recorder.start("left");
            left.stampedBy(5, 0, TimeQuality.ARRIVAL);
            long next = left.play(now(), 60, 30, 100);
            left.stampedBy(5, 0, TimeQuality.CAPTURE);
            left.play(next, 210, 30, 100);
            assertEquals(TimeQuality.ARRIVAL, status().quality(), "the worst that there was");
        }
        assertEquals(2, recorder.files().size());
        assertEquals("arrival", Probe.tags(recorder.files().get(0).path()).get("flathead.time"));
        assertEquals("capture", Probe.tags(recorder.files().get(1).path()).get("flathead.time"));
    }

    @Test
    void aTimeOfAnotherWorthForSomeSecondsBeginsNone() throws Exception {
        try (Player left = new Player(recorder, "left")) {
            recorder.start("left");
            left.stampedBy(5, 0, TimeQuality.CAPTURE);
            long next = left.play(now(), 210, 30, 100);
            left.stampedBy(5, 0, TimeQuality.ESTIMATED);
            next = left.play(next, 120, 30, 100);
            left.stampedBy(5, 0, TimeQuality.CAPTURE);
            left.play(next, 210, 30, 100);
            assertEquals(TimeQuality.ESTIMATED, status().quality(), "the worst that there was");
        }
        assertEquals(1, recorder.files().size());
    }

    @Test
    void whatIsCutOffAnywherePlaysUpToItsLastFragment() throws Exception {
        recorder.apply(Map.of("fragment", 100));
        try (Player left = new Player(recorder, "left")) {
            recorder.start("left");
            left.play(now(), 31, 100, 1_000);
        }
        Path whole = recorder.files().get(0).path();
        Path other = Files.createDirectories(place.resolve("other").resolve("left")).resolve(whole.getFileName());
        Files.copy(whole, other, StandardCopyOption.REPLACE_EXISTING);
        int before = 31;
        for (long size = Files.size(whole) - 1; size > 3_000; size -= 1_777) {
            try (var channel = FileChannel.open(other, StandardOpenOption.WRITE)) {
                channel.truncate(size);
            }
            long lost = Files.size(whole) - size;
            FileRecorder later = new FileRecorder(place.resolve("other"), Disk::create);
            later.scan();
            RecordedFile found = later.files().get(0);
            int pictures = Probe.times(other).size();
            assertTrue(pictures <= before && pictures >= 31 - lost / 1_000 - 4, pictures + " pictures of " + size);
            assertEquals(found.bytes(), Files.size(other));
            assertEquals(pictures / 30.0, found.duration().toNanos() / 1e9, 0.001);
            before = pictures;
        }
        assertTrue(before < 4);
    }

    @Test
    void theStreamComesBackAndTheRecordingGoesOn() throws Exception {
        try (Player left = new Player(recorder, "left")) {
            recorder.start("left");
            left.play(now(), 5, 5, 100);
        }
        assertEquals(RecordingStatus.State.WAITING, status().state());
        try (Player left = new Player(recorder, "left")) {
            assertTrue(left.isWanted());
            left.play(now(), 5, 5, 100);
            assertEquals(2, status().segments());
        }
        assertEquals(2, recorder.files().size());
        recorder.stop("left");
        assertEquals(List.of(), recorder.status());
    }

    @Test
    void whatIsConfiguredIsRecordedUntilItIsNot() throws Exception {
        recorder.apply(Map.of("cameras", List.of("left", "rear")));
        assertEquals(List.of("left", "rear"), recorder.status().stream().map(RecordingStatus::stream).toList());
        try (Player left = new Player(recorder, "left"); Player right = new Player(recorder, "right")) {
            assertTrue(left.isWanted());
            assertFalse(right.isWanted());
            assertTrue(status().continuous());
            recorder.stop("left");
            assertFalse(left.isWanted());
            recorder.apply(Map.of("cameras", "left", "segment", "0"));
            assertFalse(left.isWanted(), "what is refused changes nothing");
            recorder.apply(Map.of("cameras", "*"));
            assertFalse(left.isWanted(), "it was stopped, and for this stream nothing changed");
            assertTrue(right.isWanted());
            recorder.apply(Map.of());
            assertFalse(right.isWanted());
        }
    }

    @Test
    void anotherFolderHoldsFromTheNextKeyframeOn() throws Exception {
        try (Player left = new Player(recorder, "left")) {
            recorder.start("left");
            long next = left.play(now(), 10, 5, 100);
            recorder.apply(Map.of("directory", place.resolve("b").toString()));
            left.play(next, 10, 5, 100);
            assertTrue(status().file().startsWith(place.resolve("b/left")), status().toString());
        }
    }
}
