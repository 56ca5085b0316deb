package flathead.api;

/**
 * How the pictures of two cameras fit together. Two are a pair if they were captured within half a frame interval of
 * each other and neither has one that is nearer. The skew is the left one's instant of capture less the right one's.
 *
 * @param name of the pair
 * @param left the stream that is the left eye
 * @param right the stream that is the right eye
 * @param pairs how many there were
 * @param unpairedLeft pictures of the left stream without one
 * @param unpairedRight pictures of the right stream without one
 * @param skew over the last few seconds; null before the first pair
 */
public record StereoStatus(String name, String left, String right, long pairs, long unpairedLeft, long unpairedRight,
        Skew skew) {
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
}
