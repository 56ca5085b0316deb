package flathead.signaling.socketio.server.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import flathead.signaling.care.Printable;
import flathead.testkit.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real Socket.IO client, in Node, goes through every event of the wire; see {@code signaling-client.js} there. */
class NodePeerTest {
    /** Installed once for all tests, by {@code ./flathead test}. */
    private static final Path PEERS = Path.of("..", "..", "itests", "peers", "node");

    private static void run(String... arguments) throws IOException, InterruptedException {
        assertTrue(Files.isDirectory(PEERS.resolve("node_modules/socket.io-client")),
            "itests/peers/node is not installed; ./flathead test does it, or npm ci in that folder");
        List<String> command = new ArrayList<>(List.of("node", "signaling-client.js"));
        command.addAll(List.of(arguments));
        Path log = Files.createTempFile(Files.createDirectories(Path.of("target")), "node", ".txt");
        Process process = new ProcessBuilder(command).directory(PEERS.toFile()).redirectErrorStream(true)
            .redirectOutput(log.toFile()).start();
        boolean ended = process.waitFor(120, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        String output = Files.readString(log, StandardCharsets.UTF_8);
        assertTrue(ended, () -> command + " takes too long: " + output);
        assertEquals(0, process.exitValue(), () -> command + ": " + output);
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "polling", "upgrade"})
    void speaksTheWire(String mode) throws Exception {
        try (TestServer server = new TestServer(); Logged logged = new Logged()) {
            run(server.url(), mode);
            Await.until("every session is closed when its client is gone", () -> server.handler.open().isEmpty());
            assertTrue(server.handler.sessions.stream().allMatch(each -> each.origin.equals("127.0.0.1")));
            for (String line : logged.all()) {
                assertTrue(Printable.prints(line), line);
                assertTrue(line.length() < 300, line);
            }
            assertEquals(1, logged.at(Level.ERROR).size(),
                "only the receiver's own failure: " + logged.at(Level.ERROR));
            assertEquals(1, logged.withStackTrace());
        }
    }
}
