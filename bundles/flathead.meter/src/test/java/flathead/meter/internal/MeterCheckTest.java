package flathead.meter.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeterCheckTest {
    @TempDir
    private Path folder;

    private static Optional<String> refusal(String record) {
        return new MeterCheck().refusal(Meter.PID, Map.of("record", record));
    }

    @Test
    void takesNothingAndFilesThatCanBeWritten() throws IOException {
        assertEquals(Optional.empty(), new MeterCheck().refusal(Meter.PID, Map.of()));
        assertEquals(Optional.empty(), refusal("  "));
        Path file = folder.resolve("stamps.csv");
        assertEquals(Optional.empty(), refusal(file.toString()));
        assertTrue(Files.notExists(file), "judging makes no file");
        Files.createFile(file);
        assertEquals(Optional.empty(), refusal(file.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/proc/no/such/folder/x.csv", "/etc/passwd/x.csv", "nul\0"})
    void refusesWhatCannotBeWritten(String path) {
        assertTrue(refusal(path).orElse("").contains("record = " + path.strip() + " is refused; allowed: the path of"));
    }
}
