package flathead.pipeline.internal;

import flathead.api.CaptureSettings;
import flathead.api.Codec;
import flathead.api.EncoderSettings;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;

/**
 * A camera's configuration, checked. An empty text is a setting that is not there, since a form cannot leave one out.
 *
 * @param enabled whether the camera runs at all
 * @param capture for the camera stack
 * @param encoder for the encoder
 * @param targets which services may serve it
 */
record CameraSettings(boolean enabled, CaptureSettings capture, EncoderSettings encoder, Targets targets) {
    static final String FACTORY_PID = "flathead.camera";

    private static final Set<String> OURS =
        Set.of("enabled", "device", "width", "height", "fps", "bitrate", "keyframe.interval");
    private static final String SINKS = "(|(" + VideoSink.ROLE + "=" + VideoSink.UPLINK + ")(" + VideoSink.ROLE + "="
        + VideoSink.PREVIEW + ")(" + VideoSink.ROLE + "=" + VideoSink.STEREO + "))";

    private static final Set<String> TARGETS = Set.of("source.target", "encoder.target", "sink.target");
    /** What frameworks write into a configuration, or into what a component is given, begins so. */
    private static final List<String> FRAMEWORKS = List.of(":", ".", "service.", "component.", "configurator.",
        "felix.", "org.", "osgi.", "webconsole.");
    private static final String CARDINALITY = ".cardinality.minimum";

    /**
     * Which services may serve a camera.
     *
     * @param source the camera stacks; null: any
     * @param encoder the encoders; null: any
     * @param sink the sinks
     */
    record Targets(Filter source, Filter encoder, Filter sink) {
    }

    /** A value that is not allowed. The message names PID, property, value and what is allowed. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String pid, String property, Object value, String allowed) {
            super(pid + ": " + property + " = " + value + " is refused; allowed: " + allowed);
        }
    }

    /** The part of a factory PID that names the camera: {@code left} of {@code flathead.camera~left}. */
    static String nameOf(Map<String, ?> properties) {
        String pid = pidOf(properties);
        return pid.startsWith(FACTORY_PID) && pid.length() > FACTORY_PID.length() + 1
            ? pid.substring(FACTORY_PID.length() + 1) : pid;
    }

    static String pidOf(Map<String, ?> properties) {
        Object pid = properties.get("service.pid");
        return pid == null ? FACTORY_PID : pid.toString();
    }

    static CameraSettings of(Map<String, ?> properties) throws Refused {
        Reader read = new Reader(pidOf(properties), properties);
        boolean enabled = read.flag("enabled", true);
        int width = read.even("width", 640);
        int height = read.even("height", 480);
        int fps = read.number("fps", 30, 1, VideoFormat.MAX_FPS);
        int bitrate = read.number("bitrate", 1_500_000, EncoderSettings.MIN_BITRATE, EncoderSettings.MAX_BITRATE);
        int interval = read.number("keyframe.interval", 0, 0, EncoderSettings.MAX_KEYFRAME_INTERVAL);
        Object device = read.value("device");
        Map<String, String> controls = controls(properties);
        checkPair(pidOf(properties), controls);
        return new CameraSettings(enabled,
            new CaptureSettings(device == null ? "0" : device.toString(),
                new VideoFormat(Codec.I420, width, height, fps), controls),
            new EncoderSettings(bitrate, interval),
            new Targets(read.filter("source.target", null), read.filter("encoder.target", null),
                read.filter("sink.target", SINKS)));
    }

    /** What is neither ours nor the framework's goes to the camera stack, which refuses by name what it lacks. */
    private static Map<String, String> controls(Map<String, ?> properties) {
        Map<String, String> controls = new TreeMap<>();
        properties.forEach((key, value) -> {
            boolean framework = FRAMEWORKS.stream().anyMatch(key::startsWith) || key.endsWith(CARDINALITY);
            boolean ours = OURS.contains(key) || TARGETS.contains(key);
            if (!framework && !ours && value != null && !value.toString().isBlank()) {
                controls.put(key, value.toString());
            }
        });
        return controls;
    }

    /** Half of a pair says nothing. */
    private static void checkPair(String pid, Map<String, String> controls) throws Refused {
        for (String[] pair : new String[][] {{"red.gain", "blue.gain"}, {"blue.gain", "red.gain"}}) {
            if (controls.containsKey(pair[0]) && !controls.containsKey(pair[1])) {
                throw new Refused(pid, pair[0], controls.get(pair[0]), "together with " + pair[1] + ", or neither");
            }
        }
    }

    /** Reads values, and refuses what is not one. */
    record Reader(String pid, Map<String, ?> properties) {
        Object value(String name) {
            Object value = properties.get(name);
            return value == null || value.toString().isEmpty() ? null : value;
        }

        Filter filter(String name, String initial) throws Refused {
            return filter(name, initial, "(flathead.encoder=openh264)");
        }

        Filter filter(String name, String initial, String example) throws Refused {
            Object value = value(name);
            String text = value == null || value.toString().isBlank() ? initial : value.toString().strip();
            try {
                return text == null ? null : FrameworkUtil.createFilter(text);
            } catch (InvalidSyntaxException e) {
                throw new Refused(pid, name, value, "an LDAP filter such as " + example + ", or nothing");
            }
        }

        boolean flag(String name, boolean initial) throws Refused {
            Object value = value(name);
            if (value == null) {
                return initial;
            }
            return switch (value.toString()) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new Refused(pid, name, value, "true or false");
            };
        }

        int number(String name, int initial, int min, int max) throws Refused {
            Object value = value(name);
            if (value == null) {
                return initial;
            }
            String allowed = "a whole number within " + min + ".." + max;
            long number;
            try {
                number = Long.parseLong(value.toString().trim());
            } catch (NumberFormatException e) {
                throw new Refused(pid, name, value, allowed);
            }
            if (number < min || number > max) {
                throw new Refused(pid, name, value, allowed);
            }
            return (int) number;
        }

        int even(String name, int initial) throws Refused {
            int number = number(name, initial, 16, VideoFormat.MAX_SIDE);
            if ((number & 1) != 0) {
                throw new Refused(pid, name, number, "an even number within 16.." + VideoFormat.MAX_SIDE);
            }
            return number;
        }
    }
}
