package flathead.pipeline.internal;

import flathead.api.NanoClock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Who failed lately is kept out for a while: one second, doubled with each failure in a row, to thirty. Not
 * thread-safe.
 */
final class Quarantine {
    private static final long FIRST_NANOS = 1_000_000_000L;
    private static final long LONGEST_NANOS = 30 * FIRST_NANOS;
    private static final int CHANCES = 3;

    private final NanoClock clock;
    private final Map<Long, Record> records = new HashMap<>();

    private record Record(int failures, long since) {
        long nanos() {
            return Math.min(LONGEST_NANOS, FIRST_NANOS << Math.min(failures - 1, 10));
        }
    }

    Quarantine(NanoClock clock) {
        this.clock = clock;
    }

    void failed(Ranked.Entry<?> entry) {
        Record before = records.get(entry.id());
        records.put(entry.id(), new Record(before == null ? 1 : before.failures + 1, clock.nanos()));
    }

    void worked(Ranked.Entry<?> entry) {
        records.remove(entry.id());
    }

    private boolean admits(Ranked.Entry<?> entry) {
        Record record = records.get(entry.id());
        return record == null || clock.nanos() - record.since >= record.nanos();
    }

    /** Somebody who is kept out may be let in again by itself: look again now and then. */
    boolean isEmpty() {
        return records.isEmpty();
    }

    /**
     * The best of those that fit and are not kept out. Where nobody else is left, one that failed less than
     * {@value #CHANCES} times in a row is tried at once: a lone encoder that stumbles must not cost a second of video.
     *
     * @return null if there is none
     */
    <T> Ranked.Entry<T> best(List<Ranked.Entry<T>> entries, Predicate<T> fits) {
        Ranked.Entry<T> lastResort = null;
        for (Ranked.Entry<T> entry : entries) {
            if (!fits.test(entry.service())) {
                continue;
            }
            if (admits(entry)) {
                return entry;
            }
            if (lastResort == null && records.get(entry.id()).failures < CHANCES) {
                lastResort = entry;
            }
        }
        return lastResort;
    }
}
