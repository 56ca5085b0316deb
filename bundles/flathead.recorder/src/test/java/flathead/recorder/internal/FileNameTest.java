package flathead.recorder.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {
    private static final Path PLACE = Path.of("/recordings");

    @Test
    void aNameSaysWhoseAndWhen() {
        FileName name = new FileName("left", Instant.parse("2030-01-02T03:04:05.123456Z"));
        assertEquals(Path.of("/recordings/left/left-20300102T030405.123456Z.mp4"), name.in(PLACE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"left", "front left", "a/b", "../../etc", "..", ".hidden", "ä-1*?", "100%", "a+b"})
    void itIsReadAsItWasWrittenAndStaysInItsFolder(String stream) {
        FileName name = new FileName(stream, Instant.parse("1999-12-31T23:59:59.000001Z"));
        Path file = name.in(PLACE);
        assertEquals(3, file.normalize().getNameCount());
        assertEquals(Optional.of(name), FileName.of(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"left/other.mp4", "left/left-1.mp4", "left/right-20300102T030405.123456Z.mp4",
        "left/left-20300102T030405.123456Z.mp4.bak", "left/left-20301302T030405.123456Z.mp4",
        "%/%-20300102T030405.123456Z.mp4", "a b/a b-20300102T030405.123456Z.mp4"})
    void othersAreNotTaken(String file) {
        assertFalse(FileName.of(PLACE.resolve(file)).isPresent());
    }
}
