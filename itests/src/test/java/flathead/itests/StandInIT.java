package flathead.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.Await;
import flathead.testkit.FreePort;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A Pi as it is shipped whose cameras no camera stack has: the mock stands in for each, and that is said. */
@Timeout(120)
class StandInIT {
    private static final String PASSWORD = "who stands in here";

    @Test
    void withoutACameraTheMockStandsInAndSaysSo() throws Exception {
        int port = FreePort.find();
        Map<String, String> environment = new HashMap<>(Map.of("CONSOLE_PASSWORD", PASSWORD,
            // Also where this machine has cameras.
            "LEFT_CAMERA_ID", "no such camera", "RIGHT_CAMERA_ID", "nor this"));
        environment.put("FLATHEAD_SOURCE", null);
        try (RuntimeProcess server = RuntimeProcess.start("server", port);
                RuntimeProcess pi = RuntimeProcess.start("pi", port, null, environment)) {
            server.awaitStreams(2, Duration.ofSeconds(60), 2);
            ConsoleClient operator = ConsoleClient.of(pi.consolePort(), "admin", PASSWORD);
            Await.until("the console has the page", Duration.ofSeconds(30), () -> answersJson(operator));
            for (String camera : List.of("left", "right")) {
                Await.until(() -> camera + " says so: " + status(operator, camera), Duration.ofSeconds(20), () ->
                    status(operator, camera).getString("state").equals("streaming"));
                JsonObject status = status(operator, camera);
                assertEquals("mock", status.getString("source"));
                assertTrue(status.getString("detail").endsWith(": mock"), status::toString);
                List<String> told = pi.log().stream().filter(line -> line.contains(" " + camera + ": ")
                    && line.endsWith(": mock stands in")).toList();
                assertEquals(1, told.size(), told::toString);
                System.out.println(told.get(0));
            }
        }
    }

    private static boolean answersJson(ConsoleClient operator) {
        try {
            byte[] body = operator.get("/system/console/flathead/data.json").body();
            return body.length > 0 && body[0] == '{';
        } catch (IOException e) {
            return false;
        }
    }

    private static JsonObject status(ConsoleClient operator, String camera) {
        try (JsonReader json = Json.createReader(new ByteArrayInputStream(
                operator.get("/system/console/flathead/data.json").body()))) {
            return json.readObject().getJsonArray("streams").getValuesAs(JsonObject.class).stream()
                .filter(stream -> stream.getString("key").equals("camera-" + camera)).findFirst().orElseThrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
