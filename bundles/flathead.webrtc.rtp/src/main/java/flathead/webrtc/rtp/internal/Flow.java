package flathead.webrtc.rtp.internal;

import flathead.api.Stats;
import java.nio.ByteBuffer;

/** The media of a connection that stands, whichever way they go. */
interface Flow {
    /**
     * What came over the protected way; on the transport's thread.
     *
     * @return whether it proved to be the other side's
     */
    boolean arrived(ByteBuffer packet, long nowNanos);

    /**
     * Does what is due; on the transport's thread.
     *
     * @return after how many nanoseconds the next is due
     */
    long turn(long nowNanos);

    /** What RTP and RTCP counted. Any thread. */
    Stats.Network network();

    /** Says goodbye. Any thread. */
    void close(long nowNanos);
}
