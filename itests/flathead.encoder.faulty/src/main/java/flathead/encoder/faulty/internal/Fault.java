package flathead.encoder.faulty.internal;

/** The ways in which an encoder breaks. */
enum Fault {
    /** It works. */
    NONE,
    /** {@code offer} throws. */
    THROW,
    /** It does not open. */
    OPEN,
    /** {@code offer} does not come back. */
    HANG,
    /** {@code drain} does not come back. */
    DRAIN,
    /** It takes pictures and makes none. */
    SILENT
}
