package flathead.signaling.wish;

import flathead.signaling.care.TokenBucket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** A {@link TokenBucket} for each client, as long as it is among the last that came. Any thread. */
final class PerClient {
    private static final int REMEMBERED = 1_024;

    private final Supplier<TokenBucket> maker;
    private final Map<String, TokenBucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

    PerClient(Supplier<TokenBucket> maker) {
        this.maker = maker;
    }

    /** Takes one of this client's, if there is one. */
    synchronized boolean tryTake(String client) {
        boolean taken = buckets.computeIfAbsent(client, name -> maker.get()).tryTake();
        if (buckets.size() > REMEMBERED) {
            buckets.remove(buckets.keySet().iterator().next());
        }
        return taken;
    }
}
