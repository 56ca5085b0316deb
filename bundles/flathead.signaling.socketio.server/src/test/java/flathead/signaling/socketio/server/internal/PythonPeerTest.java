package flathead.signaling.socketio.server.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import flathead.testkit.Await;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real python-socketio, used as old senders do and as it is meant to be; see {@code signaling_client.py}. */
class PythonPeerTest {
    private static final Path PEER = Path.of("..", "..", "itests", "peers", "python", "signaling_client.py");

    @ParameterizedTest
    @ValueSource(strings = {"old", "prompt", "busy", "late"})
    void isHeardAndAnswered(String mode) throws Exception {
        try (TestServer server = new TestServer(); Logged logged = new Logged()) {
            Path log = Files.createTempFile(Files.createDirectories(Path.of("target")), "python", ".txt");
            Process process = new ProcessBuilder("/usr/bin/python3", PEER.toString(), server.url(), mode)
                .redirectErrorStream(true).redirectOutput(log.toFile()).start();
            boolean ended = process.waitFor(60, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly().waitFor();
            }
            String output = Files.readString(log, StandardCharsets.UTF_8);
            assertTrue(ended, () -> mode + " takes too long: " + output);
            assertEquals(0, process.exitValue(), output);
            Await.until("every session is closed when its client is gone", () -> server.handler.open().isEmpty());
            assertEquals(mode.equals("old") || mode.equals("late") ? 1 : 0,
                logged.all().stream().filter(line -> line.contains("offers nothing yet")).count());
            assertEquals(List.of(), logged.at(Level.WARN));
        }
    }
}
