package flathead.webrtc.rtp.internal.rtp;

/**
 * What an {@link RtpSender} counted since it was made, beyond {@link flathead.api.Stats.Network}.
 *
 * @param taken access units
 * @param overflowed access units refused because there was no room
 * @param awaitingKeyframe access units refused because they need one that was refused, or come before the first
 *     keyframe
 * @param unusable access units refused because they are not H.264 in Annex B form
 * @param retransmissionsTooLate packets asked for that were gone
 * @param retransmissionsRefused packets asked for and not sent again, so as not to drown the media
 * @param malformedRtcp packets and messages passed over because they were wrong
 * @param fractionLost packets lost between the receiver's last two reports, 0 to 1
 * @param jitterMillis interarrival jitter as last reported
 */
public record SenderCounters(long taken, long overflowed, long awaitingKeyframe, long unusable,
        long retransmissionsTooLate, long retransmissionsRefused, long malformedRtcp, double fractionLost,
        double jitterMillis) {
    /** Access units refused, whatever the reason. */
    public long refused() {
        return overflowed + awaitingKeyframe + unusable;
    }
}
