package flathead.source.mock.internal;

import java.util.TimeZone;
import java.util.function.LongSupplier;

/** The time that a clock on the wall shows, in milliseconds since a midnight. Allocates nothing. */
final class WallClock implements LongSupplier {
    private final TimeZone zone = TimeZone.getDefault();

    @Override
    public long getAsLong() {
        long millis = System.currentTimeMillis();
        return millis + zone.getOffset(millis);
    }
}
