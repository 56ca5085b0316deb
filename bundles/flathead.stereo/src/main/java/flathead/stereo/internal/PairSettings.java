package flathead.stereo.internal;

import flathead.api.StereoConsumer;
import flathead.api.StreamId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;

/**
 * Which streams are a pair.
 *
 * @param name of the pair
 * @param left name of the stream that is the left eye
 * @param right name of the other
 * @param from where both come from
 * @param consumers who gets the pairs, by service properties; null for all
 */
record PairSettings(String name, String left, String right, From from, Filter consumers) {
    /** Where streams come from. */
    enum From {
        /** Cameras of this runtime; where there is none of that name, streams from elsewhere. */
        ANY,
        /** Cameras of this runtime. */
        CAMERA,
        /** Streams from elsewhere. */
        REMOTE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Reads a configuration; what is not there has its default.
     *
     * @throws IllegalArgumentException naming property, value and what is allowed
     */
    static PairSettings of(String name, Map<String, ?> settings) {
        String left = text(settings, "left", "left");
        String right = text(settings, "right", "right");
        if (left.equals(right)) {
            throw new IllegalArgumentException("left = right = " + left
                + " is refused; allowed: the names of two streams");
        }
        String from = text(settings, "from", From.ANY.toString());
        for (From each : From.values()) {
            if (each.toString().equals(from)) {
                return new PairSettings(name, left, right, each, filter(text(settings, "consumer.target", "")));
            }
        }
        throw new IllegalArgumentException("from = " + from + " is refused; allowed: one of "
            + Arrays.toString(From.values()));
    }

    private static Filter filter(String text) {
        try {
            return text.isEmpty() ? null : FrameworkUtil.createFilter(text);
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException("consumer.target = " + text + " is refused; allowed: an LDAP filter such"
                + " as (" + StereoConsumer.NAME + "=depth), or nothing for all", e);
        }
    }

    private static String text(Map<String, ?> settings, String name, String otherwise) {
        Object value = settings.get(name);
        String text = value == null ? "" : value.toString().strip();
        return text.isEmpty() ? otherwise : text;
    }

    /** Whether a consumer with these service properties gets the pairs. */
    boolean serves(Map<String, ?> properties) {
        return consumers == null || consumers.matches(properties);
    }

    /** Which eye a stream is, {@link Pairing#LEFT} or {@link Pairing#RIGHT}; -1 if it is neither. */
    int side(StreamId stream) {
        boolean camera = stream.client().isEmpty();
        if (from != From.ANY && camera != (from == From.CAMERA)) {
            return -1;
        }
        return stream.name().equals(left) ? Pairing.LEFT : stream.name().equals(right) ? Pairing.RIGHT : -1;
    }
}
