package flathead.source.mock.internal;

import flathead.api.Control;
import flathead.api.VideoFormat;
import java.util.List;

/** What a mock camera can be set to. */
final class MockControls {
    static final String CARD = "card";
    static final String IMAGE = "image";
    /** What the automatic takes, in microseconds. */
    static final int EXPOSURE = 20_000;
    static final String AUTO = "auto";

    private static final double NONE = Double.NaN;
    private static final List<String> WHITE_BALANCES =
        List.of(AUTO, "incandescent", "tungsten", "fluorescent", "indoor", "daylight", "cloudy");

    private MockControls() {
    }

    /** For the mock camera of this device. */
    static List<Control> of(String device) {
        int far = VideoFormat.MAX_SIDE;
        return List.of(
            choice("pattern", CARD, List.of(CARD, IMAGE)),
            text("label", label(device)),
            text("image", ""),
            new Control("phase", Control.Type.NUMBER, 0, 1_000, "ms", "", List.of()),
            new Control("scroll", Control.Type.INTEGER, -far, far, "px/frame", "0", List.of()),
            new Control("exposure", Control.Type.INTEGER, 1, 1_000_000, "us", Integer.toString(EXPOSURE), List.of()),
            number("gain", 1, 16, "1"),
            number("brightness", -1, 1, "0"),
            number("contrast", 0, 4, "1"),
            number("saturation", 0, 4, "1"),
            choice("white.balance", AUTO, WHITE_BALANCES),
            number("red.gain", 0.1, 8, ""),
            number("blue.gain", 0.1, 8, ""),
            flag("flip.horizontal"),
            flag("flip.vertical"),
            choice("rotation", "0", List.of("0", "180")));
    }

    private static Control number(String name, double min, double max, String initial) {
        return new Control(name, Control.Type.NUMBER, min, max, "", initial, List.of());
    }

    private static Control choice(String name, String initial, List<String> choices) {
        return new Control(name, Control.Type.CHOICE, NONE, NONE, "", initial, choices);
    }

    private static Control flag(String name) {
        return new Control(name, Control.Type.BOOLEAN, NONE, NONE, "", "false", List.of());
    }

    private static Control text(String name, String initial) {
        return new Control(name, Control.Type.TEXT, NONE, NONE, "", initial, List.of());
    }

    private static String label(String device) {
        return switch (device) {
            case "0" -> "LEFT";
            case "1" -> "RIGHT";
            default -> device.length() > 8 ? device.substring(0, 8) : "CAM " + device;
        };
    }
}
