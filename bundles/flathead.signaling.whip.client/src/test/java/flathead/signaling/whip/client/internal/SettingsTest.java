package flathead.signaling.whip.client.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static String refusal(Map<String, ?> settings) {
        return new ClientCheck().refusal(Settings.PID + "~x", settings).orElse("");
    }

    @Test
    void aCameraHasItsResource() throws Exception {
        Settings settings = Settings.of(Map.of("url", " https://media.example:8443/whip/{camera}?k={camera} ",
            "token", "me:a.b_c-d~e+f/g=="));
        assertEquals("https://media.example:8443/whip/a%20b%2Fc?k=a%20b%2Fc", settings.endpoint("a b/c").toString());
        assertTrue(settings.carries("left"));
        assertFalse(settings.toString().contains("a.b_c"), settings.toString());
    }

    @Test
    void withoutAUrlThereIsNoServer() throws Exception {
        assertFalse(Settings.of(Map.of("url", "", "token", "")).isSet());
        assertFalse(Settings.of(Map.of()).isSet());
    }

    @Test
    void oneResourceIsForOneCamera() throws Exception {
        Settings settings = Settings.of(Map.of("url", "http://media.example/whip", "cameras", new String[] {"left"}));
        assertTrue(settings.carries("left"));
        assertFalse(settings.carries("right"));
        assertEquals("http://media.example/whip", settings.endpoint("left").toString());
        assertEquals(List.of("left", "right"), Settings.of(Map.of("cameras", "left, right")).cameras());
        assertTrue(refusal(Map.of("url", "http://media.example/whip")).contains("{camera}"));
        assertTrue(refusal(Map.of("url", "http://media.example/whip", "cameras", "left,right")).contains("{camera}"));
    }

    @Test
    void whatIsNoneIsRefusedInOneLine() {
        for (String url : List.of("media.example", "ftp://media.example/{camera}", "http:///{camera}",
                "http://u:p@media.example/{camera}", "http://media.example:99999/{camera}", "http://a b/{camera}",
                "http://media.example/{camera}#x", "http://media.example/{other}/{camera}")) {
            String why = refusal(Map.of("url", url));
            assertTrue(why.startsWith(Settings.PID + ": url \"" + url + "\" is not allowed; "), why);
        }
        String why = refusal(Map.of("url", "http://m/{camera}", "token", "with space"));
        assertTrue(why.startsWith(Settings.PID + ": token "), why);
        assertFalse(why.contains("with space"), why);
    }

    @Test
    void theEnvironmentsServerHasAShortName() {
        assertEquals("whip", ConfiguredClient.name(Settings.PID + "~environment"));
        assertEquals("whip-livekit", ConfiguredClient.name(Settings.PID + "~livekit"));
    }
}
