package flathead.session.internal;

import flathead.api.Codec;
import java.util.List;
import java.util.Locale;

/** In what form a WebRTC stack is given pictures. */
enum Form {
    /** As an encoder bundle made them. */
    ENCODED,
    /** Raw; the stack encodes them itself, in a codec that it and the other side agree on. */
    RAW;

    boolean holds(Codec codec) {
        return codec.isRaw() == (this == RAW);
    }

    /** The forms to try, in this order; the next only where one cannot be sent or is refused. */
    static List<Form> of(String send) {
        return switch (send) {
            case "encoded" -> List.of(ENCODED);
            case "raw" -> List.of(RAW);
            case "auto" -> List.of(ENCODED, RAW);
            default -> throw new IllegalArgumentException("\"" + send.replaceAll("\\p{Cntrl}", "?")
                + "\" is not allowed; auto, encoded and raw are");
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
