package flathead.pipeline.internal;

import flathead.api.NanoClock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Who failed lately is kept out for a while: one second, doubled with each failure in a row, to thirty. Who was merely
 * late waits as well while another can serve, but where there is no other it is not held against it. Not thread-safe.
 */
final class Quarantine {
    private static final long FIRST_NANOS = 1_000_000_000L;
    private static final long LONGEST_NANOS = 30 * FIRST_NANOS;
    private static final int CHANCES = 3;

    private final NanoClock clock;
    private final Map<Long, Record> records = new HashMap<>();

    private record Record(int failures, int late, long since) {
        long nanos() {
            return Math.min(LONGEST_NANOS, FIRST_NANOS << Math.min(failures - 1, 10));
        }
    }

    Quarantine(NanoClock clock) {
        this.clock = clock;
    }

    void failed(Ranked.Entry<?> entry) {
        Record before = records.get(entry.id());
        records.put(entry.id(), before == null ? new Record(1, 0, clock.nanos())
            : new Record(before.failures + 1, before.late, clock.nanos()));
    }

    /** What was taken for a failure was not: it came to its end after all. */
    void late(Ranked.Entry<?> entry) {
        Record before = records.get(entry.id());
        if (before != null && before.late < before.failures) {
            records.put(entry.id(), new Record(before.failures, before.late + 1, before.since));
        }
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
            Record record = records.get(entry.id());
            if (lastResort == null && record.failures - record.late < CHANCES) {
                lastResort = entry;
            }
        }
        return lastResort;
    }
}
