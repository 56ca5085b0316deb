package flathead.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import flathead.testkit.Await;
import flathead.testkit.FreePort;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code ./flathead server} and {@code ./flathead pi}, in either order, and again. */
@Alone
class TwoProcessesIT {
    @Test
    void eitherMayStartFirstAndTheServerMayRestart() throws Exception {
        int port = FreePort.find();
        try (RuntimeProcess pi = RuntimeProcess.start("pi", port)) {
            Await.until("the Pi is up", Duration.ofSeconds(60),
                () -> pi.log().stream().anyMatch(line -> line.contains("cannot reach the server")));
            try (RuntimeProcess server = RuntimeProcess.start("server", port)) {
                server.awaitStreams(2, Duration.ofSeconds(60), 0.5);
                server.stop();
                assertEquals(List.of(), server.complaints());
            }
            try (RuntimeProcess again = RuntimeProcess.start("server", port)) {
                Await.until("the server is up again", Duration.ofSeconds(30), () -> again.status() != null);
                Await.until(() -> "both stream again; " + again.status() + "\n" + String.join("\n", pi.log()),
                    Duration.ofSeconds(5), () -> again.remoteStreams().size() == 2 && again.remoteStreams().stream()
                        .allMatch(stream -> stream.getString("state").equals("streaming")));
                pi.stop();
                Await.until("the server knows that the Pi is gone", () -> again.remoteStreams().isEmpty());
                again.stop();
            }
        }
    }
}
