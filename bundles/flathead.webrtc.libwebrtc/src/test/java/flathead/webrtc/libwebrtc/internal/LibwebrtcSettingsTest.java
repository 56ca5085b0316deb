package flathead.webrtc.libwebrtc.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LibwebrtcSettingsTest {
    private static String refusal(Map<String, ?> settings) {
        return new LibwebrtcCheck().refusal(LibwebrtcSettings.PID, settings).orElseThrow();
    }

    @Test
    void whatIsMissingHasItsDefault() {
        assertEquals(new LibwebrtcSettings(true, 1_500_000, false), LibwebrtcSettings.read(Map.of()));
        assertEquals(LibwebrtcSettings.DEFAULT, LibwebrtcSettings.read(Map.of("load", "", "bitrate", " ")));
        assertEquals(new LibwebrtcSettings(false, 800_000, true),
            LibwebrtcSettings.read(Map.of("load", "use", "bitrate", 800_000, "ice.policy", "relay")));
    }

    @Test
    void aRefusalNamesPidPropertyValueAndWhatIsAllowed() {
        assertEquals(Optional.empty(), new LibwebrtcCheck().refusal(LibwebrtcSettings.PID, Map.of("load", "start")));
        assertEquals("flathead.webrtc.libwebrtc: load \"never\" is not allowed; start and use are",
            refusal(Map.of("load", "never")));
        assertEquals("flathead.webrtc.libwebrtc: bitrate \"49999\" is not allowed; a number from 50000 to 100000000 is",
            refusal(Map.of("bitrate", 49_999)));
        assertEquals("flathead.webrtc.libwebrtc: ice.policy \"none\" is not allowed; all and relay are",
            refusal(Map.of("ice.policy", "none")));
        assertTrue(refusal(Map.of("bitrate", "1,5\nMbit")).contains("bitrate \"1,5 Mbit\""));
    }
}
