package flathead.webrtc.rtp.internal.rtp;

/** Hears what an RTCP packet says, part by part, in its order. SSRCs are 32 bits, unsigned. */
public interface RtcpListener {
    /**
     * A report block of an SR or RR.
     *
     * @param ssrc whom it is about
     * @param fractionLost since the last report, in 256ths
     * @param lost all in all; negative if duplicates arrived
     * @param highest extended sequence number received
     * @param jitter in ticks of the media's clock
     * @param lastReport middle 32 bits of the NTP time of the last SR that arrived, 0 if none did
     * @param delay since that SR arrived, in 65536ths of a second, unsigned
     */
    void report(int ssrc, int fractionLost, int lost, int highest, int jitter, int lastReport, int delay);

    /**
     * A sender report's head: both times are of the same instant.
     *
     * @param ssrc of the sender
     * @param ntp 32 bits of seconds since 1900 and 32 of fraction
     * @param timestamp of the media's clock
     */
    default void senderReport(int ssrc, long ntp, int timestamp) {
    }

    /** A packet of {@code ssrc} is missing (generic NACK, RFC 4585). */
    void nack(int ssrc, int sequence);

    /** Picture loss (PLI, RFC 4585). */
    void pictureLoss(int ssrc);

    /** A full picture is asked for (FIR, RFC 5104); the same number again is the same request. */
    void fullPicture(int sender, int ssrc, int request);

    /** The receiver's estimate for {@code ssrc}, among others or alone (draft-alvestrand-rmcat-remb-03). */
    void bitrate(int ssrc, long bitsPerSecond);

    /**
     * The receiver's clock, to be told back so that it knows the round trip too (RFC 3611, section 4.4).
     *
     * @param sender the receiver's SSRC
     * @param time middle 32 bits of its NTP time
     */
    void referenceTime(int sender, int time);

    /**
     * The receiver's clock, told back by the sender (RFC 3611, section 4.5).
     *
     * @param ssrc the receiver's
     * @param time middle 32 bits of the NTP time that it told, 0 if none arrived
     * @param delay since that arrived, in 65536ths of a second, unsigned
     */
    default void delaySinceReference(int ssrc, int time, int delay) {
    }

    /** A source has left. */
    void bye(int ssrc);

    /** TWCC: the receiver has it; see {@link TransportObserver#arrived}. */
    void arrived(int sequence, long arrivalMicros);

    /** TWCC: the receiver does not have it. */
    void missing(int sequence);

    /** TWCC: one feedback message is complete. */
    void transportFeedbackEnded();
}
