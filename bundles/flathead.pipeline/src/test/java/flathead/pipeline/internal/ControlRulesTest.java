package flathead.pipeline.internal;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import flathead.api.Control;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlRulesTest {
    private static final double NONE = Double.NaN;
    private static final List<Control> CONTROLS = List.of(
        new Control("gain", Control.Type.NUMBER, 1, 16.5, "dB", "1", List.of()),
        new Control("shift", Control.Type.INTEGER, -8, 8, "", "0", List.of()),
        new Control("flip", Control.Type.BOOLEAN, NONE, NONE, "", "false", List.of()),
        new Control("mode", Control.Type.CHOICE, NONE, NONE, "", "day", List.of("day", "night")),
        new Control("exposure", Control.Type.INTEGER, 1, NONE, "us", "", List.of()),
        new Control("white.balance", Control.Type.CHOICE, NONE, NONE, "", "auto", List.of("auto", "cloudy")),
        new Control("depth", Control.Type.NUMBER, NONE, 9, "m", "", List.of()),
        new Control("far", Control.Type.NUMBER, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, "m", "", List.of()),
        new Control("any", Control.Type.INTEGER, NONE, NONE, "", "0", List.of()),
        new Control("note", Control.Type.TEXT, NONE, NONE, "", "", List.of()));

    @ParameterizedTest
    @CsvSource({"gain,1", "gain,16.5", "gain,1e1", "gain,' 2 '", "shift,-8", "shift,+8", "flip,true", "mode,night",
        "any,999999999999", "note,whatever", "exposure,20000", "white.balance,cloudy", "depth,-1e9",
        "far,1e300"})
    void takesWhatTheCameraHas(String name, String value) {
        assertDoesNotThrow(() -> ControlRules.check("p", CONTROLS, Map.of(name, value)));
    }

    @ParameterizedTest
    @CsvSource({"gain,0.99,a number within 1..16.5 dB", "gain,17,a number within 1..16.5 dB",
        "gain,NaN,a number within 1..16.5 dB", "gain,much,a number within 1..16.5 dB",
        "shift,9,a whole number within -8..8", "shift,1.5,a whole number within -8..8",
        "shift,99999999999999999999,a whole number within -8..8", "flip,yes,true or false",
        "mode,dusk,'one of [day, night]'",
        "zoom,2,'what this camera has, [gain, shift, flip, mode, exposure, white.balance, depth, far, any, note]'",
        "exposure,0,a whole number not below 1 us", "depth,9.5,a number not above 9 m", "far,near,a number in m",
        "white.balance,sunny,'one of [auto, cloudy]'"})
    void refusesNamingPidPropertyValueAndWhatIsAllowed(String name, String value, String allowed) {
        CameraSettings.Refused refused = assertThrows(CameraSettings.Refused.class,
            () -> ControlRules.check("flathead.camera~left", CONTROLS, Map.of(name, value)));
        assertEquals("flathead.camera~left: " + name + " = " + value + " is refused; allowed: " + allowed,
            refused.getMessage());
    }
}
