package flathead.stereo.internal;

import flathead.api.StreamId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * Which streams are a pair.
 *
 * @param name of the pair
 * @param left name of the stream that is the left eye
 * @param right name of the other
 * @param from where both come from
 */
record PairSettings(String name, String left, String right, From from) {
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
                return new PairSettings(name, left, right, each);
            }
        }
        throw new IllegalArgumentException("from = " + from + " is refused; allowed: one of "
            + Arrays.toString(From.values()));
    }

    private static String text(Map<String, ?> settings, String name, String otherwise) {
        Object value = settings.get(name);
        String text = value == null ? "" : value.toString().strip();
        return text.isEmpty() ? otherwise : text;
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
