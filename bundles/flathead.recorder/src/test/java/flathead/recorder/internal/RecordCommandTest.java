package flathead.recorder.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordCommandTest {
    @Test
    void itStartsTellsAndEnds(@TempDir Path place) throws Exception {
        FileRecorder recorder = new FileRecorder(place, Disk::create);
        RecordCommand command = new RecordCommand(recorder);
        assertEquals("there is no stream to record\n0 files, 0.0 MB", command.record());
        try (Player left = new Player(recorder, "left")) {
            assertEquals("left: waiting", command.record("left"));
            left.play(System.nanoTime(), 60, 30, 10_000);
            assertTrue(command.record().startsWith("left: recording, since 20"), command.record());
            assertEquals("there is no stream rear to record; there is left", command.record("rear"));
            assertEquals("of is refused; allowed: on, off", command.record("left", "of"));
            String ended = command.record("left", "off");
            assertTrue(ended.startsWith("left: off, since 20") && ended.endsWith(", 0.6 MB in 1 file"), ended);
            assertEquals("left: off, " + ended.substring(11) + "\n1 files, 0.6 MB", command.record());
        }
    }
}
