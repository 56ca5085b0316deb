package flathead.api;

/** What a picture's {@link Media#captureNanos()} is worth. */
public enum TimeQuality {
    /** The instant of capture, as the camera stack or the sender stamped it; over a network within a known error. */
    CAPTURE,
    /** Worked out from what the sender's reports say of its media clock, without a stamp, or with an unknown error. */
    ESTIMATED,
    /** When the picture arrived here: nothing is known of when it was captured. */
    ARRIVAL
}
