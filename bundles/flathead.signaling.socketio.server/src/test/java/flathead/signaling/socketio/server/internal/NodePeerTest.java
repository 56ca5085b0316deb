package flathead.signaling.socketio.server.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import ch.qos.logback.classic.Level;
import flathead.testkit.Await;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real Socket.IO client, in Node, goes through every event of the wire; see {@code src/test/node/peer.js}. */
class NodePeerTest {
    private static final Path HOME = Path.of("target", "node").toAbsolutePath();

    @BeforeAll
    static void install() throws Exception {
        Files.createDirectories(HOME);
        for (String file : List.of("package.json", "peer.js")) {
            Files.copy(Path.of("src", "test", "node", file), HOME.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        try {
            run(30, "node", "--version");
            if (!Files.exists(HOME.resolve("node_modules/socket.io-client/package.json"))) {
                run(300, "npm", "install", "--no-audit", "--no-fund", "--no-package-lock");
            }
        } catch (IOException e) {
            String line = "Node.js and npm are needed to test with the real Socket.IO client (apt install nodejs npm): "
                + e.getMessage();
            if ("true".equals(System.getenv("CI"))) {
                fail(line);
            }
            abort(line);
        }
    }

    private static void run(int seconds, String... command) throws IOException, InterruptedException {
        File log = HOME.resolve("output-" + ProcessHandle.current().pid() + ".txt").toFile();
        Process process = new ProcessBuilder(command).directory(HOME.toFile()).redirectErrorStream(true)
            .redirectOutput(log).start();
        boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        String output = Files.readString(log.toPath(), StandardCharsets.UTF_8);
        assertTrue(ended, String.join(" ", command) + " took longer than " + seconds + " s: " + output);
        assertEquals(0, process.exitValue(), String.join(" ", command) + ": " + output);
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "polling", "upgrade"})
    void speaksTheWire(String mode) throws Exception {
        try (TestServer server = new TestServer(); Logged logged = new Logged()) {
            run(120, "node", "peer.js", server.url(), mode);
            Await.until("every session is closed when its client is gone", () -> server.handler.open().isEmpty());
            assertTrue(server.handler.sessions.stream().allMatch(each -> each.origin.equals("127.0.0.1")));
            for (String line : logged.all()) {
                assertTrue(line.codePoints().allMatch(Printable::prints), line);
                assertTrue(line.length() < 300, line);
            }
            assertEquals(1, logged.at(Level.ERROR).size(),
                "only the receiver's own failure: " + logged.at(Level.ERROR));
            assertEquals(1, logged.withStackTrace());
        }
    }
}
