package flathead.recorder.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.MediaException;
import flathead.api.RecordedFile;
import flathead.api.RecordingStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FailingDiskTest {
    @TempDir
    private Path place;
    private long room = Long.MAX_VALUE;
    private boolean closes = true;

    /** A disk with so much room: of what does not fit a part is written, as a real one does. */
    private Output full(Path file) throws IOException {
        Output disk = Disk.create(file);
        return new Output() {
            @Override
            public void write(ByteBuffer bytes) throws IOException {
                boolean fits = bytes.remaining() <= room;
                if (!fits) {
                    bytes.limit(bytes.position() + (int) room);
                }
                room -= bytes.remaining();
                disk.write(bytes);
                if (!fits) {
                    throw new IOException("No space left on device");
                }
            }

            @Override
            public void truncate(long bytes) throws IOException {
                disk.truncate(bytes);
            }

            @Override
            public boolean isThere() {
                return disk.isThere();
            }

            @Override
            public void close() throws IOException {
                disk.close();
                if (!closes) {
                    throw new IOException("Input/output error");
                }
            }
        };
    }

    @Test
    void aFullDiskEndsTheRecordingWithItsLastWholeFragmentAndNotTheStream() throws Exception {
        FileRecorder recorder = new FileRecorder(place, this::full);
        room = 100_000;
        try (Player left = new Player(recorder, "left")) {
            recorder.start("left");
            long next = left.play(System.nanoTime(), 300, 30, 1_000);
            assertFalse(left.isWanted(), "nothing more is asked for");
            RecordingStatus status = recorder.status("left").orElseThrow();
            assertEquals(RecordingStatus.State.FAILED, status.state());
            assertTrue(status.lastError().endsWith(".mp4: No space left on device"), status.lastError());
            RecordedFile file = recorder.files().get(0);
            assertEquals(file.bytes(), Files.size(file.path()));
            assertEquals(file.bytes(), status.bytes());
            int pictures = Probe.times(file.path()).size();
            assertTrue(pictures > 60 && pictures < 100, pictures + " pictures");
            assertEquals(pictures / 30.0, file.duration().toNanos() / 1e9, 0.001);

            room = Long.MAX_VALUE;
            recorder.start("left");
            assertTrue(left.isWanted());
            left.play(next, 30, 30, 1_000);
            assertEquals(RecordingStatus.State.RECORDING, recorder.status("left").orElseThrow().state());
            assertEquals("", recorder.status("left").orElseThrow().lastError());
        }
        assertEquals(2, recorder.files().size());
    }

    @Test
    void whereNotEvenTheHeadFitsNothingStays() throws Exception {
        FileRecorder recorder = new FileRecorder(place, this::full);
        room = 100;
        try (Player left = new Player(recorder, "left")) {
            recorder.start("left");
            left.play(System.nanoTime(), 3, 30, 1_000);
            assertEquals(RecordingStatus.State.FAILED, recorder.status("left").orElseThrow().state());
        }
        try (Stream<Path> files = Files.walk(place)) {
            assertEquals(0, files.filter(Files::isRegularFile).count());
        }
    }

    @Test
    void aDiskThatIsFullWhenItIsStoppedSaysSo() throws Exception {
        FileRecorder recorder = new FileRecorder(place, this::full);
        try (Player left = new Player(recorder, "left")) {
            recorder.start("left");
            left.play(System.nanoTime(), 3, 30, 1_000);
            room = 0;
            assertTrue(recorder.stop("left").lastError().endsWith("No space left on device"));
        }
    }

    @Test
    void aFileThatCannotBeClosedIsToldOfAndCounts() throws Exception {
        FileRecorder recorder = new FileRecorder(place, this::full);
        try (Player left = new Player(recorder, "left")) {
            recorder.start("left");
            left.play(System.nanoTime(), 3, 30, 1_000);
            closes = false;
            RecordingStatus stopped = recorder.stop("left");
            assertTrue(stopped.lastError().endsWith(".mp4: Input/output error"), stopped.lastError());
            RecordedFile file = recorder.files().get(0);
            assertEquals(file.bytes(), Files.size(file.path()));
            assertEquals(file.bytes(), stopped.bytes());
        }
    }

    @Test
    void aFolderThatIsTakenAwayEndsTheRecording() throws Exception {
        FileRecorder recorder = new FileRecorder(place.resolve("gone"), Disk::create);
        try (Player left = new Player(recorder, "left")) {
            recorder.start("left");
            long next = left.play(System.nanoTime(), 30, 30, 1_000);
            try (Stream<Path> files = Files.walk(place.resolve("gone"))) {
                for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
            left.play(next, 30, 30, 1_000);
            RecordingStatus status = recorder.status("left").orElseThrow();
            assertEquals(RecordingStatus.State.FAILED, status.state());
            assertTrue(status.lastError().contains("not there any more"), status.lastError());
            assertTrue(recorder.files().isEmpty());
            recorder.start("left");
            left.play(System.nanoTime(), 30, 30, 1_000);
            assertEquals(RecordingStatus.State.RECORDING, recorder.status("left").orElseThrow().state());
        }
    }

    @Test
    void whereNothingCanBeWrittenTheStartIsRefused() throws Exception {
        Path file = Files.createFile(place.resolve("file"));
        FileRecorder recorder = new FileRecorder(file.resolve("in"), Disk::create);
        try (Player left = new Player(recorder, "left")) {
            MediaException refusal = assertThrows(MediaException.class, () -> recorder.start("left"));
            assertTrue(refusal.getMessage().startsWith("nothing can be recorded to " + file), refusal.getMessage());
            assertFalse(left.isWanted());
        }
    }

    /** The kernel's own device for that. */
    @Test
    void theSystemsOwnErrorIsTold() throws Exception {
        FileRecorder recorder = new FileRecorder(place, file -> {
            Disk.create(file).close();
            Files.delete(file);
            Files.createSymbolicLink(file, Path.of("/dev/full"));
            return new FullDevice(file);
        });
        try (Player left = new Player(recorder, "left")) {
            recorder.start("left");
            left.play(System.nanoTime(), 3, 30, 1_000);
            String error = recorder.status("left").orElseThrow().lastError();
            assertTrue(error.contains("No space left on device"), error);
        }
    }

    private static final class FullDevice implements Output {
        private final FileChannel channel;

        FullDevice(Path file) throws IOException {
            channel = FileChannel.open(file, StandardOpenOption.WRITE);
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            channel.write(bytes);
        }

        @Override
        public void truncate(long bytes) {
        }

        @Override
        public boolean isThere() {
            return true;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
