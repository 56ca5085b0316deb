package flathead.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.Control;
import flathead.api.DecoderFactory;
import flathead.api.EncoderFactory;
import flathead.api.EncoderSettings;
import flathead.api.Feedback;
import flathead.api.FrameInput;
import flathead.api.SettingsCheck;
import flathead.api.Stats;
import flathead.api.StreamId;
import flathead.api.StreamMonitor;
import flathead.api.StreamStatus;
import flathead.api.VideoDecoder;
import flathead.api.VideoEncoder;
import flathead.api.VideoFormat;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

class CommandsTest {
    private static final String LEFT = "flathead.camera~left";
    private static final Control BRIGHTNESS =
        new Control("brightness", Control.Type.NUMBER, -1, 1, "", "0", List.of());
    private static final Control FLIP =
        new Control("flip.vertical", Control.Type.BOOLEAN, Double.NaN, Double.NaN, "", "false", List.of());

    private final Map<String, Hashtable<String, Object>> stored = new TreeMap<>();
    private int writes;
    private Commands commands;

    @BeforeEach
    void twoCamerasAndTwoEncoders() {
        stored.put(LEFT, new Hashtable<>(Map.of("service.pid", LEFT, "fps", 30, "device",
            "$[env:LEFT_CAMERA_ID;default=0]")));
        stored.put("flathead.camera~right", new Hashtable<>(Map.of("fps", 30L, "enabled", true)));
        commands = new Commands((ConfigurationAdmin) proxy(ConfigurationAdmin.class, null));
        commands.putEncoder(new NoEncoder(), Map.of(EncoderFactory.NAME, "openh264"));
        commands.putEncoder(new NoEncoder(), Map.of(EncoderFactory.NAME, "x264"));
    }

