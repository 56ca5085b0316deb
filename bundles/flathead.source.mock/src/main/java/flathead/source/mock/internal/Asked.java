package flathead.source.mock.internal;

import flathead.api.Control;
import flathead.api.ControlException;
import flathead.api.MediaException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The values that a mock camera is asked for, held against what it has; what is not asked for is initial. */
final class Asked {
    private final String device;
    private final Map<String, Control> known = new HashMap<>();
    private final Map<String, String> values;

    /**
     * Takes values by name.
     *
     * @throws MediaException if the camera lacks one, naming it and what there is
     */
    Asked(String device, List<Control> controls, Map<String, String> values) throws MediaException {
        this.device = device;
        this.values = values;
        controls.forEach(control -> known.put(control.name(), control));
        for (Map.Entry<String, String> each : values.entrySet()) {
            if (!known.containsKey(each.getKey())) {
                throw new ControlException(each.getKey(), true, "mock camera " + device + " has no control "
                    + each.getKey() + " (= "
                    + each.getValue() + "); it has " + controls.stream().map(Control::name).toList());
            }
        }
    }

    /** Whether there is a value; an empty one is none. */
    boolean has(String name) {
        return !values.getOrDefault(name, "").isBlank();
    }

    String text(String name) {
        return values.getOrDefault(name, known.get(name).initial());
    }

    private String value(String name) {
        return has(name) ? values.get(name).strip() : known.get(name).initial();
    }

    String choice(String name) throws MediaException {
        String value = value(name);
        if (!known.get(name).choices().contains(value)) {
            throw refusal(name, "one of " + known.get(name).choices());
        }
        return value;
    }

    boolean flag(String name) throws MediaException {
        return switch (value(name)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw refusal(name, "true or false");
        };
    }

    double number(String name) throws MediaException {
        try {
            return within(name, Double.parseDouble(value(name)));
        } catch (NumberFormatException e) {
            throw refusal(name, range(name));
        }
    }

    int whole(String name) throws MediaException {
        try {
            return (int) within(name, Integer.parseInt(value(name)));
        } catch (NumberFormatException e) {
            throw refusal(name, range(name));
        }
    }

    private double within(String name, double value) throws MediaException {
        Control control = known.get(name);
        if (value >= control.min() && value <= control.max()) {
            return value;
        }
        throw refusal(name, range(name));
    }

    private String range(String name) {
        Control control = known.get(name);
        return (control.type() == Control.Type.INTEGER ? "a whole number within " : "a number within ")
            + plain(control.min()) + ".." + plain(control.max())
            + (control.unit().isEmpty() ? "" : " " + control.unit());
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /** That a value is not allowed. */
    MediaException refusal(String name, String allowed) {
        return refusal(device, name, text(name), allowed);
    }

    static MediaException refusal(String device, String name, Object value, String allowed) {
        return new ControlException(name, false, "mock camera " + device + ": " + name + " = " + value
            + " is not allowed; " + allowed);
    }
}
