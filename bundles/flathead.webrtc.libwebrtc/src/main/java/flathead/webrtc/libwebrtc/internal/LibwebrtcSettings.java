package flathead.webrtc.libwebrtc.internal;

import flathead.api.EncoderSettings;
import java.util.Map;

/**
 * The settings of this bundle.
 *
 * @param early whether libwebrtc is loaded at the start, not when a session first needs it
 * @param bitrate the most that a stream may send, in bit/s
 * @param relay whether media may go through a TURN server only
 */
record LibwebrtcSettings(boolean early, int bitrate, boolean relay) {
    static final String PID = "flathead.webrtc.libwebrtc";
    static final LibwebrtcSettings DEFAULT = new LibwebrtcSettings(true, 1_500_000, false);

    /**
     * Reads them; what is missing or empty has its default.
     *
     * @throws IllegalArgumentException in one line that names PID, property, value and what is allowed
     */
    static LibwebrtcSettings read(Map<String, ?> properties) {
        String load = text(properties, "load", "start");
        if (!load.equals("start") && !load.equals("use")) {
            throw refusal("load", load, "start and use are");
        }
        String bitrate = text(properties, "bitrate", Integer.toString(DEFAULT.bitrate));
        int bits;
        try {
            bits = Integer.parseInt(bitrate);
        } catch (NumberFormatException e) {
            bits = -1;
        }
        if (bits < EncoderSettings.MIN_BITRATE || bits > EncoderSettings.MAX_BITRATE) {
            throw refusal("bitrate", bitrate, "a number from " + EncoderSettings.MIN_BITRATE + " to "
                + EncoderSettings.MAX_BITRATE + " is");
        }
        String policy = text(properties, "ice.policy", "all");
        if (!policy.equals("all") && !policy.equals("relay")) {
            throw refusal("ice.policy", policy, "all and relay are");
        }
        return new LibwebrtcSettings(load.equals("start"), bits, policy.equals("relay"));
    }

    private static String text(Map<String, ?> properties, String name, String otherwise) {
        Object value = properties.get(name);
        String text = value == null ? "" : value.toString().strip();
        return text.isEmpty() ? otherwise : text;
    }

    private static IllegalArgumentException refusal(String name, String value, String allowed) {
        return new IllegalArgumentException(PID + ": " + name + " \"" + Natives.line(value) + "\" is not allowed; "
            + allowed);
    }
}
