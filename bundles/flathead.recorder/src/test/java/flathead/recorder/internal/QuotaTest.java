package flathead.recorder.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.RecordedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class QuotaTest {
    private static final long QUOTA = 1 << 20;
    /** Ten pictures of 2000 bytes, with their heads. */
    private static final int PICTURE = 2_000;

    @TempDir
    private Path place;

    private long onDisk() throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            return files.filter(Files::isRegularFile).mapToLong(file -> {
                try {
                    return Files.size(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }).sum();
        }
    }

    private FileRecorder recorder() {
        FileRecorder recorder = new FileRecorder(place, Disk::create);
        recorder.apply(Map.of("segment", 1, "quota", "1M"));
        recorder.scan();
        return recorder;
    }

    @Test
    void itIsKeptOver200SegmentsOfTwoCamerasAndARestart() throws Exception {
        FileRecorder recorder = recorder();
        Path foreign = Files.writeString(Files.createDirectories(place.resolve("left")).resolve("notes.mp4"), "mine");
        long next = System.nanoTime();
        long most = 0;
        long smallest = Long.MAX_VALUE;
        RecordedFile newest = null;
        int segments = 0;
        for (int life = 0; life < 2; life++) {
            try (Player left = new Player(recorder, "left"); Player right = new Player(recorder, "right")) {
                recorder.start("left");
                recorder.start("right");
                for (int i = 0; i < 51; i++) {
                    left.play(next, 30, 30, PICTURE);
                    next = right.play(next, 30, 30, PICTURE);
                    left.play(next, true, 100);
                    right.play(next, true, 100);
                    next += Player.INTERVAL;
                    long bytes = onDisk();
                    most = Math.max(most, bytes);
                    smallest = i > 20 ? Math.min(smallest, bytes) : smallest;
                }
                segments += recorder.status("left").orElseThrow().segments()
                    + recorder.status("right").orElseThrow().segments();
            }
            List<RecordedFile> files = recorder.files();
            newest = files.get(files.size() - 1);
            for (int i = 1; i < files.size(); i++) {
                assertTrue(!files.get(i).start().isBefore(files.get(i - 1).start()), "oldest first");
            }
            assertEquals(files.stream().mapToLong(RecordedFile::bytes).sum() + Files.size(foreign), onDisk());
            recorder = recorder();
            assertEquals(files, recorder.files(), "a later runtime finds the same");
        }
        System.out.println(segments + " segments: at most " + most + " bytes, later at least " + smallest + ", of "
            + QUOTA);
        assertTrue(segments >= 200, segments + " segments");
        assertTrue(most <= QUOTA + Files.size(foreign), most + " bytes");
        assertTrue(smallest > QUOTA * 8 / 10, smallest + " bytes");
        assertTrue(Files.exists(foreign), "what is not ours stays");
        assertTrue(Files.exists(newest.path()));
    }

    @Test
    void theFileThatIsBeingWrittenStaysAndANewOneIsBegun() throws Exception {
        FileRecorder recorder = new FileRecorder(place, Disk::create);
        recorder.apply(Map.of("segment", 86_400, "quota", "1M"));
        try (Player left = new Player(recorder, "left")) {
            recorder.start("left");
            long next = left.play(System.nanoTime(), 60, 100, 30_000);
            assertTrue(left.keyframesAsked() > 1, "another file is wished for");
            Path first = recorder.status("left").orElseThrow().file();
            assertTrue(Files.size(first) > QUOTA);
            left.play(next, 30, 30, 1_000);
            assertTrue(Files.notExists(first));
            assertTrue(onDisk() < QUOTA);
            assertEquals(2, recorder.status("left").orElseThrow().segments());
        }
    }

    @Test
    void aSmallerQuotaHoldsAtOnce() throws Exception {
        FileRecorder recorder = new FileRecorder(place, Disk::create);
        recorder.apply(Map.of("segment", 1));
        try (Player left = new Player(recorder, "left")) {
            recorder.start("left");
            left.play(System.nanoTime(), 310, 31, 10_000);
        }
        assertTrue(onDisk() > 2 * QUOTA);
        recorder.apply(Map.of("segment", 1, "quota", "1M"));
        assertTrue(onDisk() <= QUOTA);
    }

    @Test
    void anotherGoesForOneThatCannotBeDeleted() throws Exception {
        Archive archive = new Archive(file -> Duration.ofSeconds(1));
        archive.limit(2_000);
        Path stuck = Files.createDirectory(place.resolve("stuck.mp4"));
        Files.createFile(stuck.resolve("which keeps the folder from being deleted"));
        List<Path> files = new ArrayList<>(List.of(stuck));
        for (String name : List.of("older.mp4", "newer.mp4")) {
            files.add(Files.createFile(place.resolve(name)));
        }
        for (int i = 0; i < files.size(); i++) {
            archive.grew(1_000);
            archive.ended(new RecordedFile("left", files.get(i), Instant.EPOCH.plusSeconds(i), Duration.ofSeconds(1),
                1_000), 1_000);
        }
        assertEquals(List.of(stuck, files.get(2)), archive.files().stream().map(RecordedFile::path).toList());
        assertTrue(Files.notExists(files.get(1)));
        assertTrue(archive.grew(1_000), "the newer one goes too");
        assertFalse(archive.grew(1_001), "none is left that can");
        assertEquals(List.of(stuck), archive.files().stream().map(RecordedFile::path).toList());
    }
}
