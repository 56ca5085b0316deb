package flathead.source.libcamera.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Control;
import flathead.api.MediaException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CameraControlsTest {
    private static final int BOTH = 3;
    private final CameraControls camera = new CameraControls("0", FakeLibcamera.CONTROLS, BOTH);
    /** As libcamera before 0.5.0 has them. */
    private final CameraControls old = new CameraControls("0", FakeLibcamera.CONTROLS.stream()
        .filter(control -> !control.name().endsWith("Mode") || control.name().startsWith("A") && control.name()
            .length() < 9 && !control.name().startsWith("An")).toList(), 0);

    private static String text(Map<String, double[]> values) {
        return new TreeMap<>(values).entrySet().stream()
            .map(entry -> entry.getKey() + Arrays.toString(entry.getValue())).collect(Collectors.joining(" "));
    }

    private static String target(CameraControls controls, String... wanted) throws MediaException {
        return text(controls.target(map(wanted)));
    }

    private static Map<String, String> map(String... wanted) {
        Map<String, String> map = new TreeMap<>();
        for (int i = 0; i < wanted.length; i += 2) {
            map.put(wanted[i], wanted[i + 1]);
        }
        return map;
    }

    private static String change(CameraControls controls, Map<String, String> before, Map<String, String> after)
            throws MediaException {
        return text(controls.change(controls.target(before), controls.target(after)));
    }

    @Test
    void aCameraModuleHasAllNames() {
        assertEquals(List.of("exposure", "gain", "brightness", "contrast", "saturation", "sharpness", "white.balance",
            "red.gain", "blue.gain", "flip.horizontal", "flip.vertical", "rotation", "focus", "focus.range",
            "focus.position", "focus.trigger", "hdr", "noise.reduction", "sync", "zoom", "zoom.x", "zoom.y"),
            camera.list().stream().map(Control::name).toList());
        assertEquals(List.of("off", "multi", "single", "night"), camera.list().get(16).choices());
    }

    @Test
    void aCameraWithFewControlsHasFewNames() {
        CameraControls few = new CameraControls("0", List.of(FakeLibcamera.CONTROLS.get(5)), 0);
        assertEquals(List.of("brightness"), few.list().stream().map(Control::name).toList());
        MediaException refusal = assertThrows(MediaException.class, () -> few.target(map("exposure", "10")));
        assertEquals("libcamera camera 0 has no control exposure (= 10); it has [brightness]", refusal.getMessage());
    }

    @Test
    void exposureAndGainAreManualOneByOneFromFiveOn() throws MediaException {
        assertEquals("", target(camera, "exposure", "", "gain", " "));
        assertEquals("ExposureTime[5000.0] ExposureTimeMode[1.0]", target(camera, "exposure", "5000"));
        assertEquals("AnalogueGain[2.5] AnalogueGainMode[1.0]", target(camera, "gain", "2.5"));
        assertEquals("ExposureTimeMode[0.0]", change(camera, map("exposure", "5000"), map()));
    }

    @Test
    void beforeFiveOneSwitchIsForBoth() throws MediaException {
        assertEquals("ExposureTime[5000.0]", target(old, "exposure", "5000"));
        assertEquals("AeEnable[0.0] AnalogueGain[2.0] ExposureTime[5000.0]",
            target(old, "exposure", "5000", "gain", "2"));
        assertEquals("AeEnable[1.0] AnalogueGain[0.0] ExposureTime[0.0]",
            change(old, map("exposure", "5000", "gain", "2"), map()));
        assertEquals("ExposureTime[0.0]", change(old, map("exposure", "5000"), map()));
    }

    @Test
    void whiteBalanceIsAModeOrTwoGains() throws MediaException {
        assertEquals("AwbMode[5.0]", target(camera, "white.balance", "daylight"));
        assertEquals("AwbEnable[0.0] ColourGains[1.5, 2.0]",
            target(camera, "white.balance", "daylight", "red.gain", "1.5", "blue.gain", "2"));
        assertEquals("AwbEnable[1.0] AwbMode[5.0]",
            change(camera, map("red.gain", "1.5", "blue.gain", "2"), map("white.balance", "daylight")));
        MediaException refusal = assertThrows(MediaException.class, () -> target(camera, "red.gain", "1.5"));
        assertTrue(refusal.getMessage().contains("red.gain = 1.5") && refusal.getMessage().contains("together"),
            refusal.getMessage());
    }

    @Test
    void focusScansOnceForEachNewTrigger() throws MediaException {
        assertEquals("AfMode[0.0] LensPosition[2.5]", target(camera, "focus", "manual", "focus.position", "2.5"));
        assertEquals("AfMode[2.0]", target(camera, "focus", "continuous", "focus.position", "2.5"));
        Map<String, String> first = map("focus", "auto", "focus.trigger", "1");
        assertEquals("AfMode[1.0] AfTrigger[0.0]", change(camera, map(), first));
        assertEquals("AfTrigger[0.0]", change(camera, first, map("focus", "auto", "focus.trigger", "2")));
        assertEquals("", change(camera, first, first));
    }

    @Test
    void zoomCutsOutOfWhatIsShown() throws MediaException {
        assertEquals("ScalerCrop[1440.0, 648.0, 1728.0, 1296.0]", target(camera, "zoom", "2"));
        assertEquals("ScalerCrop[576.0, 1296.0, 1728.0, 1296.0]",
            target(camera, "zoom", "2", "zoom.x", "0", "zoom.y", "1"));
        assertEquals("ScalerCrop[576.0, 0.0, 3456.0, 2592.0]", change(camera, map("zoom", "2"), map()));
    }

    @Test
    void flipsAndTurns() {
        assertEquals(0, CameraControls.transform(map()));
        assertEquals(BOTH, CameraControls.transform(map("rotation", "180")));
        assertEquals(2, CameraControls.transform(map("rotation", "180", "flip.horizontal", "true")));
    }

    @Test
    void whatIsNoValueIsRefusedByName() {
        for (String[] bad : new String[][] {{"exposure", "fast", "1..66666 us"}, {"exposure", "1.5", "whole number"},
            {"gain", "17", "1..16"}, {"gain", "NaN", "1..16"}, {"focus", "blurred", "continuous"},
            {"flip.vertical", "yes", "true or false"}, {"rotation", "90", "180"}}) {
            MediaException refusal = assertThrows(MediaException.class, () -> target(camera, bad[0], bad[1]));
            for (String word : bad) {
                assertTrue(refusal.getMessage().contains(word), refusal.getMessage());
            }
        }
    }

    @Test
    void aRateIsTheNearestInterval() {
        assertEquals(33333, camera.interval(30));
        assertEquals(4167, camera.interval(240));
        assertEquals(0, new CameraControls("0", List.of(), 0).interval(30));
    }
}
