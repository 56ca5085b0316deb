package flathead.source.mock.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.CaptureSettings;
import flathead.api.Codec;
import flathead.api.MediaException;
import flathead.api.VideoFormat;
import flathead.source.mock.internal.card.Look;
import flathead.source.mock.internal.card.View;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MockSettingsTest {
    private static final VideoFormat VGA = new VideoFormat(Codec.I420, 640, 480, 30);

    private static MockSettings of(VideoFormat format, Map<String, String> controls) throws MediaException {
        return MockSettings.of(new CaptureSettings("0", format, controls));
    }

    private static void refused(String message, VideoFormat format, Map<String, String> controls) {
        assertEquals(message, assertThrows(MediaException.class, () -> of(format, controls)).getMessage());
    }

    @Test
    void readsEverything() throws Exception {
        assertEquals(new MockSettings("0", VGA, "card", "LEFT", "", Cadence.FREE, 0, View.PLAIN), of(VGA, Map.of()));
        assertEquals(new MockSettings("0", VGA, "image", "", "p.yuv", Cadence.FREE, -4,
            View.of(Look.bright(-0.5))), of(VGA,
            Map.of("pattern", "image", "label", "", "brightness", " -0.5 ", "image", "p.yuv", "scroll", "-4")));
        assertEquals(VGA, of(VGA.as(Codec.NV12), Map.of()).format(), "the nearest that it has");
    }

    @Test
    void refusesByName() {
        refused("mock camera 0 has no control zoom (= 3); it has [pattern, label, image, phase, scroll, exposure, gain,"
            + " brightness, contrast, saturation, white.balance, red.gain, blue.gain, flip.horizontal, flip.vertical,"
            + " rotation]", VGA, Map.of("zoom", "3"));
        refused("mock camera 0: pattern = snow is not allowed; one of [card, image]", VGA, Map.of("pattern", "snow"));
        refused("mock camera 0: brightness = 1.5 is not allowed; a number within -1..1", VGA,
            Map.of("brightness", "1.5"));
        refused("mock camera 0: brightness = NaN is not allowed; a number within -1..1", VGA,
            Map.of("brightness", "NaN"));
        refused("mock camera 0: brightness = dark is not allowed; a number within -1..1", VGA,
            Map.of("brightness", "dark"));
        refused("mock camera 0: scroll = 1.5 is not allowed; a whole number within -8192..8192 px/frame",
            VGA, Map.of("scroll", "1.5"));
        refused("mock camera 0: scroll = -2147483648 is not allowed; a whole number within -8192..8192 px/frame",
            VGA, Map.of("scroll", "-2147483648"));
        refused("mock camera 0: image = (nothing) is not allowed; the path of a raw I420 picture, with pattern = image",
            VGA, Map.of("pattern", "image"));
        refused("mock camera 0: label = " + "x".repeat(33) + " is not allowed; up to 32 characters", VGA,
            Map.of("label", "x".repeat(33)));
        refused("mock camera 0: codec = H264 is not allowed; I420", VGA.as(Codec.H264), Map.of());
        refused("mock camera 0: size = 640x62 is not allowed; even numbers from 64x64",
            new VideoFormat(Codec.I420, 640, 62, 30), Map.of());
    }

    private static View view(String... controls) throws MediaException {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < controls.length; i += 2) {
            map.put(controls[i], controls[i + 1]);
        }
        return of(VGA, map).view();
    }

    @Test
    void readsTheLight() throws Exception {
        assertEquals(new Look(0.5, 1, 1, 1, 1, 0), view("exposure", "10000").look());
        assertEquals(new Look(6, 1, 1, 1, 1, 0), view("exposure", "40000", "gain", " 3.0 ").look());
        assertEquals(new Look(1, 1, 1, 1.5, 0, 0), view("contrast", "1.5", "saturation", "0").look());
        assertEquals(new Look(1, 2, 0.5, 1, 1, 0),
            view("red.gain", "2", "blue.gain", "0.5", "white.balance", "cloudy").look(), "gains rule");
        assertEquals(View.PLAIN, view("exposure", "", "gain", " ", "white.balance", "", "red.gain", "", "blue.gain",
            "", "flip.vertical", "", "rotation", "", "contrast", ""), "what is empty is the camera's own");
    }

    @Test
    void eachWhiteBalanceIsAnother() throws Exception {
        Set<Look> seen = new HashSet<>();
        for (String each : List.of("auto", "incandescent", "tungsten", "fluorescent", "indoor", "daylight",
                "cloudy")) {
            assertTrue(seen.add(view("white.balance", each).look()), each);
        }
    }

    @Test
    void aTurnIsBothFlips() throws Exception {
        assertEquals(new View(Look.PLAIN, true, false), view("flip.horizontal", "true"));
        assertEquals(new View(Look.PLAIN, false, true), view("flip.vertical", "true", "flip.horizontal", "false"));
        assertEquals(new View(Look.PLAIN, true, true), view("rotation", "180"));
        assertEquals(new View(Look.PLAIN, false, true), view("rotation", "180", "flip.horizontal", "true"));
        assertEquals(View.PLAIN, view("rotation", "180", "flip.horizontal", "true", "flip.vertical", "true"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "exposure | 0 | a whole number within 1..1000000 us", "exposure | 1.5 | a whole number within 1..1000000 us",
        "gain | 17 | a number within 1..16", "gain | 0.9 | a number within 1..16",
        "contrast | -1 | a number within 0..4", "saturation | 4.1 | a number within 0..4",
        "white.balance | sunny | one of [auto, incandescent, tungsten, fluorescent, indoor, daylight, cloudy]",
        "red.gain | 2 | together with blue.gain, or neither", "blue.gain | 2 | together with red.gain, or neither",
        "flip.horizontal | yes | true or false", "flip.vertical | 1 | true or false",
        "rotation | 45 | one of [0, 180]",
        "rotation | 90 | 0 or 180, since 90 and 270 would change the picture's size",
        "rotation | 270 | 0 or 180, since 90 and 270 would change the picture's size"})
    void refusesNamingWhatIsAllowed(String name, String value, String allowed) {
        refused("mock camera 0: " + name + " = " + value + " is not allowed; " + allowed, VGA, Map.of(name, value));
    }

    @Test
    void bothGainsHaveARange() {
        refused("mock camera 0: blue.gain = 9 is not allowed; a number within 0.1..8", VGA,
            Map.of("red.gain", "1", "blue.gain", "9"));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, LEFT", "1, 1, RIGHT", "7, 7, CAM 7", "257, 1, CAM 257", "front, 0, CAM front"})
    void anyDeviceHasANumberAndALabel(String device, int number, String label) throws Exception {
        MockSettings settings = MockSettings.of(new CaptureSettings(device, VGA, Map.of()));
        assertEquals(label, settings.label());
        assertEquals(device.equals("front") ? device.hashCode() & 0xff : number, settings.number());
    }
}
