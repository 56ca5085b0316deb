package flathead.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.Await;
import flathead.testkit.FreePort;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The web console of a Pi without a password, and with one that may not be. */
class ConsolePasswordIT {
    private static final Pattern TOLD = Pattern.compile("password, told this once: (\\S+) ");

    private static int status(RuntimeProcess pi, String password) {
        try {
            return ConsoleClient.of(pi.consolePort(), "admin", password).get("/system/console/bundles.json")
                .statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    private static void awaitLine(RuntimeProcess pi, String text) {
        Await.until(() -> text + "\n" + String.join("\n", pi.log()), Duration.ofSeconds(30),
            () -> pi.log().stream().anyMatch(line -> line.contains(text)));
    }

    @Test
    void unsetMeansMadeUpAndToldInTheLog() throws Exception {
        try (RuntimeProcess pi = RuntimeProcess.start("pi", FreePort.find())) {
            awaitLine(pi, "told this once");
            Matcher told = TOLD.matcher(String.join("\n", pi.log()));
            assertTrue(told.find());
            Await.until("it opens", () -> status(pi, told.group(1)) == 200);
            assertEquals(401, status(pi, "admin"));
            assertEquals(401, status(pi, ""));
        }
    }

    @Test
    void emptyAndPlaceholderKeepItClosed() throws Exception {
        for (String password : new String[] {"", "$[env:CONSOLE_PASSWORD]"}) {
            try (RuntimeProcess pi = RuntimeProcess.start("pi", FreePort.find(), null,
                    Map.of("CONSOLE_PASSWORD", password))) {
                awaitLine(pi, "the web console stays closed");
                awaitLine(pi, "CONSOLE_PASSWORD = (");
                for (String guess : new String[] {password, "admin", ""}) {
                    assertEquals(404, status(pi, guess), "'" + guess + "'");
                }
            }
        }
    }
}
