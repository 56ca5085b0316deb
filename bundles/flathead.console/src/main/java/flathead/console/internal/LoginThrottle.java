package flathead.console.internal;

import flathead.api.NanoClock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes guessing slow: who has failed {@value #FREE} times waits a second, twice as long after each further failure, to
 * a minute; and all strangers together have {@value #BURST} failures, of which one comes back every two seconds. Who
 * was let in from this browser before is no stranger, so that a storm of guesses locks nobody out. Memory is bounded.
 * Any thread.
 */
final class LoginThrottle {
    static final int FREE = 5;
    static final int BURST = 30;
    static final int MAX_CLIENTS = 1024;
    static final long LONGEST_NANOS = 60_000_000_000L;
    private static final long FIRST_NANOS = 1_000_000_000L;
    private static final long FORGET_NANOS = 900_000_000_000L;
    private static final long REFILL_NANOS = 2_000_000_000L;

    /** Failures of one client. */
    private static final class Client {
        private int failures;
        private long lastNanos;
    }

    private final NanoClock clock;
    private final Map<String, Client> clients = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Client> eldest) {
            return size() > MAX_CLIENTS;
        }
    };
    private double left = BURST;
    private long filledNanos;

    LoginThrottle(NanoClock clock) {
        this.clock = clock;
        this.filledNanos = clock.nanos();
    }

    /**
     * How long this client has to wait before its next attempt, in nanoseconds; 0 if it may try now.
     *
     * @param client an address, or a browser that was let in before
     * @param stranger whether it never was
     */
    synchronized long waitNanos(String client, boolean stranger) {
        long now = clock.nanos();
        long wait = 0;
        Client known = clients.get(client);
        if (known != null) {
            long since = now - known.lastNanos;
            if (since > FORGET_NANOS) {
                clients.remove(client);
            } else if (known.failures >= FREE) {
                int doublings = Math.min(known.failures - FREE, 6);
                wait = Math.max(0, Math.min(LONGEST_NANOS, FIRST_NANOS << doublings) - since);
            }
        }
        if (stranger) {
            refill(now);
            if (left < 1) {
                wait = Math.max(wait, (long) Math.ceil((1 - left) * REFILL_NANOS));
            }
        }
        return wait;
    }

    /**
     * Takes an attempt as failed, before it is judged: many at once must not pass as none.
     *
     * @return false if the client has to wait; nothing is counted then
     */
    synchronized boolean admit(String client, boolean stranger) {
        if (waitNanos(client, stranger) > 0) {
            return false;
        }
        Client known = clients.computeIfAbsent(client, any -> new Client());
        known.failures++;
        known.lastNanos = clock.nanos();
        if (stranger) {
            left--;
        }
        return true;
    }

    /** The attempt that was admitted was right. */
    synchronized void succeeded(String client, boolean stranger) {
        clients.remove(client);
        if (stranger) {
            left = Math.min(BURST, left + 1);
        }
    }

    private void refill(long now) {
        left = Math.min(BURST, left + (double) (now - filledNanos) / REFILL_NANOS);
        filledNanos = now;
    }

    synchronized int size() {
        return clients.size();
    }
}
