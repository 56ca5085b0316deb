package flathead.source.mock.internal;

import flathead.api.CaptureSettings;
import flathead.api.Codec;
import flathead.api.MediaException;
import flathead.api.VideoFormat;
import flathead.source.mock.internal.card.Look;
import flathead.source.mock.internal.card.View;

/**
 * What a mock camera is set to; valid.
 *
 * @param device any name
 * @param format I420, at least {@value #MIN_SIDE} pixels each way
 * @param pattern {@value MockControls#CARD} or {@value MockControls#IMAGE}
 * @param label the large word on the card
 * @param image path of a raw I420 picture; not empty if that is the pattern
 * @param phaseNanos when pictures are due, see {@link Cadence#follow}; {@link Cadence#FREE} where they run free
 * @param scroll pixels to the right, of the upright picture, that the image moves from one picture to the next
 * @param view how the camera sees all that
 */
record MockSettings(String device, VideoFormat format, String pattern, String label, String image,
        long phaseNanos, int scroll, View view) {
    static final int MIN_SIDE = 64;

    private static final int MAX_LABEL = 32;
    private static final double MILLI_NANOS = 1e6;

    /**
     * Reads what is asked for. Pictures are I420, also where NV12 was asked for.
     *
     * @throws MediaException naming camera, setting, value and what is allowed
     */
    static MockSettings of(CaptureSettings wanted) throws MediaException {
        String device = wanted.device();
        VideoFormat format = wanted.format();
        if (!format.codec().isRaw()) {
            throw Asked.refusal(device, "codec", format.codec(), "I420");
        }
        if (format.width() < MIN_SIDE || format.height() < MIN_SIDE) {
            throw Asked.refusal(device, "size", format.width() + "x" + format.height(),
                "even numbers from " + MIN_SIDE + "x" + MIN_SIDE);
        }
        Asked asked = new Asked(device, MockControls.of(device), wanted.controls());
        String pattern = asked.choice("pattern");
        String label = asked.text("label");
        if (label.length() > MAX_LABEL) {
            throw asked.refusal("label", "up to " + MAX_LABEL + " characters");
        }
        String image = asked.text("image");
        if (pattern.equals(MockControls.IMAGE) && image.isEmpty()) {
            throw Asked.refusal(device, "image", "(nothing)", "the path of a raw I420 picture, with pattern = image");
        }
        return new MockSettings(device, format.as(Codec.I420), pattern, label, image, phase(asked),
            asked.whole("scroll"), view(asked));
    }

    private static long phase(Asked asked) throws MediaException {
        return asked.has("phase") ? Math.round(asked.number("phase") * MILLI_NANOS) : Cadence.FREE;
    }

    private static View view(Asked asked) throws MediaException {
        String rotation = asked.text("rotation").strip();
        if (rotation.equals("90") || rotation.equals("270")) {
            throw asked.refusal("rotation", "0 or 180, since 90 and 270 would change the picture's size");
        }
        boolean turned = asked.choice("rotation").equals("180");
        return new View(look(asked), asked.flag("flip.horizontal") != turned, asked.flag("flip.vertical") != turned);
    }

    private static Look look(Asked asked) throws MediaException {
        double[] gains = tint(asked.choice("white.balance"));
        if (asked.has("red.gain") != asked.has("blue.gain")) {
            throw asked.has("red.gain") ? asked.refusal("red.gain", "together with blue.gain, or neither")
                : asked.refusal("blue.gain", "together with red.gain, or neither");
        }
        if (asked.has("red.gain")) {
            gains = new double[] {asked.number("red.gain"), asked.number("blue.gain")};
        }
        return new Look((double) asked.whole("exposure") / MockControls.EXPOSURE * asked.number("gain"),
            gains[0], gains[1], asked.number("contrast"), asked.number("saturation"), asked.number("brightness"));
    }

    /** Gains of red and blue. The scene's light is white, and so setting a camera up for another light tints it. */
    private static double[] tint(String balance) {
        return switch (balance) {
            case "incandescent" -> new double[] {0.45, 1.9};
            case "tungsten" -> new double[] {0.55, 1.65};
            case "fluorescent" -> new double[] {0.7, 1.4};
            case "indoor" -> new double[] {0.8, 1.2};
            case "daylight" -> new double[] {1.1, 0.9};
            case "cloudy" -> new double[] {1.3, 0.75};
            default -> new double[] {1, 1};
        };
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
}
