package flathead.webrtc.rtp.internal.transport;

import java.security.GeneralSecurityException;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.utils.logging2.Logger;
import org.jitsi.utils.logging2.LoggerImpl;

/**
 * Protects what we send and opens what comes. A context for each of our SSRCs is made at once, so that
 * nothing is derived between two packets. Not thread-safe.
 */
public final class SrtpSession {
    /** What a protected packet may be longer than the plain one: a tag and SRTCP's index. */
    public static final int MOST_GROWTH = 20;
    /** Receivers report with one SSRC; one more after a restart. */
    private static final int MOST_REMOTE = 4;
    /** Media and retransmissions, and those of a source that began anew. */
    private static final int MOST_SOURCES = 8;
    private static final int RTP_LEAST = 12;
    private static final int SRTCP_LEAST = 12;
    private static final int SSRC_OFFSET = 8;
    private static final int RTCP_SSRC_OFFSET = 4;
    private static final Logger LOG = new LoggerImpl(SrtpSession.class.getName());

    private final PacketBuffer packet = new PacketBuffer();
    private final int[] ssrcs;
    private final SrtpCryptoContext[] rtp;
    private final SrtcpCryptoContext[] rtcp;
    private final SrtpContextFactory remote;
    private final int[] remoteSsrcs = new int[MOST_REMOTE];
    private final SrtcpCryptoContext[] remoteRtcp = new SrtcpCryptoContext[MOST_REMOTE];
    private int remotes;
    private final int[] sourceSsrcs = new int[MOST_SOURCES];
    private final SrtpCryptoContext[] sourceRtp = new SrtpCryptoContext[MOST_SOURCES];
    private int sources;
    private long rejected;

    /**
     * Derives everything.
     *
     * @param ssrcs ours
     * @throws IllegalStateException if this Java lacks AES or HMAC-SHA1
     */
    public SrtpSession(SrtpKeys keys, int... ssrcs) {
        this.ssrcs = ssrcs.clone();
        rtp = new SrtpCryptoContext[ssrcs.length];
        rtcp = new SrtcpCryptoContext[ssrcs.length];
        SrtpPolicy sending = keys.profile().policy();
        // A packet that is sent again as it was is not an attack.
        sending.setSendReplayEnabled(false);
        SrtpContextFactory local = new SrtpContextFactory(true, keys.localKey(), keys.localSalt(), sending,
            keys.profile().policy(), LOG);
        try {
            for (int i = 0; i < ssrcs.length; i++) {
                rtp[i] = local.deriveContext(ssrcs[i], 0);
                rtcp[i] = local.deriveControlContext(ssrcs[i]);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot do " + keys.profile(), e);
        }
        local.close();
        remote = new SrtpContextFactory(false, keys.remoteKey(), keys.remoteSalt(), keys.profile().policy(),
            keys.profile().policy(), LOG);
    }

    /**
     * Protects an RTP packet in place.
     *
     * @param data has room for {@link #MOST_GROWTH} more
     * @return its new length, 0 if it is not of one of our SSRCs
     */
    public int protectRtp(byte[] data, int length) {
        int index = local(ssrc(data, SSRC_OFFSET));
        if (index < 0) {
            return 0;
        }
        try {
            return rtp[index].transformPacket(packet.on(data, 0, length)) == SrtpErrorStatus.OK ? packet.getLength()
                : 0;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SRTP cannot protect a packet", e);
        }
    }

    /**
     * Protects a compound RTCP packet in place.
     *
     * @param data has room for {@link #MOST_GROWTH} more
     * @return its new length, 0 if it is not of one of our SSRCs
     */
    public int protectRtcp(byte[] data, int length) {
        int index = local(ssrc(data, RTCP_SSRC_OFFSET));
        if (index < 0) {
            return 0;
        }
        try {
            return rtcp[index].transformPacket(packet.on(data, 0, length)) == SrtpErrorStatus.OK ? packet.getLength()
                : 0;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SRTCP cannot protect a packet", e);
        }
    }

    /**
     * Opens an RTP packet in place.
     *
     * @return the length of the plain packet; 0 if it is not authentic, seen before, or malformed, and is counted
     */
    public int unprotectRtp(byte[] data, int length) {
        int opened = length < RTP_LEAST ? 0 : openRtp(data, length);
        if (opened == 0) {
            rejected++;
        }
        return opened;
    }

    private int openRtp(byte[] data, int length) {
        int ssrc = ssrc(data, SSRC_OFFSET);
        for (int i = 0; i < sources; i++) {
            if (sourceSsrcs[i] == ssrc) {
                return openRtp(sourceRtp[i], data, length);
            }
        }
        try {
            SrtpCryptoContext context = remote.deriveContext(ssrc, 0);
            int opened = openRtp(context, data, length);
            // Remembered only once it has proved authentic; of many, the first goes.
            if (opened > 0) {
                if (sources == MOST_SOURCES) {
                    System.arraycopy(sourceSsrcs, 1, sourceSsrcs, 0, --sources);
                    System.arraycopy(sourceRtp, 1, sourceRtp, 0, sources);
                }
                sourceSsrcs[sources] = ssrc;
                sourceRtp[sources++] = context;
            }
            return opened;
        } catch (GeneralSecurityException e) {
            return 0;
        }
    }

    private int openRtp(SrtpCryptoContext context, byte[] data, int length) {
        try {
            return context.reverseTransformPacket(packet.on(data, 0, length), false) == SrtpErrorStatus.OK
                ? packet.getLength() : 0;
        } catch (GeneralSecurityException e) {
            return 0;
        }
    }

    /**
     * Opens an RTCP packet in place.
     *
     * @return the length of the plain packet; 0 if it is not authentic, seen before, or malformed, and is counted
     */
    public int unprotectRtcp(byte[] data, int length) {
        int opened = length < SRTCP_LEAST ? 0 : open(data, length);
        if (opened == 0) {
            rejected++;
        }
        return opened;
    }

    private int open(byte[] data, int length) {
        int ssrc = ssrc(data, RTCP_SSRC_OFFSET);
        for (int i = 0; i < remotes; i++) {
            if (remoteSsrcs[i] == ssrc) {
                return open(remoteRtcp[i], data, length);
            }
        }
        if (remotes == MOST_REMOTE) {
            return 0;
        }
        try {
            SrtcpCryptoContext context = remote.deriveControlContext(ssrc);
            int opened = open(context, data, length);
            // Remembered only once it has proved authentic.
            if (opened > 0) {
                remoteSsrcs[remotes] = ssrc;
                remoteRtcp[remotes++] = context;
            }
            return opened;
        } catch (GeneralSecurityException e) {
            return 0;
        }
    }

    private int open(SrtcpCryptoContext context, byte[] data, int length) {
        try {
            return context.reverseTransformPacket(packet.on(data, 0, length)) == SrtpErrorStatus.OK
                ? packet.getLength() : 0;
        } catch (GeneralSecurityException e) {
            return 0;
        }
    }

    /** Packets that did not open. */
    public long rejected() {
        return rejected;
    }

    private int local(int ssrc) {
        for (int i = 0; i < ssrcs.length; i++) {
            if (ssrcs[i] == ssrc) {
                return i;
            }
        }
        return -1;
    }

    private static int ssrc(byte[] data, int offset) {
        return data[offset] << 24 | (data[offset + 1] & 0xff) << 16 | (data[offset + 2] & 0xff) << 8
            | data[offset + 3] & 0xff;
    }
}
