package flathead.signaling.socketio.client.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @Test
    void hasDefaults() throws Settings.RefusedSetting {
        assertEquals(new Settings(URI.create("http://localhost:8080"), "/stream", Duration.ofSeconds(2)),
            Settings.of(Map.of()));
    }

    @Test
    void readsWhatIsAllowed() throws Settings.RefusedSetting {
        assertEquals(new Settings(URI.create("https://robot.local"), "/", Duration.ofMillis(500)),
            Settings.of(Map.of("url", " HTTPS://robot.local/ ", "namespace", "/", "reconnect_delay", "0.5")));
        assertEquals(URI.create("http://[::1]:80"), Settings.of(Map.of("url", "http://[::1]:80")).url());
        assertEquals(Duration.ofSeconds(5), Settings.of(Map.of("reconnect_delay", 5)).longestDelay());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost:8080", "ftp://h", "http://", "http://h:0", "http://h:65536", "http://h:-1",
        "http://h/path", "http://h?q", "http://h#f", "http://u@h", "http://h h", "http:///x", "file:/x", "http://h\nx"})
    void refusesOtherUrls(String url) {
        String message = assertThrows(Settings.RefusedSetting.class, () -> Settings.of(Map.of("url", url)))
            .getMessage();
        assertEquals("flathead.signaling.socketio.client: url \"" + url.replace('\n', '?') + "\" is not allowed; "
            + "http://host:port or https://host:port is, such as http://localhost:8080", message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "stream", "/a b", "/a,b", "/a?b", "/\u00e4"})
    void refusesOtherNamespaces(String namespace) {
        String message = assertThrows(Settings.RefusedSetting.class,
            () -> Settings.of(Map.of("namespace", namespace))).getMessage();
        assertTrue(message.startsWith("flathead.signaling.socketio.client: namespace \"" + namespace + "\""), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "61", "NaN", "soon", "", "Infinity"})
    void refusesOtherDelays(String delay) {
        String message = assertThrows(Settings.RefusedSetting.class,
            () -> Settings.of(Map.of("reconnect_delay", delay))).getMessage();
        assertTrue(message.endsWith("a number of seconds within 0.1..60 is"), message);
    }

    @Test
    void knowsTheSameServer() throws Settings.RefusedSetting {
        Settings settings = Settings.of(Map.of());
        assertTrue(settings.sameServer(Settings.of(Map.of("reconnect_delay", 5))));
        assertFalse(settings.sameServer(Settings.of(Map.of("namespace", "/other"))));
        assertFalse(settings.sameServer(Settings.of(Map.of("url", "http://localhost:8081"))));
    }
}
