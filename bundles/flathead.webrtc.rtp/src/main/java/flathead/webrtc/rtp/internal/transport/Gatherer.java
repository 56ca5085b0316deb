package flathead.webrtc.rtp.internal.transport;

import java.util.Collection;
import org.ice4j.ice.Component;
import org.ice4j.ice.LocalCandidate;

/** Asks one server for candidates. */
interface Gatherer extends AutoCloseable {
    /** Asks, and waits for the answer or its absence. One thread, once. */
    Collection<LocalCandidate> harvest(Component component);

    /** Tells the news what came of {@link #harvest}. */
    void tell();

    /**
     * Keeps what it was given. The loop's thread.
     *
     * @return nanoseconds until it wants to be called again
     */
    default long turn(long nowNanos) {
        return Long.MAX_VALUE;
    }

    /** Ends {@link #harvest}, and gives back what the server lent. Any thread. */
    @Override
    void close();
}
