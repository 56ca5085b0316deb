package flathead.webrtc.libwebrtc.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeStackTest {
    @Test
    void namesTheMissingLibraryAndRemovesTheCopy(@TempDir Path folder) throws IOException {
        Path copy = Files.createFile(folder.resolve("libwebrtc-java-linux-x86_641234.so"));
        assertEquals("libpulse.so.0 is missing;"
                + " apt install libpulse0 libx11-6 libxfixes3 libxrandr2 libxcomposite1 libdbus-1-3",
            NativeStack.explain(copy + ": libpulse.so.0: cannot open shared object file: No such file or directory"));
        assertFalse(Files.exists(copy));
    }

    @Test
    void removesTheCopyWhateverIsWrong(@TempDir Path folder) throws IOException {
        Path copy = Files.createFile(folder.resolve("libwebrtc-java-linux-x86_641234.so"));
        String said = NativeStack.explain(copy + ": /opt/libpulse.so.0: file too short");
        assertTrue(said.startsWith("/opt/libpulse.so.0: file too short; what it needs"), said);
        assertFalse(Files.exists(copy));
    }

    @Test
    void passesOtherReasonsOn() {
        String install = "; what it needs is had by"
            + " apt install libpulse0 libx11-6 libxfixes3 libxrandr2 libxcomposite1 libdbus-1-3";
        assertEquals("wrong ELF class" + install, NativeStack.explain("wrong\nELF class"));
        assertEquals("null" + install, NativeStack.explain(null));
    }
}
