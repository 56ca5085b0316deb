package flathead.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.Await;
import flathead.testkit.FreePort;
import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a person changed at the terminal of a runtime is so after a restart, and can be read without one. */
@Timeout(180)
class RestartIT {
    private static final String CONTROL_C = "\u0003";
    private static final int INTERRUPTED = 130;

    @TempDir
    private Path home;

    private static void says(RuntimeProcess process, String text) {
        Await.until(() -> text + " in\n" + String.join("\n", process.log()), Duration.ofSeconds(30),
            () -> process.log().stream().anyMatch(line -> line.contains(text)));
    }

    private static JsonObject stream(RuntimeProcess process, String source, String name) {
        JsonObject status = process.status();
        return status == null ? null : status.getJsonArray("streams").getValuesAs(JsonObject.class).stream()
            .filter(each -> each.getString("name").equals(name) && each.getString("source", "").equals(source))
            .findFirst().orElse(null);
    }

    private String setting(String name) throws Exception {
        return Files.readAllLines(home.resolve("demo").resolve("settings.txt")).stream()
            .filter(line -> line.matches("flathead\\.camera~left +" + name.replace(".", "\\.") + " .*"))
            .findFirst().orElse("").replaceAll(" +", " ").strip();
    }

    @Test
    void aStopAndASettingFromTheTerminalOutliveARestart() throws Exception {
        int port = FreePort.find();
        try (RuntimeProcess demo = RuntimeProcess.start("demo", port, null, Map.of("TERM", "xterm"), home, true)) {
            demo.awaitStreams(2, Duration.ofSeconds(90), 2);
            says(demo, "commands: flathead:status");
            demo.type("flathead:swap left nonesuch\r");
            says(demo, "encoder nonesuch does not run here; allowed: ");
            demo.type("flathead:set left fps=0\r");
            says(demo, "flathead.camera~left: fps = 0 is refused; allowed: a whole number within 1..240");
            demo.type("flathead:set left fps=15\r");
            says(demo, "left: fps = 15");
            Await.until("15 pictures a second", Duration.ofSeconds(20),
                () -> Math.abs(stream(demo, "mock", "left").getJsonNumber("fps").doubleValue() - 15) < 1);
            assertEquals("flathead.camera~left fps 15 edited; config/demo.json has 30", setting("fps"));
            demo.type("stop flathead.source.mock\r");
            Await.until("a camera without a source", Duration.ofSeconds(20),
                () -> stream(demo, "mock", "left") == null);
            demo.type(CONTROL_C);
            assertEquals(INTERRUPTED, demo.awaitEnd());
            assertTrue(demo.log().stream().noneMatch(line -> line.startsWith("\tat ")),
                () -> String.join("\n", demo.log()));
        }
        String recorded = Files.readString(home.resolve("demo").resolve("settings.txt"));
        assertTrue(recorded.startsWith("ended "), recorded);

        try (RuntimeProcess demo = RuntimeProcess.start("demo", port, null, Map.of(), home, false)) {
            says(demo, "flathead.source.mock stays stopped");
            Await.until("the cameras' status", Duration.ofSeconds(60),
                () -> demo.status() != null && demo.status().toString().contains("waits for a source"));
            demo.stop();
            List<String> log = demo.log();
            assertTrue(log.stream().noneMatch(line -> line.contains("mock delivers")), () -> String.join("\n", log));
            assertTrue(log.stream().noneMatch(line -> line.contains("commands: ") || line.contains("flathead> ")),
                "there is no prompt where there is no terminal");
            assertEquals("flathead.camera~left fps 15 edited; config/demo.json has 30", setting("fps"));
        }
    }
}
