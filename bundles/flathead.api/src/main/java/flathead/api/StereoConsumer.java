package flathead.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Takes stereo pairs, as an OSGi service that may come and go while they flow. It gets those of every pair of streams
 * that is configured ({@code flathead.stereo~<name>}), unless that one's {@code consumer.target} leaves it out, or its
 * property {@link #PAIRS} leaves that one out. While there is none, nothing is decoded to make pairs.
 *
 * <p>Each consumer has a thread of its own for each pair of streams, and one place where a pair waits: one that is
 * still there when the next comes is dropped and counted. So a slow consumer gets the latest pair, and neither the
 * streams nor other consumers wait for it. A call that has not returned for a second gets no more pairs until it does.
 */
@ConsumerType
public interface StereoConsumer {
    /** Service property: its name in logs and status; the name of its class if there is none. */
    String NAME = "flathead.stereo.consumer";
    /** Service property: {@link StereoPair#name()} of each pair that it wants, one or several; all if there is none. */
    String PAIRS = "flathead.stereo.pairs";

    /**
     * A pair. One thread at a time for one {@link StereoPair#name()}; calls come in the order of capture. May take its
     * time. What it throws is logged and counted, and the next pair comes all the same. When its service is gone no
     * call comes any more, and none runs, unless it has held its thread for two seconds.
     *
     * @param pair lent for the call, and so are its pictures
     */
    void pair(StereoPair pair);
}
