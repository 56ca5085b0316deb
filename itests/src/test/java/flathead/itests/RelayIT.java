package flathead.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.Await;
import flathead.testkit.Coturn;
import flathead.testkit.FreePort;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Pi that may send through a TURN server only, coturn: pictures are decoded at the server, which has none. */
class RelayIT {
    private static final long PICTURES = 150;

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void picturesGoThroughTheRelay(String transport) throws Exception {
        int port = FreePort.find();
        try (Coturn coturn = new Coturn();
                RuntimeProcess server = RuntimeProcess.start("server", port);
                RuntimeProcess pi = RuntimeProcess.start("pi", port, null, Map.of("ICE_POLICY", "relay",
                    "ICE_SERVERS", coturn.turn(transport), "ICE_USERNAME", Coturn.USER, "ICE_CREDENTIAL",
                    Coturn.CREDENTIAL))) {
            server.awaitStreams(2, Duration.ofSeconds(60), 0.5);
            Await.until(() -> PICTURES + " pictures of each", Duration.ofSeconds(60),
                () -> server.remoteStreams().stream().allMatch(stream ->
                    stream.getJsonObject("captured").getJsonNumber("in").longValue() >= PICTURES));
            String relay = " from relayed port " + coturn.address().getHostAddress() + ":";
            assertEquals(2, pi.log().stream().filter(line -> line.contains(": connected to ")).count());
            assertEquals(2, pi.log().stream().filter(line -> line.contains(relay)).count(),
                () -> String.join("\n", pi.log()));
            assertEquals(List.of(), pi.complaints().stream().filter(line -> line.contains("turn:")).toList());
            pi.stop();
            Await.until(() -> "both give back what they were lent\n" + String.join("\n", coturn.log()),
                Duration.ofSeconds(10), () -> coturn.logged("peer usage: ") >= 2);
            assertTrue(relayedBytes(coturn) > PICTURES * 2 * 1_000, () -> String.join("\n", coturn.log()));
        }
    }

    /** What coturn counted towards its peers. */
    private static long relayedBytes(Coturn coturn) {
        return coturn.log().stream().filter(line -> line.contains("peer usage: "))
            .mapToLong(line -> Long.parseLong(line.replaceAll(".* sb=(\\d+).*", "$1"))).sum();
    }
}
