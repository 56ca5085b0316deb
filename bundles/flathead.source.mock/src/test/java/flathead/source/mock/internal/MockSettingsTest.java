package flathead.source.mock.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import flathead.api.CaptureSettings;
import flathead.api.Codec;
import flathead.api.MediaException;
import flathead.api.VideoFormat;
import java.util.Map;
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
        assertEquals(new MockSettings("0", VGA, "card", "LEFT", 0, "", 0), of(VGA, Map.of()));
        assertEquals(new MockSettings("0", VGA, "image", "", -0.5, "p.yuv", -4), of(VGA,
            Map.of("pattern", "image", "label", "", "brightness", " -0.5 ", "image", "p.yuv", "scroll", "-4")));
        assertEquals(VGA, of(VGA.as(Codec.NV12), Map.of()).format(), "the nearest that it has");
    }

    @Test
    void refusesByName() {
        refused("mock camera 0 has no control gain (= 3); it has [pattern, label, brightness, image, scroll]", VGA,
            Map.of("gain", "3"));
        refused("mock camera 0: pattern = snow is not allowed; one of [card, image]", VGA, Map.of("pattern", "snow"));
        refused("mock camera 0: brightness = 1.5 is not allowed; a number within -1..1", VGA,
            Map.of("brightness", "1.5"));
        refused("mock camera 0: brightness = NaN is not allowed; a number within -1..1", VGA,
            Map.of("brightness", "NaN"));
        refused("mock camera 0: brightness = dark is not allowed; a number within -1..1", VGA,
            Map.of("brightness", "dark"));
        refused("mock camera 0: scroll = 1.5 is not allowed; a whole number within -8192..8192", VGA,
            Map.of("scroll", "1.5"));
        refused("mock camera 0: scroll = -2147483648 is not allowed; a whole number within -8192..8192", VGA,
            Map.of("scroll", "-2147483648"));
        refused("mock camera 0: image = (nothing) is not allowed; the path of a raw I420 picture, with pattern = image",
            VGA, Map.of("pattern", "image"));
        refused("mock camera 0: label = " + "x".repeat(33) + " is not allowed; up to 32 characters", VGA,
            Map.of("label", "x".repeat(33)));
        refused("mock camera 0: codec = H264 is not allowed; I420", VGA.as(Codec.H264), Map.of());
        refused("mock camera 0: size = 640x62 is not allowed; even numbers from 64x64",
            new VideoFormat(Codec.I420, 640, 62, 30), Map.of());
    }

    @ParameterizedTest
    @CsvSource({"0, 0, LEFT", "1, 1, RIGHT", "7, 7, CAM 7", "257, 1, CAM 257", "front, 0, CAM front"})
    void anyDeviceHasANumberAndALabel(String device, int number, String label) throws Exception {
        MockSettings settings = MockSettings.of(new CaptureSettings(device, VGA, Map.of()));
        assertEquals(label, settings.label());
        assertEquals(device.equals("front") ? device.hashCode() & 0xff : number, settings.number());
    }
}
