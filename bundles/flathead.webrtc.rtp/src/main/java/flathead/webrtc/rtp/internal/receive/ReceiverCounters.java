package flathead.webrtc.rtp.internal.receive;

/**
 * What an {@link RtpReceiver} counted since it was made, beyond {@link flathead.api.Stats.Network}.
 *
 * @param pictures access units handed out
 * @param keyframes of these
 * @param bytes in these
 * @param givenUp access units that a missing packet made useless
 * @param corrupt access units that are not what RFC 6184 allows
 * @param noRoom access units dropped because no picture was free, or too small
 * @param missing packets that were passed over
 * @param recovered packets of these that came when they were sent again
 * @param reordered packets that came late by themselves
 * @param duplicates packets that were there already
 * @param late packets that came when their place was given up, or used
 * @param foreign packets of another payload type or source
 * @param malformed RTP packets passed over because they were wrong
 * @param malformedRtcp RTCP packets and messages passed over because they were wrong
 * @param sources how often the sender's source (SSRC) began anew
 * @param jitterMillis interarrival jitter
 */
record ReceiverCounters(long pictures, long keyframes, long bytes, long givenUp, long corrupt, long noRoom,
        long missing, long recovered, long reordered, long duplicates, long late, long foreign, long malformed,
        long malformedRtcp, long sources, double jitterMillis) {
    /** Access units known to be lost here. */
    long dropped() {
        return givenUp + corrupt + noRoom;
    }
}
