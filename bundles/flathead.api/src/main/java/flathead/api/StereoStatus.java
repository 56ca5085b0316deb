package flathead.api;

import java.util.List;

/**
 * How the pictures of two streams fit together. Two are a pair if they were captured within half a frame interval of
 * each other and neither has one that is nearer. The skew is the left one's instant of capture less the right one's.
 *
 * @param name of the pair
 * @param left the stream that is the left eye
 * @param right the stream that is the right eye
 * @param detail what is missing, or why nothing is paired; empty if there is nothing to say
 * @param clock by which the last pair's instants of capture were compared; null before the first
 * @param pairs how many there were
 * @param unpairedLeft pictures of the left stream without one
 * @param unpairedRight pictures of the right stream without one
 * @param refusedLeft pictures of the left stream of which only the arrival was known; they are not paired
 * @param refusedRight pictures of the right stream of which only the arrival was known
 * @param skew over the last few seconds; null before the first pair
 * @param consumers who gets the pairs
 */
public record StereoStatus(String name, String left, String right, String detail, Clock clock, long pairs,
        long unpairedLeft, long unpairedRight, long refusedLeft, long refusedRight, Skew skew,
        List<Consumer> consumers) {
    /** The same pair, for these. */
    public StereoStatus with(List<Consumer> others) {
        return new StereoStatus(name, left, right, detail, clock, pairs, unpairedLeft, unpairedRight, refusedLeft,
            refusedRight, skew, others);
    }

    /** By which clock two instants of capture are compared. */
    public enum Clock {
        /** That of this host, whose cameras both are: exact. */
        HOST,
        /** That of the sender of both: exact, however well its offset to the host's is known. */
        SENDER,
        /** That of this host, into which at least one was mapped: as good as the estimates. */
        ESTIMATED
    }

    /**
     * How far the two of a pair are apart, in milliseconds.
     *
     * @param mean with its sign: positive if the left one comes later
     * @param p50 median of the absolute values
     * @param p95 their 95th percentile
     * @param max the largest of them
     * @param samples how many pairs these are taken from
     */
    public record Skew(double mean, double p50, double p95, double max, int samples) {
    }

    /**
     * A {@link StereoConsumer} of this pair's.
     *
     * @param name see {@link StereoConsumer#NAME}
     * @param pairs given to it
     * @param dropped pairs that it was too slow for
     * @param failed calls that threw
     * @param hangs whether a call has not returned for a second
     */
    public record Consumer(String name, long pairs, long dropped, long failed, boolean hangs) {
    }
}
