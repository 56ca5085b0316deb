package flathead.keep.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoppedFileTest {
    @TempDir
    private Path folder;

    @Test
    void keepsNamesOverARestart() throws IOException {
        Path file = folder.resolve("stopped");
        StoppedFile first = new StoppedFile(file);
        assertEquals(Set.of(), first.names());
        first.add("b");
        first.add("a");
        first.add("b");
        first.remove("c");
        StoppedFile second = new StoppedFile(file);
        assertEquals(Set.of("a", "b"), second.names());
        second.remove("a");
        assertEquals("b\n", Files.readString(file));
        assertEquals(Set.of("b"), new StoppedFile(file).names());
    }
}
