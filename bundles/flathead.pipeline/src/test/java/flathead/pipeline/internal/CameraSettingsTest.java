package flathead.pipeline.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.VideoFormat;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CameraSettingsTest {
    private static final Map<String, Object> LEFT = Map.of("service.pid", "flathead.camera~left");

    private static Map<String, Object> left(String property, Object value) {
        Map<String, Object> properties = new HashMap<>(LEFT);
        properties.put(property, value);
        return properties;
    }

    @Test
    void hasDefaultsForEverything() throws CameraSettings.Refused {
        CameraSettings settings = CameraSettings.of(LEFT);
        assertEquals("left", CameraSettings.nameOf(LEFT));
        assertTrue(settings.enabled());
        assertEquals("0", settings.capture().device());
        assertEquals(new VideoFormat(Codec.I420, 640, 480, 30), settings.capture().format());
        assertTrue(settings.capture().controls().isEmpty());
    }

    @Test
    void takesNumbersAsNumbersAndAsText() throws CameraSettings.Refused {
        assertEquals(25, CameraSettings.of(left("fps", 25)).capture().format().fps());
        assertEquals(25, CameraSettings.of(left("fps", "25")).capture().format().fps());
        assertFalse(CameraSettings.of(left("enabled", false)).enabled());
        assertFalse(CameraSettings.of(left("enabled", "false")).enabled());
    }

    @Test
    void givesWhatItDoesNotKnowToTheCameraStackButNotTheFrameworksOwn() throws CameraSettings.Refused {
        Map<String, Object> properties = left("pattern", "image");
        for (String name : List.of("service.factoryPid", "component.name", "component.id", "felix.fileinstall.filename",
                "org.apache.felix.configadmin.revision", "osgi.ds.satisfying.condition.target", ".private",
                ":configurator:resource-version", "webconsole.configurationFactory.nameHint",
                "sources.cardinality.minimum", "fps", "keyframe.interval")) {
            properties.put(name, 1);
        }
        for (String target : List.of("encoder.target", "source.target", "sink.target")) {
            properties.put(target, "(a=b)");
        }
        assertEquals(Map.of("pattern", "image"), CameraSettings.of(properties).capture().controls());
        properties.put("white.balance", "cloudy");
        properties.put("flip.vertical", true);
        properties.put("zoom.x", 0.5);
        assertEquals(Map.of("pattern", "image", "white.balance", "cloudy", "flip.vertical", "true", "zoom.x", "0.5"),
            CameraSettings.of(properties).capture().controls());
    }

    @Test
    void whatIsEmptyIsNotAskedFor() throws CameraSettings.Refused {
        Map<String, Object> properties = left("exposure", "");
        properties.put("red.gain", "");
        properties.put("blue.gain", " ");
        properties.put("fps", "");
        assertTrue(CameraSettings.of(properties).capture().controls().isEmpty());
        assertEquals(30, CameraSettings.of(properties).capture().format().fps());
    }

    @Test
    void oneGainAloneIsRefused() {
        for (String[] pair : new String[][] {{"red.gain", "blue.gain"}, {"blue.gain", "red.gain"}}) {
            Map<String, Object> properties = left(pair[0], 1.5);
            properties.put(pair[1], "");
            assertEquals("flathead.camera~left: " + pair[0] + " = 1.5 is refused; allowed: together with " + pair[1]
                + ", or neither", assertThrows(CameraSettings.Refused.class, () -> CameraSettings.of(properties))
                .getMessage());
        }
    }

    @Test
    void anEmptyTargetMeansAny() throws CameraSettings.Refused {
        for (String empty : new String[] {"", "  "}) {
            Map<String, Object> properties = left("encoder.target", empty);
            properties.put("source.target", empty);
            properties.put("sink.target", empty);
            CameraSettings.Targets targets = CameraSettings.of(properties).targets();
            assertEquals(CameraSettings.of(left("fps", 30)).targets(), targets);
            assertNull(targets.source());
            assertNull(targets.encoder());
            assertTrue(targets.sink().match(new Hashtable<>(Map.of("flathead.sink", "uplink"))));
            assertFalse(targets.sink().match(new Hashtable<>(Map.of("flathead.sink", "frames"))));
        }
    }

    @ParameterizedTest
    @CsvSource({"fps,abc,1..240", "fps,0,1..240", "fps,241,1..240", "fps,1e2,1..240", "width,641,even",
        "height,15,16..8192", "bitrate,49999,50000..100000000", "bitrate,99999999999,50000..100000000",
        "keyframe.interval,-1,0..100000", "enabled,yes,true or false"})
    void refusesNamingPidPropertyValueAndWhatIsAllowed(String property, String value, String allowed) {
        String message = assertThrows(CameraSettings.Refused.class,
            () -> CameraSettings.of(left(property, value))).getMessage();
        assertTrue(message.contains("flathead.camera~left") && message.contains(property + " = " + value)
            && message.contains(allowed), message);
    }
}
