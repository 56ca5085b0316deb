package flathead.api;

/**
 * What the receiver of a remote stream knows of it, besides {@link Stats.Network}. Counters count since the session
 * began and are negative where the receiver cannot tell; other figures are NaN then.
 *
 * @param clock the sender's, and what the times of capture are worth
 * @param jitterMillis how unevenly packets arrive (RFC 3550, section 6.4.1)
 * @param missing packets that were not there yet when one behind them came
 * @param recovered packets that were missing and came when they were sent again
 * @param reordered packets that were missing and came by themselves
 * @param duplicates packets that were there already
 * @param late packets that came when their picture had been given up, or handed out
 * @param nacks messages that asked for what was missing (RFC 4585)
 * @param pictures that were complete, and handed on
 * @param givenUp pictures that could not be completed in time, were damaged, or found no room
 * @param freezes times without a new picture: gaps longer than three mean ones, and than the mean and 150 ms, counted
 *     when they are over
 */
public record ReceiverStatus(Clock clock, double jitterMillis, long missing, long recovered, long reordered,
        long duplicates, long late, long nacks, long pictures, long givenUp, long freezes) {
    /** A counter that cannot be told. */
    public static final long UNKNOWN = -1;

    /**
     * What is known of the sender's clock.
     *
     * @param quality of the last picture's time
     * @param offsetMillis by how much the clock that the sender tells is ahead of the one that this process tells; NaN
     *     if that is not known
     * @param errorMillis by how much that, and with it a time of capture, may be wrong at most; NaN if that is not
     *     known
     * @param driftPpm by how much faster it runs, in millionths; NaN if that is not known
     */
    public record Clock(TimeQuality quality, double offsetMillis, double errorMillis, double driftPpm) {
        /** Nothing is known but when pictures arrive. */
        public static final Clock UNKNOWN = new Clock(TimeQuality.ARRIVAL, Double.NaN, Double.NaN, Double.NaN);
    }
}
