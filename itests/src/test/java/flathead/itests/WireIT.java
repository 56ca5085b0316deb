package flathead.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import flathead.testkit.Await;
import flathead.testkit.FreePort;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every payload of the wire at {@code ./flathead server}, key by key; {@code wire.js} has them. */
class WireIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration PING_TIMEOUT = Duration.ofSeconds(25 + 20);

    @Test
    void everyPayload() throws Exception {
        try (RuntimeProcess server = start()) {
            try (PeerProcess peer = PeerProcess.node(Map.of(), "wire.js", url(server))) {
                peer.await("done", Duration.ofMinutes(3));
                peer.events().forEach(System.out::println);
            }
            Await.until("nothing is left", LIMIT, () -> server.remoteStreams().isEmpty());
            endsWithoutAnError(server);
        }
    }

    /** Its connection stays open, and nothing comes by it. */
    @Test
    void whoFallsSilentIsGoneWithinThePingTimeout() throws Exception {
        try (RuntimeProcess server = start();
                PeerProcess peer = PeerProcess.python(Map.of(), "sender.py", url(server), "VP8")) {
            server.awaitStreams(2, LIMIT, 30);
            peer.freeze();
            long start = System.nanoTime();
            Await.until(() -> "no stream is left of who is silent: " + server.status(), PING_TIMEOUT,
                () -> server.remoteStreams().isEmpty());
            System.out.println("gone " + (System.nanoTime() - start) / 1_000_000_000 + " s after it fell silent");
            peer.kill();
            endsWithoutAnError(server);
        }
    }

    private static RuntimeProcess start() throws IOException {
        RuntimeProcess server = RuntimeProcess.start("server", FreePort.find());
        Await.until("the server is up", LIMIT, () -> server.status() != null);
        return server;
    }

    private static String url(RuntimeProcess server) {
        return "http://127.0.0.1:" + server.port();
    }

    private static void endsWithoutAnError(RuntimeProcess server) throws InterruptedException {
        server.stop();
        assertEquals(List.of(), server.log().stream()
            .filter(line -> line.contains(" ERROR ") || line.startsWith("\tat ")).toList());
    }
}
