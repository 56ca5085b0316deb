package flathead.source.libcamera.internal;

import flathead.api.Control;
import flathead.api.Control.Type;
import flathead.api.ControlException;
import flathead.api.MediaException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a camera can be set to, by the names that all camera stacks share, and what that is in libcamera. A name whose
 * control the camera lacks is not there. Immutable.
 */
final class CameraControls {
    static final String FLIP_HORIZONTAL = "flip.horizontal";
    static final String FLIP_VERTICAL = "flip.vertical";
    static final String ROTATION = "rotation";

    private static final List<String> WHITE_BALANCES =
        List.of("auto", "incandescent", "tungsten", "fluorescent", "indoor", "daylight", "cloudy");
    private static final List<String> FOCUS = List.of("manual", "auto", "continuous");
    private static final List<String> FOCUS_RANGES = List.of("normal", "macro", "full");
    private static final List<String> NOISE_REDUCTIONS = List.of("off", "fast", "high", "minimal");
    /** libcamera's second one gives the exposures one by one, which is no video. */
    private static final List<String> HDR = List.of("off", "", "multi", "single", "night");

    private static final List<String> SYNC = List.of("off", "server", "client");

    private final String camera;
    private final Map<String, Device.Raw> raw = new LinkedHashMap<>();
    private final Map<String, Control> known = new LinkedHashMap<>();

    /**
     * @param camera for messages
     * @param flips of {@link Device.Shape}, those that the camera can
     */
    CameraControls(String camera, List<Device.Raw> controls, int flips) {
        this.camera = camera;
        controls.forEach(control -> raw.put(control.name(), control));
        number("exposure", Type.INTEGER, "ExposureTime", "us", true);
        number("gain", Type.NUMBER, "AnalogueGain", "", true);
        number("brightness", Type.NUMBER, "Brightness", "", false);
        number("contrast", Type.NUMBER, "Contrast", "", false);
        number("saturation", Type.NUMBER, "Saturation", "", false);
        number("sharpness", Type.NUMBER, "Sharpness", "", false);
        choice("white.balance", "AwbMode", WHITE_BALANCES);
        number("red.gain", Type.NUMBER, "ColourGains", "", true);
        number("blue.gain", Type.NUMBER, "ColourGains", "", true);
        flips(flips);
        choice("focus", "AfMode", FOCUS);
        choice("focus.range", "AfRange", FOCUS_RANGES);
        number("focus.position", Type.NUMBER, "LensPosition", "dpt", false);
        if (raw.containsKey("AfTrigger")) {
            add(new Control("focus.trigger", Type.INTEGER, 0, Integer.MAX_VALUE, "", "0", List.of()));
        }
        choice("hdr", "HdrMode", HDR);
        choice("noise.reduction", "NoiseReductionMode", NOISE_REDUCTIONS);
        choice("sync", "SyncMode", SYNC);
        zoom();
    }

    private void add(Control control) {
        known.put(control.name(), control);
    }

    private void number(String name, Type type, String theirs, String unit, boolean automatic) {
        Device.Raw control = raw.get(theirs);
        if (control == null || control.min().length != 1 || control.max().length != 1
                || !(control.min()[0] < control.max()[0])) {
            return;
        }
        double min = control.min()[0];
        double max = control.max()[0];
        double initial = control.initial().length == 1 && control.initial()[0] >= min && control.initial()[0] <= max
            ? control.initial()[0] : Math.max(min, Math.min(max, 0));
        add(new Control(name, type, min, max, unit, automatic ? "" : text(initial), List.of()));
    }

