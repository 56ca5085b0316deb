package flathead.api;

import org.osgi.annotation.versioning.ConsumerType;

/** A part at work, as its {@code open} returned it. Owned by who opened it. */
@ConsumerType
public interface Link extends AutoCloseable {
    /** Counters since it was opened. Any thread, cheap, also after close. */
    Stats stats();

    /**
     * Ends it: when this returns, no callback of the part runs or comes any more, its threads have ended and its
     * pictures are given back, other than those that others hold. Called from inside one of its own callbacks it does
     * not wait. May be called again.
     */
    @Override
    void close();
}
