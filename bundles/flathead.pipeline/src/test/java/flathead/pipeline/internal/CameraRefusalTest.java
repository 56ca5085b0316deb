package flathead.pipeline.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** What a camera does with settings that are not allowed. */
class CameraRefusalTest {
    private static final String PID = "flathead.camera~left";

    /** One configuration, as it is stored. */
    private final Hashtable<String, Object> stored = new Hashtable<>();
    private final List<Dictionary<?, ?>> written = new ArrayList<>();

    private final Configuration configuration = proxy(Configuration.class, Map.of(
        "getProperties", arguments -> new Hashtable<>(stored),
        "update", arguments -> written.add((Dictionary<?, ?>) arguments[0])));
    private final ConfigurationAdmin admin = proxy(ConfigurationAdmin.class, Map.of(
        "listConfigurations", arguments -> new Configuration[] {configuration}));

    private interface Answer {
        Object to(Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Map<String, Answer> answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
            (self, method, arguments) -> {
                Object answer = answers.get(method.getName()).to(arguments);
                return method.getReturnType() == void.class ? null : answer;
            }));
    }

    private Map<String, Object> with(Object fps) {
        stored.put("service.pid", PID);
        stored.put("fps", fps);
        stored.put("device", "$[env:LEFT_CAMERA_ID;default=0]");
        Map<String, Object> delivered = new HashMap<>(stored);
        delivered.put("device", "0");
        return delivered;
    }

    @Test
    void theLastGoodSettingsAreWrittenBackOnceAndTheRefusalIsShown() {
        Camera camera = new Camera(with(25), admin);
        assertEquals(List.of(), written);
        camera.configure(with(9999));
        assertEquals(1, written.size());
        assertEquals(25, written.get(0).get("fps"));
        assertEquals("$[env:LEFT_CAMERA_ID;default=0]", written.get(0).get("device"), "as stored");

        camera.configure(with(8888));
        assertEquals(1, written.size(), "what was written back has not come yet");

        camera.configure(with(25));
        camera.configure(with(7777));
        assertEquals(2, written.size());
        camera.deactivate();
        assertEquals("flathead.camera~left: fps = 7777 is refused; allowed: a whole number within 1..240",
            camera.status().detail());
    }

    @Test
    void theRefusalStaysUntilSomethingElseIsAccepted() {
        Camera camera = new Camera(with(25), admin);
        camera.configure(with(9999));
        camera.configure(with(25));
        Map<String, Object> disabled = with(25);
        camera.deactivate();
        assertTrue(camera.status().detail().contains("9999"), camera.status().detail());
        disabled.put("enabled", false);
        camera.configure(disabled);
        assertEquals("disabled", camera.status().detail());
    }

    @Test
    void whatNeverWasGoodIsNotWrittenBack() {
        Camera camera = new Camera(with(0), admin);
        assertTrue(camera.status().detail().contains("fps = 0"), camera.status().detail());
        camera.configure(with(241));
        assertEquals(List.of(), written);
    }

    @Test
    void theCheckSaysTheSameBeforehand() {
        CameraCheck check = new CameraCheck();
        assertEquals(Optional.of("flathead.camera~new: bitrate = 1 is refused; allowed: a whole number within "
            + "50000..100000000"), check.refusal("flathead.camera~new", Map.of("bitrate", 1)));
        assertEquals(Optional.empty(), check.refusal("flathead.camera~new", Collections.singletonMap("bitrate", "")));
        assertTrue(check.refusal(PID, Map.of("encoder.target", "flathead.encoder=x")).orElse("")
            .contains("allowed: an LDAP filter"));
    }
}
