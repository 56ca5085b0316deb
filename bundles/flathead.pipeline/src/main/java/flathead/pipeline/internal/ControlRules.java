package flathead.pipeline.internal;

import flathead.api.Control;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Compares what a camera is asked for with the controls that it has. */
final class ControlRules {
    private ControlRules() {
    }

    /**
     * Refuses the first value that is not allowed.
     *
     * @param known what the camera has
     * @param wanted values by name
     */
    static void check(String pid, List<Control> known, Map<String, String> wanted) throws CameraSettings.Refused {
        for (Map.Entry<String, String> each : wanted.entrySet()) {
            Control control = known.stream().filter(one -> one.name().equals(each.getKey())).findFirst().orElse(null);
            if (control == null) {
                throw new CameraSettings.Refused(pid, each.getKey(), each.getValue(),
                    "what this camera has, " + known.stream().map(Control::name).toList());
            }
            if (!allows(control, each.getValue().strip())) {
                throw new CameraSettings.Refused(pid, control.name(), each.getValue(), allowed(control));
            }
        }
    }

    private static boolean allows(Control control, String value) {
        return switch (control.type()) {
            case BOOLEAN -> value.equals("true") || value.equals("false");
            case INTEGER -> value.matches("[+-]?\\d{1,18}") && within(control, Long.parseLong(value));
            case NUMBER -> {
                try {
                    yield within(control, Double.parseDouble(value));
                } catch (NumberFormatException e) {
                    yield false;
                }
            }
            case CHOICE -> control.choices().contains(value);
            case TEXT -> true;
        };
    }

    /** Not a number is not within any range. */
    private static boolean within(Control control, double value) {
        return !Double.isNaN(value) && !(value < control.min()) && !(value > control.max());
    }

    private static String allowed(Control control) {
        String range = range(control);
        return switch (control.type()) {
            case BOOLEAN -> "true or false";
            case INTEGER -> "a whole number" + range;
            case NUMBER -> "a number" + range;
            case CHOICE -> "one of " + control.choices();
            case TEXT -> "any text";
        };
    }

    /** A limit that is not finite is none. */
    private static String range(Control control) {
        boolean from = Double.isFinite(control.min());
        boolean to = Double.isFinite(control.max());
        String unit = control.unit().isEmpty() ? "" : " " + control.unit();
        if (from && to) {
            return " within " + plain(control.min()) + ".." + plain(control.max()) + unit;
        }
        return from ? " not below " + plain(control.min()) + unit
            : to ? " not above " + plain(control.max()) + unit
            : unit.isEmpty() ? "" : " in" + unit;
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
