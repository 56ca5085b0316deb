package flathead.api;

/**
 * A part could not do its work: a device is busy, an encoder broke, a peer was refused. The message stands alone in a
 * log: it says what, where, and what would be allowed.
 */
public class MediaException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What went wrong, in one line. */
    public MediaException(String message) {
        super(message);
    }

    /** What went wrong, in one line, and why. */
    public MediaException(String message, Throwable cause) {
        super(message, cause);
    }
}
