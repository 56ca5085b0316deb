package flathead.webrtc.rtp.internal.rtp;

import flathead.api.EncodedFrame;
import flathead.api.Feedback;
import flathead.api.Stats;

/**
 * Sends one H.264 stream: access units in, RTP and RTCP packets out, the receiver's RTCP in, wishes up.
 *
 * <p>Not thread-safe: the caller locks. {@code upstream} is called under that lock, so it must not wait for a thread
 * that wants it. Times are nanoseconds of one monotonic clock, the one that {@link EncodedFrame#captureNanos()} uses,
 * and never go back. Packets come out plain: SRTP and SRTCP are the caller's, hence the two poll methods.
 *
 * <p>The caller's loop: after each {@link #offer}, each {@link #receiveRtcp} and each passing of {@link #waitNanos},
 * poll RTP until 0, then RTCP until 0. A packet polled counts as sent.
 */
public final class RtpSender {
    /** What the array given to a poll must hold at least. */
    public static final int PACKET_CAPACITY = 1_500;

    /**
     * Allocates everything.
     *
     * @param upstream gets keyframe and bitrate wishes
     * @param observer hears of every packet
     */
    public RtpSender(RtpSenderSettings settings, Feedback upstream, TransportObserver observer) {
    }

    /**
     * Takes an access unit; copies what it needs.
     *
     * @return false if it was refused and counted: there is no room, it is not Annex B, or it needs a picture that was
     *     refused. After a refusal everything is refused until a keyframe, which is asked for
     */
    public boolean offer(EncodedFrame frame, long nowNanos) {
        throw new UnsupportedOperationException();
    }

    /**
     * The next RTP packet that is due: media in order, then retransmissions.
     *
     * @param out gets it from index 0; at least {@link #PACKET_CAPACITY} long
     * @return its length, 0 if none is due
     */
    public int pollRtp(byte[] out, long nowNanos) {
        throw new UnsupportedOperationException();
    }

    /**
     * The next compound RTCP packet that is due.
     *
     * @param out gets it from index 0; at least {@link #PACKET_CAPACITY} long
     * @return its length, 0 if none is due
     */
    public int pollRtcp(byte[] out, long nowNanos) {
        throw new UnsupportedOperationException();
    }

    /** How long until a poll may have something: 0 if it has now, {@link Long#MAX_VALUE} if nothing is planned. */
    public long waitNanos(long nowNanos) {
        throw new UnsupportedOperationException();
    }

    /** Takes a compound or reduced-size RTCP packet, decrypted. Never throws: what is malformed is counted. */
    public void receiveRtcp(byte[] packet, int offset, int length, long nowNanos) {
        throw new UnsupportedOperationException();
    }

    /** Ends the stream: nothing is taken any more, what waits is dropped, and one RTCP poll has the BYE. */
    public void close() {
        throw new UnsupportedOperationException();
    }

    /** What was sent and what the receiver says of it. Allocates the record. */
    public Stats.Network network() {
        throw new UnsupportedOperationException();
    }

    /** Pictures with packets that have not left yet. */
    public int picturesWaiting() {
        throw new UnsupportedOperationException();
    }
}
