package flathead.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.Await;
import flathead.testkit.FreePort;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Values that are not allowed: one line says PID, property, value and what is allowed, and the rest runs. */
@Timeout(120)
class ConfigurationIT {
    private static final String CAMERA = "flathead.camera~";
    private static final String CLIENT = "flathead.signaling.socketio.client";

    @TempDir
    private Path folder;

    private Path config(String... entries) throws IOException {
        return Files.writeString(folder.resolve("pi.json"), """
            {
              ":configurator:resource-version": 1,
              ":configurator:symbolic-name": "flathead.config",
              ":configurator:version": "1.0.0",
              %s
            }
            """.formatted(String.join(",\n  ", entries)));
    }

    private static String camera(String name, String properties) {
        return "\"" + CAMERA + name + "\": { \"source.target\": \"(flathead.source=mock)\", " + properties + " }";
    }

    private static String client(String url, String namespace) {
        return "\"" + CLIENT + "\": { \"url\": \"" + url + "\", \"namespace\": \"" + namespace + "\" }";
    }

    @Test
    void aCameraThatIsSetWronglySaysSoAndTheOtherStreams() throws Exception {
        int port = FreePort.find();
        Path config = config(client("http://127.0.0.1:" + port, "/stream"),
            camera("right", "\"device\": \"1\", \"width:Integer\": 640, \"height:Integer\": 480, \"fps:Integer\": 30"),
            camera("odd", "\"width:Integer\": 641"),
            camera("still", "\"fps:Integer\": 0"),
            camera("fast", "\"bitrate\": \"fast\""),
            camera("maybe", "\"enabled\": \"perhaps\""),
            camera("misspelt", "\"brightnes:Integer\": 7"),
            camera("bright", "\"brightness:Integer\": 700"));
        try (RuntimeProcess server = RuntimeProcess.start("server", port);
                RuntimeProcess pi = RuntimeProcess.start("pi", port, config, Map.of())) {
            List<JsonObject> streams = server.awaitStreams(1, Duration.ofSeconds(60), 0.5);
            assertEquals("right", streams.get(0).getString("cameraId"));
            says(pi, CAMERA + "odd: width = 641 is refused; allowed: an even number within 16..");
            says(pi, CAMERA + "still: fps = 0 is refused; allowed: a whole number within 1..");
            says(pi, CAMERA + "fast: bitrate = fast is refused; allowed: a whole number within ");
            says(pi, CAMERA + "maybe: enabled = perhaps is refused; allowed: true or false");
            says(pi, CAMERA + "misspelt: source mock: mock camera 0 has no control brightnes (= 7); it has [");
            says(pi, CAMERA + "bright: source mock: mock camera 0: brightness = 700 is not allowed; a number ");
            pi.stop();
            assertEquals(6, pi.complaints().size(), () -> String.join("\n", pi.complaints()));
        }
    }

    @Test
    void aWrongServerIsNamed() throws Exception {
        int port = FreePort.find();
        try (RuntimeProcess pi = RuntimeProcess.start("pi", port, config(client("localhost:8080", "/stream")),
                Map.of())) {
            says(pi, CLIENT + ": url \"localhost:8080\" is not allowed; http://host:port or https://host:port is");
            pi.stop();
            assertEquals(1, pi.complaints().size(), () -> String.join("\n", pi.complaints()));
        }
    }

    @Test
    void aWrongNamespaceIsNamed() throws Exception {
        int port = FreePort.find();
        try (RuntimeProcess pi = RuntimeProcess.start("pi", port, config(client("http://127.0.0.1:9", "my stream")),
                Map.of())) {
            says(pi, CLIENT + ": namespace \"my stream\" is not allowed; a slash and at most 63 ");
            pi.stop();
            assertEquals(1, pi.complaints().size(), () -> String.join("\n", pi.complaints()));
        }
    }

    private static void says(RuntimeProcess process, String text) {
        Await.until(() -> text + " in\n" + String.join("\n", process.log()), Duration.ofSeconds(30),
            () -> process.log().stream().anyMatch(line -> line.contains(text)));
        List<String> lines = process.complaints().stream()
            .filter(line -> line.contains(text.substring(0, text.indexOf(' ')))).toList();
        assertEquals(1, lines.size(), lines::toString);
        assertTrue(lines.get(0).contains(text) && lines.get(0).length() < 300, lines.get(0));
    }
}
