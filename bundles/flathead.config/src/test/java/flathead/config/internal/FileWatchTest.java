package flathead.config.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import flathead.config.internal.FileWatch.Look;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FileWatchTest {
    private static final long MILLI = 1_000_000;
    private static final Optional<Look> NOTHING = Optional.empty();

    private final FileWatch watch = new FileWatch();

    private Optional<Look> see(long millis, String text) {
        // Any origin, also one before which the clock wraps around.
        return watch.see(text == null ? Look.none("gone") : Look.at(text), Long.MAX_VALUE - 1 + millis * MILLI);
    }

    private static Optional<Look> told(String text) {
        return Optional.of(Look.at(text));
    }

    @Test
    void theFirstLookIsToldAtOnceAndOnce() {
        assertEquals(told("a"), see(0, "a"));
        assertEquals(NOTHING, see(250, "a"));
        assertEquals(NOTHING, see(5_000, "a"));
    }

    @Test
    void aChangeIsToldWhenItHasSettled() {
        see(0, "a");
        assertEquals(NOTHING, see(1_000, ""));
        assertEquals(NOTHING, see(1_250, "b"));
        assertEquals(NOTHING, see(1_500, "bc"));
        assertEquals(NOTHING, see(1_750, "bc"));
        assertEquals(told("bc"), see(2_000, "bc"));
        assertEquals(NOTHING, see(2_250, "bc"));
    }

    @Test
    void whatComesBackInTimeWasNoChange() {
        see(0, "a");
        assertEquals(NOTHING, see(1_000, null));
        assertEquals(NOTHING, see(1_250, "a"));
        assertEquals(NOTHING, see(5_000, "a"));
    }

    @Test
    void aFileThatIsMissingIsToldOnceAndTakenWhenItAppears() {
        assertEquals(Optional.of(Look.none("gone")), see(0, null));
        assertEquals(NOTHING, see(60_000, null));
        assertEquals(NOTHING, see(61_000, "a"));
        assertEquals(told("a"), see(61_500, "a"));
        see(70_000, null);
        assertEquals(Optional.of(Look.none("gone")), see(71_000, null));
        see(80_000, "a");
        assertEquals(told("a"), see(81_000, "a"), "the same again, and taken again");
    }
}
