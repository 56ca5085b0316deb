package flathead.config.internal;

import java.util.Optional;

/**
 * Says when a file that is looked at again and again has something new. At the first look that is at once; later, when
 * two looks at least {@value #SETTLED_NANOS} ns apart, and all between, have seen the same: who writes may not be done.
 * Not thread-safe; the time is an argument, and may have any origin.
 */
final class FileWatch {
    static final long SETTLED_NANOS = 500_000_000;

    private Look told;
    private Look last;
    private long since;

    /**
     * What a look has seen.
     *
     * @param text what the file holds; null if it cannot be read
     * @param trouble why it cannot be read; empty if it can
     */
    record Look(String text, String trouble) {
        static Look at(String text) {
            return new Look(text, "");
        }

        static Look none(String trouble) {
            return new Look(null, trouble);
        }
    }

    /** Takes note of a look; answers it if it is new. */
    Optional<Look> see(Look look, long nanos) {
        if (!look.equals(last)) {
            last = look;
            since = nanos;
        }
        boolean settled = told == null || nanos - since >= SETTLED_NANOS;
        if (!settled || look.equals(told)) {
            return Optional.empty();
        }
        told = look;
        return Optional.of(look);
    }
}
