package flathead.source.mock.internal;

import flathead.api.CaptureSettings;
import flathead.api.Codec;
import flathead.api.Control;
import flathead.api.MediaException;
import flathead.api.VideoFormat;
import java.util.List;
import java.util.Map;

/**
 * What a mock camera is set to; valid.
 *
 * @param device any name
 * @param format I420, at least {@value #MIN_SIDE} pixels each way
 * @param pattern {@value #CARD} or {@value #IMAGE}
 * @param label the large word on the card
 * @param brightness -1, black, to 1, white; 0 changes nothing
 * @param image path of a raw I420 picture; not empty if that is the pattern
 * @param scroll pixels to the right that the image moves from one picture to the next
 */
record MockSettings(String device, VideoFormat format, String pattern, String label, double brightness, String image,
        int scroll) {
    static final String CARD = "card";
    static final String IMAGE = "image";
    static final int MIN_SIDE = 64;

    private static final List<String> PATTERNS = List.of(CARD, IMAGE);
    private static final int MAX_LABEL = 32;

    /**
     * Reads what is asked for. Pictures are I420, also where NV12 was asked for.
     *
     * @throws MediaException naming camera, setting, value and what is allowed
     */
    static MockSettings of(CaptureSettings wanted) throws MediaException {
        String device = wanted.device();
        VideoFormat format = wanted.format();
        if (!format.codec().isRaw()) {
            throw refusal(device, "codec", format.codec(), "I420");
        }
        if (format.width() < MIN_SIDE || format.height() < MIN_SIDE) {
            throw refusal(device, "size", format.width() + "x" + format.height(),
                "even numbers from " + MIN_SIDE + "x" + MIN_SIDE);
        }
        Map<String, String> controls = wanted.controls();
        List<Control> known = controls(device);
        for (String name : controls.keySet()) {
            if (known.stream().noneMatch(control -> control.name().equals(name))) {
                throw new MediaException("mock camera " + device + " has no control " + name + " (= "
                    + controls.get(name) + "); it has " + known.stream().map(Control::name).toList());
            }
        }
        String pattern = controls.getOrDefault("pattern", CARD);
        if (!PATTERNS.contains(pattern)) {
            throw refusal(device, "pattern", pattern, "one of " + PATTERNS);
        }
        String label = controls.getOrDefault("label", defaultLabel(device));
        if (label.length() > MAX_LABEL) {
            throw refusal(device, "label", label, "up to " + MAX_LABEL + " characters");
        }
        String image = controls.getOrDefault("image", "");
        if (pattern.equals(IMAGE) && image.isEmpty()) {
            throw refusal(device, "image", "(nothing)", "the path of a raw I420 picture, with pattern = image");
        }
        return new MockSettings(device, format.as(Codec.I420), pattern, label,
            number(device, "brightness", controls.get("brightness")), image, scroll(device, controls.get("scroll")));
    }

    private static double number(String device, String name, String value) throws MediaException {
        try {
            double number = value == null ? 0 : Double.parseDouble(value.strip());
            if (number >= -1 && number <= 1) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw refusal(device, name, value, "a number within -1..1");
        }
        throw refusal(device, name, value, "a number within -1..1");
    }

    private static int scroll(String device, String value) throws MediaException {
        String allowed = "a whole number within -" + VideoFormat.MAX_SIDE + ".." + VideoFormat.MAX_SIDE;
        try {
            int number = value == null ? 0 : Integer.parseInt(value.strip());
            if (Math.abs((long) number) <= VideoFormat.MAX_SIDE) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw refusal(device, "scroll", value, allowed);
        }
        throw refusal(device, "scroll", value, allowed);
    }

    static MediaException refusal(String device, String name, Object value, String allowed) {
        return new MediaException("mock camera " + device + ": " + name + " = " + value + " is not allowed; "
            + allowed);
    }

    /** What a mock camera can be set to. */
    static List<Control> controls(String device) {
        int far = VideoFormat.MAX_SIDE;
        double none = Double.NaN;
        return List.of(
            new Control("pattern", Control.Type.CHOICE, none, none, "", CARD, PATTERNS),
            new Control("label", Control.Type.TEXT, none, none, "", defaultLabel(device), List.of()),
            new Control("brightness", Control.Type.NUMBER, -1, 1, "", "0", List.of()),
            new Control("image", Control.Type.TEXT, none, none, "", "", List.of()),
            new Control("scroll", Control.Type.INTEGER, -far, far, "px/frame", "0", List.of()));
    }

    /** The camera's number, as the stamp carries it: that of the device, or one made of its name; 0 to 255. */
    int number() {
        int number = 0;
        for (int i = 0; i < device.length(); i++) {
            char c = device.charAt(i);
            if (c < '0' || c > '9') {
                return device.hashCode() & 0xff;
            }
            number = (number * 10 + c - '0') % 256;
        }
        return number;
    }

    private static String defaultLabel(String device) {
        return switch (device) {
            case "0" -> "LEFT";
            case "1" -> "RIGHT";
            default -> device.length() > 8 ? device.substring(0, 8) : "CAM " + device;
        };
    }
}
