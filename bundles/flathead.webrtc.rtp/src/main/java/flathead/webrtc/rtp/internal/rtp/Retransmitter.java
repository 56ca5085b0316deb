package flathead.webrtc.rtp.internal.rtp;

import static flathead.webrtc.rtp.internal.rtp.Bytes.put16;
import static flathead.webrtc.rtp.internal.rtp.Bytes.put32;

/**
 * Sends packets again that the receiver misses: on a source of its own (RFC 4588), or as they were if that was not
 * agreed on. Then they are the same bit for bit, header extensions included, because SRTP encrypts them with the same
 * nonce.
 *
 * <p>A packet is sent again once in three quarters of a round trip at most: a receiver that knows the round trip asks
 * again after just that, give or take the jitter of the way. All together may take half of what the media takes and
 * {@value #CREDIT_PACKETS} packets saved up, so that a storm of NACKs cannot drown the media; who misses more needs a
 * keyframe.
 */
final class Retransmitter {
    static final int CREDIT_PACKETS = 64;

    private static final int QUEUE = 512;
    private static final long LEAST_GAP_NANOS = 5_000_000;
    private static final long MOST_GAP_NANOS = 500_000_000;
    private static final long UNKNOWN_GAP_NANOS = 20_000_000;

    private final PacketRing ring;
    private final RtpHeader header;
    private final int ssrc;
    private final int payloadType;
    private final int mostCredit;
    private final int[] queue = new int[QUEUE];
    private long queued;
    private long taken;
    private int sequence;
    private int credit;
    private long gapNanos = UNKNOWN_GAP_NANOS;
    private long retransmitted;
    private long tooLate;
    private long refused;

    Retransmitter(RtpSenderSettings settings, PacketRing ring, RtpHeader header) {
        this.ring = ring;
        this.header = header;
        this.ssrc = settings.rtxSsrc();
        this.payloadType = settings.rtxPayloadType();
        this.sequence = settings.start().rtxSequence();
        this.mostCredit = CREDIT_PACKETS * settings.maxPacketBytes();
        this.credit = mostCredit;
    }

    /** Media of so many bytes left. */
    void mediaSent(int bytes) {
        credit = Math.min(mostCredit, credit + bytes / 2);
    }

    /** The round trip was measured. */
    void roundTrip(long nanos) {
        gapNanos = Math.max(LEAST_GAP_NANOS, Math.min(MOST_GAP_NANOS, nanos * 3 / 4));
    }

    /** The receiver misses a packet. */
    void missing(int lost, long nowNanos) {
        int slot = ring.find(lost);
        if (slot < 0) {
            tooLate++;
        } else if (ring.resentWithin(slot, gapNanos, nowNanos)) {
            return;
        } else if (credit < ring.length(slot) || queued - taken == QUEUE) {
            refused++;
        } else {
            credit -= ring.length(slot);
            ring.resent(slot, nowNanos);
            queue[(int) (queued++ % QUEUE)] = lost;
        }
    }

    boolean waiting() {
        return taken < queued;
    }

    void clear() {
        taken = queued;
    }

    /** Whether retransmissions are packets of their own that want stamps of their own. */
    boolean separate() {
        return payloadType >= 0;
    }

    /** Writes the next packet to be sent again; 0 if none is left. */
    int next(byte[] out) {
        while (taken < queued) {
            int lost = queue[(int) (taken++ % QUEUE)];
            int slot = ring.find(lost);
            if (slot < 0) {
                tooLate++;
                continue;
            }
            retransmitted++;
            byte[] packet = ring.packet(slot);
            int length = ring.length(slot);
            if (!separate()) {
                System.arraycopy(packet, 0, out, 0, length);
                return length;
            }
            int payload = header.length();
            System.arraycopy(packet, 0, out, 0, payload);
            System.arraycopy(packet, payload, out, payload + 2, length - payload);
            out[1] = (byte) (packet[1] & 0x80 | payloadType);
            put16(out, 2, sequence++);
            put32(out, 8, ssrc);
            put16(out, payload, lost);
            return length + 2;
        }
        return 0;
    }

    /** Packets sent again. */
    long retransmitted() {
        return retransmitted;
    }

    /** Packets asked for that were gone, or never there. */
    long tooLate() {
        return tooLate;
    }

    /** Packets asked for and not sent again, so as not to drown the media. */
    long refused() {
        return refused;
    }
}