    private void choice(String name, String theirs, List<String> names) {
        Device.Raw control = raw.get(theirs);
        if (control == null) {
            return;
        }
        List<String> choices = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (!names.get(i).isEmpty() && allows(control, i)) {
                choices.add(names.get(i));
            }
        }
        if (!choices.isEmpty()) {
            int initial = control.initial().length == 1 ? (int) control.initial()[0] : -1;
            String first = initial >= 0 && initial < names.size() && choices.contains(names.get(initial))
                ? names.get(initial) : choices.get(0);
            add(new Control(name, Type.CHOICE, Double.NaN, Double.NaN, "", first, List.copyOf(choices)));
        }
    }

    private static boolean allows(Device.Raw control, double value) {
        if (control.allowed().length > 0) {
            return Arrays.stream(control.allowed()).anyMatch(allowed -> allowed == value);
        }
        return control.min().length == 1 && control.max().length == 1 && value >= control.min()[0]
            && value <= control.max()[0];
    }

    private void flips(int flips) {
        if ((flips & Device.Shape.HORIZONTAL) != 0) {
            add(new Control(FLIP_HORIZONTAL, Type.BOOLEAN, Double.NaN, Double.NaN, "", "false", List.of()));
        }
        if ((flips & Device.Shape.VERTICAL) != 0) {
            add(new Control(FLIP_VERTICAL, Type.BOOLEAN, Double.NaN, Double.NaN, "", "false", List.of()));
        }
        if (flips == (Device.Shape.HORIZONTAL | Device.Shape.VERTICAL)) {
            add(new Control(ROTATION, Type.CHOICE, Double.NaN, Double.NaN, "degrees", "0", List.of("0", "180")));
        }
    }

    private void zoom() {
        double[] whole = whole();
        double[] smallest = raw.containsKey("ScalerCrop") ? raw.get("ScalerCrop").min() : new double[0];
        if (whole == null || smallest.length != 4) {
            return;
        }
        double max = Math.min(whole[2] / Math.max(1, smallest[2]), whole[3] / Math.max(1, smallest[3]));
        if (max > 1) {
            add(new Control("zoom", Type.NUMBER, 1, max, "", "1", List.of()));
            add(new Control("zoom.x", Type.NUMBER, 0, 1, "", "0.5", List.of()));
            add(new Control("zoom.y", Type.NUMBER, 0, 1, "", "0.5", List.of()));
        }
    }

    /** What is shown without zoom: left, top, width, height; null if that is not known. */
    private double[] whole() {
        Device.Raw crop = raw.get("ScalerCrop");
        if (crop == null) {
            return null;
        }
        for (double[] rectangle : List.of(crop.initial(), crop.max())) {
            if (rectangle.length == 4 && rectangle[2] > 0 && rectangle[3] > 0) {
                return rectangle;
            }
        }
        return null;
    }

    private static String text(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf((float) number);
    }

    /** The controls, as they are shown. */
    List<Control> list() {
        return List.copyOf(known.values());
    }

    /** Which flips of {@link Device.Shape} are asked for. Unknown names and values count as none. */
    static int transform(Map<String, String> wanted) {
        int both = Device.Shape.HORIZONTAL | Device.Shape.VERTICAL;
        return ("180".equals(wanted.get(ROTATION)) ? both : 0)
            ^ ("true".equals(wanted.get(FLIP_HORIZONTAL)) ? Device.Shape.HORIZONTAL : 0)
            ^ ("true".equals(wanted.get(FLIP_VERTICAL)) ? Device.Shape.VERTICAL : 0);
    }

    /**
     * What is wanted, in libcamera's names and values. {@code AfTrigger} carries the value of {@code focus.trigger}.
     *
     * @throws MediaException naming camera, control, value and what is allowed
     */
    Map<String, double[]> target(Map<String, String> wanted) throws MediaException {
        Map<String, Double> values = new LinkedHashMap<>();
        for (Map.Entry<String, String> entry : wanted.entrySet()) {
            if (!entry.getValue().isBlank()) {
                values.put(entry.getKey(), value(entry.getKey(), entry.getValue().strip()));
            }
        }
        Map<String, double[]> target = new LinkedHashMap<>();
        exposure(values.get("exposure"), values.get("gain"), target);
        plain(values, "brightness", "Brightness", target);
        plain(values, "contrast", "Contrast", target);
        plain(values, "saturation", "Saturation", target);
        plain(values, "sharpness", "Sharpness", target);
        whiteBalance(values, target);
        plain(values, "focus", "AfMode", target);
        plain(values, "focus.range", "AfRange", target);
        String focus = wanted.getOrDefault("focus", "").strip();
        if (focus.equals(FOCUS.get(0))) {
            plain(values, "focus.position", "LensPosition", target);
        }
        if (focus.equals(FOCUS.get(1))) {
            plain(values, "focus.trigger", "AfTrigger", target);
        }
        plain(values, "hdr", "HdrMode", target);
        plain(values, "noise.reduction", "NoiseReductionMode", target);
        plain(values, "sync", "SyncMode", target);
        if (values.containsKey("zoom")) {
            target.put("ScalerCrop", crop(values.get("zoom"), values.getOrDefault("zoom.x", 0.5),
                values.getOrDefault("zoom.y", 0.5)));
        }
        return target;
    }

    private double value(String name, String text) throws MediaException {
        Control control = known.get(name);
        if (control == null) {
            throw new ControlException(name, true, "libcamera camera " + camera + " has no control " + name
                + " (= " + text + "); it has " + known.keySet());
        }
        return switch (control.type()) {
            case BOOLEAN -> {
                if (!text.equals("true") && !text.equals("false")) {
                    throw refusal(name, text, "true or false");
                }
                yield text.equals("true") ? 1 : 0;
            }
            case CHOICE -> {
                if (!control.choices().contains(text)) {
                    throw refusal(name, text, "one of " + control.choices());
                }
                yield index(name, text);
            }
            default -> number(control, text);
        };
    }

    private static int index(String name, String choice) {
        return switch (name) {
            case "white.balance" -> WHITE_BALANCES.indexOf(choice);
            case "focus" -> FOCUS.indexOf(choice);
            case "focus.range" -> FOCUS_RANGES.indexOf(choice);
            case "hdr" -> HDR.indexOf(choice);
            case "sync" -> SYNC.indexOf(choice);
            case "noise.reduction" -> NOISE_REDUCTIONS.indexOf(choice);
            default -> 0;
        };
    }

    private double number(Control control, String text) throws MediaException {
        boolean whole = control.type() == Type.INTEGER;
        String allowed = (whole ? "a whole number" : "a number") + " within " + text(control.min()) + ".."
            + text(control.max()) + (control.unit().isEmpty() ? "" : " " + control.unit());
        double number;
        try {
            number = whole ? Long.parseLong(text) : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw refusal(control.name(), text, allowed);
        }
        if (!(number >= control.min() && number <= control.max())) {
            throw refusal(control.name(), text, allowed);
        }
        return number;
    }

    private MediaException refusal(String name, String value, String allowed) {
        return new ControlException(name, false, "libcamera camera " + camera + ": " + name + " = " + value
            + " is not allowed; " + allowed);
    }

    private static void plain(Map<String, Double> values, String name, String theirs, Map<String, double[]> target) {
        if (values.containsKey(name)) {
            target.put(theirs, new double[] {values.get(name)});
        }
    }

    private boolean has(String theirs) {
        return raw.containsKey(theirs);
    }

    /** From 0.5.0 on each of the two has a mode. Before, one switch is for both, and a value but 0 rules. */
    private void exposure(Double exposure, Double gain, Map<String, double[]> target) {
        boolean manual = (exposure != null || !has("ExposureTime")) && (gain != null || !has("AnalogueGain"))
            && (exposure != null || gain != null);
        if (manual && has("AeEnable") && !has("ExposureTimeMode") && !has("AnalogueGainMode")) {
            target.put("AeEnable", new double[] {0});
        }
        if (exposure != null) {
            if (has("ExposureTimeMode")) {
                target.put("ExposureTimeMode", new double[] {1});
            }
            target.put("ExposureTime", new double[] {exposure});
        }
        if (gain != null) {
            if (has("AnalogueGainMode")) {
                target.put("AnalogueGainMode", new double[] {1});
            }
            target.put("AnalogueGain", new double[] {gain});
        }
    }

    private void whiteBalance(Map<String, Double> values, Map<String, double[]> target) throws MediaException {
        Double red = values.get("red.gain");
        Double blue = values.get("blue.gain");
        if (red == null != (blue == null)) {
            String lone = red == null ? "blue.gain" : "red.gain";
            throw new ControlException(lone, false, "libcamera camera " + camera + ": " + lone + " = "
                + text(red == null ? blue : red) + " is not allowed alone; red.gain and blue.gain are set together");
        }
        if (red != null) {
            if (has("AwbEnable")) {
                target.put("AwbEnable", new double[] {0});
            }
            target.put("ColourGains", new double[] {red, blue});
        } else {
            plain(values, "white.balance", "AwbMode", target);
        }
    }

    private double[] crop(double zoom, double x, double y) {
        double[] whole = whole();
        double width = Math.floor(whole[2] / zoom);
        double height = Math.floor(whole[3] / zoom);
        double left = Math.max(0, Math.min(whole[2] - width, Math.rint(whole[2] * x - width / 2)));
        double top = Math.max(0, Math.min(whole[3] - height, Math.rint(whole[3] * y - height / 2)));
        return new double[] {whole[0] + left, whole[1] + top, width, height};
    }

    /**
     * What is to be sent to get from one target to another: what is new or different, and for what is not wanted any
     * more the camera's own.
     */
    Map<String, double[]> change(Map<String, double[]> before, Map<String, double[]> after) {
        Map<String, double[]> change = new LinkedHashMap<>();
        before.forEach((name, value) -> {
            double[] own = after.containsKey(name) ? null : own(name);
            if (own != null) {
                change.put(name, own);
            }
        });
        after.forEach((name, value) -> {
            if (!Arrays.equals(value, before.get(name))) {
                change.put(name, name.equals("AfTrigger") ? new double[] {0} : value);
            }
        });
        return change;
    }

    /** What makes a control the camera's own again; null if nothing is to be sent for that. */
    private double[] own(String name) {
        return switch (name) {
            case "AeEnable", "AwbEnable" -> new double[] {1};
            case "ExposureTimeMode", "AnalogueGainMode" -> new double[] {0};
            case "ExposureTime" -> has("ExposureTimeMode") || !has("AnalogueGain") ? null : new double[] {0};
            case "AnalogueGain" -> has("AnalogueGainMode") || !has("ExposureTime") ? null : new double[] {0};
            case "ColourGains", "AfTrigger" -> null;
            case "ScalerCrop" -> whole();
            default -> {
                double[] initial = raw.get(name).initial();
                yield initial.length == 1 && Double.isFinite(initial[0]) ? initial : null;
            }
        };
    }

    /** The interval that the camera can keep nearest to a rate, in microseconds; 0 if it cannot be told one. */
    double interval(int fps) {
        Device.Raw limits = raw.get("FrameDurationLimits");
        double wanted = Math.rint(1_000_000.0 / fps);
        if (limits == null) {
            return 0;
        }
        double min = limits.min().length > 0 && limits.min()[0] > 0 ? limits.min()[0] : wanted;
        double max = limits.max().length > 0 && limits.max()[0] > 0 ? limits.max()[0] : wanted;
        return Math.max(min, Math.min(max, wanted));
    }
}