    /** A ConfigurationAdmin, or one of its configurations. */
    private Object proxy(Class<?> type, String pid) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) ->
            switch (method.getName()) {
                case "listConfigurations" -> stored.keySet().stream()
                    .filter(each -> arguments[0].equals("(service.factoryPid=" + each.replaceAll("~.*", "") + ")"))
                    .map(each -> proxy(Configuration.class, each)).toArray(Configuration[]::new);
                case "getFactoryConfiguration" -> proxy(Configuration.class, arguments[0] + "~" + arguments[1]);
                case "getPid" -> pid;
                case "getProperties" -> stored.get(pid);
                case "update" -> {
                    writes++;
                    Dictionary<String, Object> properties = cast(arguments[0]);
                    Hashtable<String, Object> copy = new Hashtable<>();
                    Collections.list(properties.keys()).forEach(key -> copy.put(key, properties.get(key)));
                    yield stored.put(pid, copy);
                }
                default -> throw new UnsupportedOperationException(method.toString());
            });
    }

    @SuppressWarnings("unchecked")
    private static <T> T cast(Object any) {
        return (T) any;
    }

    private String refusal(Executable what) {
        String message = assertThrows(Refusal.class, what).getMessage();
        assertEquals(0, writes, message);
        return message;
    }

    @Test
    void swapsToAnEncoderAndBackToTheBest() throws Exception {
        assertEquals("left: encoder.target = (flathead.encoder=x264)", commands.swap("left", "x264"));
        assertEquals("(flathead.encoder=x264)", stored.get(LEFT).get("encoder.target"));
        assertEquals("$[env:LEFT_CAMERA_ID;default=0]", stored.get(LEFT).get("device"), "the rest stays as stored");
        assertEquals("left: encoder.target = (default)", commands.swap("left", "auto"));
        assertFalse(stored.get(LEFT).containsKey("encoder.target"));
        assertEquals("left: encoder.target = (default); it was so before", commands.swap("left", "auto"));
        assertEquals(2, writes);
    }

    @Test
    void swapsTheDecoderOfARemoteStream() throws Exception {
        commands.addMonitor(new Monitor("left", "robot"));
        commands.addMonitor(new Monitor("afar", "robot"));
        commands.putDecoder(new NoDecoder(), Map.of(DecoderFactory.NAME, "avcodec"));
        assertEquals("decoder x264 does not run here; allowed: auto, avcodec",
            refusal(() -> commands.swap("afar", "x264")));
        assertEquals("afar: decoder.target = (flathead.decoder=avcodec)", commands.swap("afar", "avcodec"));
        assertEquals("(flathead.decoder=avcodec)", stored.get("flathead.stream~afar").get("decoder.target"));
        assertEquals("afar: decoder.target = (default)", commands.swap("afar", "auto"));
        assertEquals("left: encoder.target = (flathead.encoder=x264)", commands.swap("left", "x264"));
        assertEquals("left: encoder.target = (default)", commands.swap("left", "auto"),
            "nothing is set for the stream");
        assertEquals("left: decoder.target = (flathead.decoder=avcodec)", commands.swap("left", "avcodec"));
        assertEquals("left: encoder.target = (default); it was so before\nleft: decoder.target = (default)",
            commands.swap("left", "auto"));
        Completions completions = new Completions(commands, Set::of);
        assertEquals("[afar, left, right]", completions.at(List.of("swap", ""), 1).toString());
        assertEquals("[auto, avcodec]", completions.at(List.of("swap", "afar", ""), 2).toString());
        assertEquals("[auto, avcodec, openh264, x264]", completions.at(List.of("swap", "left", ""), 2).toString());
    }

    @Test
    void refusesWhatIsNotThere() {
        assertEquals("camera middle is not known; allowed: left, right",
            refusal(() -> commands.swap("middle", "x264")));
        assertEquals("encoder nvenc does not run here; allowed: openh264, x264, auto",
            refusal(() -> commands.swap("left", "nvenc")));
        stored.clear();
        assertEquals("camera left is not known; allowed: none, no camera is configured here",
            refusal(() -> commands.set("left", "fps=15")));
    }

    @Test
    void setsWithTheTypesThatAreThere() throws Exception {
        assertEquals("left: fps = 15, bitrate = 800000, label = a = b",
            commands.set("left", "fps=15", "bitrate=800000", "label=a = b"));
        assertEquals(15, stored.get(LEFT).get("fps"));
        assertEquals(800_000, stored.get(LEFT).get("bitrate"));
        assertEquals("a = b", stored.get(LEFT).get("label"));
        commands.set("right", "fps=10", "enabled=false", "brightness=0.5");
        Map<String, Object> right = stored.get("flathead.camera~right");
        assertEquals(10L, right.get("fps"));
        assertEquals(false, right.get("enabled"));
        assertEquals("0.5", right.get("brightness"), "nobody knows its type");
        commands.addMonitor(new Monitor("left"));
        commands.set("left", "brightness=0.5", "flip.vertical=true", "fps=");
        assertEquals(true, stored.get(LEFT).get("flip.vertical"));
        assertEquals(0.5, stored.get(LEFT).get("brightness"));
        assertFalse(stored.get(LEFT).containsKey("fps"));
    }

    @Test
    void writesNothingOfWhatIsRefused() {
        SettingsCheck check = (pid, settings) -> settings.get("fps").equals(0)
            ? Optional.of(pid + ": fps = 0 is refused; allowed: 1..240") : Optional.empty();
        commands.addCheck(check, Map.of(SettingsCheck.PID, "flathead.camera"));
        commands.addCheck((pid, settings) -> Optional.of("not asked"), Map.of(SettingsCheck.PID, "flathead.stereo"));
        assertEquals(LEFT + ": fps = 0 is refused; allowed: 1..240",
            refusal(() -> commands.set("left", "bitrate=800000", "fps=0")));
        assertEquals(LEFT + ": fps = fast is refused; allowed: a number, as it is now (30)",
            refusal(() -> commands.set("left", "fps=fast")));
        assertEquals("flathead.camera~right: enabled = no is refused; allowed: true or false, as it is now (true)",
            refusal(() -> commands.set("right", "enabled=no")));
    }

    @Test
    void keepsPlaceholdersFromThoseWhoJudge() throws Exception {
        commands.addCheck((pid, settings) -> settings.containsKey("device") ? Optional.of("judged") : Optional.empty(),
            Map.of(SettingsCheck.PID, LEFT));
        commands.set("left", "fps=20");
        assertEquals(1, writes);
    }

    @Test
    void refusesWhatIsNotASetting() {
        assertEquals("\"fps\" is not a setting; allowed: name=value, such as fps=15",
            refusal(() -> commands.set("left", "fps")));
        assertEquals("\"=15\" is not a setting; allowed: name=value, such as fps=15",
            refusal(() -> commands.set("left", "=15")));
        assertEquals("fps is given twice; allowed: once", refusal(() -> commands.set("left", "fps=1", "fps=2")));
        assertEquals("service.pid is the framework's; allowed: a camera's own settings",
            refusal(() -> commands.set("left", "service.pid=x")));
        assertTrue(refusal(() -> commands.set("left")).startsWith("there is no setting; allowed: one or more"));
    }

    @Test
    void completesWhatMayStandThere() {
        commands.addMonitor(new Monitor("left"));
        Completions completions = new Completions(commands,
            () -> Set.of("flathead:status", "flathead:swap", "flathead:set", "felix:lb"));
        assertEquals("[flathead:set, flathead:status, flathead:swap, help]", completions.at(List.of(""), 0).toString());
        assertTrue(completions.at(List.of("l"), 0).contains("lb"));
        assertTrue(completions.at(List.of("felix:"), 0).contains("felix:lb"));
        assertEquals("[left, right]", completions.at(List.of("swap", ""), 1).toString());
        assertEquals("[auto, openh264, x264]", completions.at(List.of("flathead:swap", "left", ""), 2).toString());
        assertEquals("[left, right]", completions.at(List.of("flathead:set", ""), 1).toString());
        assertTrue(completions.at(List.of("set", "left", "f"), 2).containsAll(List.of("fps=", "brightness=",
            "flip.vertical=")));
        assertFalse(completions.at(List.of("set", "right", "f"), 2).contains("brightness="));
        assertEquals("[]", completions.at(List.of("status", ""), 1).toString());
        assertEquals("[]", completions.at(List.of("swap", "left", "auto", ""), 3).toString());
    }

    @Test
    void saysPlainlyWhatWentWrong() {
        assertEquals("no", Completions.plain(new Refusal("no")));
        assertEquals("swap does not take that; help swap says how", Completions.plain(
            new IllegalArgumentException("Cannot coerce swap() to any of [(String, String)]")));
        assertEquals("IllegalStateException: late", Completions.plain(new IllegalStateException("late")));
        assertEquals("NullPointerException", Completions.plain(new NullPointerException()));
        assertEquals(List.of("a:b", "a:c"), Completions.names("a", new String[] {"b", "c"}).toList());
        assertEquals(List.of("a:b"), Completions.names("a", "b").toList());
    }

    private record Monitor(String camera, String client) implements StreamMonitor {
        Monitor(String camera) {
            this(camera, "");
        }

        @Override
        public StreamStatus status() {
            return new StreamStatus(new StreamId(camera, client, camera, 1), StreamStatus.State.STREAMING, "", "mock",
                "", "", Codec.H264, 640, 480, 30, 0, Stats.NONE, Stats.NONE, Stats.NONE, List.of(), null);
        }

        @Override
        public List<Control> controls() {
            return List.of(BRIGHTNESS, FLIP);
        }
    }

    private static final class NoDecoder implements DecoderFactory {
        @Override
        public Codec consumes() {
            return Codec.H264;
        }

        @Override
        public boolean supports(VideoFormat in) {
            return true;
        }

        @Override
        public VideoDecoder open(VideoFormat in, FrameInput out, Feedback upstream) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class NoEncoder implements EncoderFactory {
        @Override
        public Codec produces() {
            return Codec.H264;
        }

        @Override
        public boolean supports(VideoFormat in) {
            return true;
        }

        @Override
        public VideoEncoder open(VideoFormat in, EncoderSettings settings, FrameInput out) {
            throw new UnsupportedOperationException();
        }
    }
}
