package flathead.console.internal;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import flathead.api.SettingsCheck;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.webconsole.spi.ValidationException;
import org.junit.jupiter.api.Test;

class SettingsGateTest {
    private final SettingsGate gate = new SettingsGate();

    SettingsGateTest() {
        gate.addCheck((pid, settings) -> settings.containsKey("bad")
            ? Optional.of(pid + ": bad = " + settings.get("bad") + " is refused") : Optional.empty(),
            Map.of(SettingsCheck.PID, "flathead.camera"));
    }

    private void update(String factory, String pid, String name, Object value) throws ValidationException {
        gate.updateConfiguration(factory, pid, new Hashtable<>(Map.of(name, value)));
    }

    @Test
    void asksThoseWhomItConcerns() {
        for (String pid : new String[] {"flathead.camera~left", "flathead.camera", "flathead.camera.4f-22"}) {
            assertEquals(pid + ": bad = 1 is refused",
                assertThrows(ValidationException.class, () -> update(null, pid, "bad", 1)).getMessage());
            assertDoesNotThrow(() -> update(null, pid, "good", 1));
        }
        assertThrows(ValidationException.class, () -> update("flathead.camera", "to be made", "bad", 1));
        for (String pid : new String[] {"flathead.cameras", "flathead", "org.example"}) {
            assertDoesNotThrow(() -> update(null, pid, "bad", 1));
        }
    }

    @Test
    void aPlaceholderIsJudgedWhenItIsDelivered() {
        assertDoesNotThrow(() -> update(null, "flathead.camera~left", "bad", "$[env:FPS;default=30]"));
    }

    @Test
    void anEmptyFilterIsNotWrittenAndOtherEmptyTextsAre() throws ValidationException {
        Hashtable<String, Object> form = new Hashtable<>(Map.of("encoder.target", " ", "source.target", "(a=b)",
            "label", ""));
        gate.updateConfiguration("flathead.camera", "flathead.camera~left", form);
        assertEquals(Map.of("source.target", "(a=b)", "label", ""), form);
    }

    @Test
    void whoIsGoneIsNotAsked() {
        SettingsCheck no = (pid, settings) -> Optional.of("no");
        gate.addCheck(no, Map.of(SettingsCheck.PID, "p"));
        assertThrows(ValidationException.class, () -> update(null, "p", "x", 1));
        gate.removeCheck(no);
        assertDoesNotThrow(() -> update(null, "p", "x", 1));
    }

    @Test
    void encoderNamesCannotBreakTheirFilter() {
        assertEquals("(flathead.encoder=openh264)", Cameras.target("flathead.encoder", "openh264"));
        assertEquals("(flathead.encoder=a\\)\\(b\\*\\\\)", Cameras.target("flathead.encoder", "a)(b*\\"));
    }
}
