package flathead.health.internal;

import flathead.api.NanoClock;
import java.util.HashMap;
import java.util.Map;

/** By how much counters have grown since somebody looked last, and for how long they have been still. */
final class Growth {
    private final NanoClock clock;
    private final Map<String, Seen> seen = new HashMap<>();

    /** What a counter was, and when it was seen to have grown last. */
    private record Seen(long count, long grownNanos) {
    }

    Growth(NanoClock clock) {
        this.clock = clock;
    }

    /** By how much it has, from the first look on; one that begins anew has grown from 0. */
    synchronized long since(String name, long count) {
        Seen before = seen.get(name);
        long from = before == null ? count : count < before.count ? 0 : before.count;
        long now = clock.nanos();
        seen.put(name, new Seen(count, before == null || count > from ? now : before.grownNanos));
        return count - from;
    }

    /** Whether it has grown within this time, as far as anybody looked; after {@link #since}. */
    synchronized boolean within(String name, long nanos) {
        return clock.nanos() - seen.get(name).grownNanos < nanos;
    }
}
