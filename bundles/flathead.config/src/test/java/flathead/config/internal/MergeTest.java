package flathead.config.internal;

import static flathead.config.internal.TestForms.CLIENT;
import static flathead.config.internal.TestForms.LEFT;
import static flathead.config.internal.TestForms.REAR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergeTest {
    private final Merge merge = new Merge(TestForms.forms(), TestForms.initial());
    private final Map<String, SortedMap<String, Object>> stored = new TreeMap<>();
    private Applied applied = Applied.nothing();

    @BeforeEach
    void storeWhatTheConfiguratorWould() {
        TestForms.initial().values().forEach((pid, properties) -> {
            stored.put(pid, new TreeMap<>());
            properties.forEach((name, text) -> stored.get(pid).put(name,
                TestForms.forms().fields(pid).get(name).stored(text)));
            stored.get(pid).put("service.pid", pid);
        });
    }

    /** Takes a file, and answers the PIDs that were written. */
    private List<String> take(String text) throws Exception {
        Merge.Result result = merge.of(YamlSettings.read(text, TestForms.forms(), true), applied, stored);
        applied = result.applied();
        result.changes().forEach(change -> {
            if (change.properties() == null) {
                stored.remove(change.pid());
            } else {
                stored.put(change.pid(), change.properties());
            }
        });
        return result.changes().stream().map(Merge.Change::pid).toList();
    }

    @Test
    void writesWhatTheFileSaysAndNothingElse() throws Exception {
        assertEquals(List.of(LEFT), take("cameras: { left: { fps: 15 }, right: { fps: 25 } }"));
        assertEquals(15, stored.get(LEFT).get("fps"));
        assertEquals(640, stored.get(LEFT).get("width"));
        assertEquals(List.of(), take("# moved\ncameras: { right: { fps: 25 }, left: { fps: 15 } }"));
    }

    @Test
    void theEnvironmentWinsOverTheFile() throws Exception {
        take("cameras: { left: { device_id: 2 } }\nserver: { url: \"http://robot:1\" }");
        assertEquals("$[env:LEFT_CAMERA_ID;default=2]", stored.get(LEFT).get("device"));
        assertEquals("$[env:SERVER_URL;default=http://robot:1]", stored.get(CLIENT).get("url"));
        take("cameras: { left: { device_id: 'a;b]' } }");
        assertEquals("a;b]", stored.get(LEFT).get("device"), "what does not fit into a placeholder");
    }

    @Test
    void aKeyThatGoesIsAsInitially() throws Exception {
        take("cameras: { left: { fps: 15, device_id: 7, gain: 2 } }\nreconnect_delay: 5");
        assertEquals(5.0, stored.get(CLIENT).get("reconnect_delay"));
        take("");
        storedEqualsInitial();
        assertEquals(Applied.nothing(), applied);
    }

    private void storedEqualsInitial() {
        Map<String, SortedMap<String, Object>> now = new TreeMap<>(stored);
        stored.clear();
        storeWhatTheConfiguratorWould();
        assertEquals(stored, now);
    }

    @Test
    void anEditLastsUntilTheFileIsReadAgain() throws Exception {
        take("cameras: { left: { fps: 15, width: 320 } }");
        stored.get(LEFT).put("fps", 10);
        stored.get(LEFT).put("gain", 3.0);
        take("cameras: { left: { fps: 15 } }");
        assertEquals(15, stored.get(LEFT).get("fps"), "the file's key wins when it is read");
        assertEquals(640, stored.get(LEFT).get("width"));
        assertEquals(3.0, stored.get(LEFT).get("gain"), "what it does not name stays edited");
        stored.get(LEFT).put("fps", 10);
        take("");
        assertEquals(10, stored.get(LEFT).get("fps"), "an edit of what the file no longer names stays");
    }

    @Test
    void aCameraComesAndGoesWithTheFile() throws Exception {
        assertEquals(List.of(REAR), take("cameras: { rear: { device_id: 2 } }"));
        assertEquals(Map.of("device", "2", "width", 640, "source.target", "$[env:FLATHEAD_SOURCE;default=]"),
            stored.get(REAR), "what all cameras have in common, and not what they differ in");
        stored.get(REAR).put("gain", 3.0);
        take("cameras: { rear: { device_id: 3 } }");
        assertEquals("3", stored.get(REAR).get("device"));
        assertEquals(List.of(REAR), take("cameras: { left: }"));
        assertNull(stored.get(REAR));
        take("cameras: { rear: }");
        assertTrue(stored.containsKey(REAR), "a name is enough");
    }

    @Test
    void aCameraThatWasThereBeforeTheFileStays() throws Exception {
        stored.put(REAR, new TreeMap<>(Map.of("device", "5")));
        take("cameras: { rear: { fps: 15 } }");
        take("");
        assertEquals(Map.of("device", "5"), stored.get(REAR));
        stored.remove(LEFT);
        take("cameras: { left: { fps: 15 } }");
        assertEquals("$[env:LEFT_CAMERA_ID;default=0]", stored.get(LEFT).get("device"), "made anew");
        take("");
        assertTrue(stored.containsKey(LEFT), "the initial values have it");
        take("cameras: { rear: { fps: 15 } }");
        stored.remove(REAR);
        take("");
        assertFalse(stored.containsKey(REAR), "somebody deleted it");
    }

    @Test
    void whatWasTakenIsRememberedOverARestart(@TempDir Path folder) throws Exception {
        take("cameras: { left: { fps: 15, device_id: \" a=b \\u00e4\" }, rear: }");
        Path file = folder.resolve("taken");
        assertEquals(Applied.nothing(), Applied.read(file));
        applied.write(file);
        assertEquals(applied, Applied.read(file));
        applied = Applied.read(file);
        take("");
        storedEqualsInitial();
    }
}
