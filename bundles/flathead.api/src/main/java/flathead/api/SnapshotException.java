package flathead.api;

import java.util.Objects;

/** There is no snapshot. The message says why in one line, for the one who asked. */
public final class SnapshotException extends MediaException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why in a word, and in one line. */
    public SnapshotException(Reason reason, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** Why in a word and in one line, and what caused it. */
    public SnapshotException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** Why in a word. */
    public Reason reason() {
        return reason;
    }

    /** Why there is none, and what that is in HTTP. */
    public enum Reason {
        /** No camera streams under that name, no pair is configured under it: 404. */
        UNKNOWN,
        /** The camera is there, but no picture of it was decoded within the patience, so trying again may help: 503. */
        NO_PICTURE,
        /** As many as may wait for a picture do so already; trying again may help: 503. */
        BUSY,
        /** It could not be encoded: 500. */
        FAILED
    }
}
