package flathead.shell.internal;

/** Something that was asked for and is not allowed. The message says what, and what is allowed, in one line. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    Refusal(String message) {
        super(message);
    }
}
