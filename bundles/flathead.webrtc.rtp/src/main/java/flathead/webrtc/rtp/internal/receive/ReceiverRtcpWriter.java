package flathead.webrtc.rtp.internal.receive;

import static flathead.webrtc.rtp.internal.rtp.Bytes.put16;
import static flathead.webrtc.rtp.internal.rtp.Bytes.put24;
import static flathead.webrtc.rtp.internal.rtp.Bytes.put32;

import java.nio.charset.StandardCharsets;

/**
 * Writes a receiver's RTCP messages, each behind what is there: reports (RFC 3550, RFC 3611), what is missing and
 * wanted (RFC 4585, RFC 5104), what rate is fine (draft-alvestrand-rmcat-remb-03). Each answers the length of all.
 */
final class ReceiverRtcpWriter {
    private static final int RECEIVER_REPORT = 201;
    private static final int DESCRIPTION = 202;
    private static final int BYE = 203;
    private static final int TRANSPORT_FEEDBACK = 205;
    private static final int PAYLOAD_FEEDBACK = 206;
    private static final int EXTENDED_REPORT = 207;
    private static final int NACK = 1;
    private static final int PLI = 1;
    private static final int FIR = 4;
    private static final int APPLICATION = 15;
    private static final int REMB = 'R' << 24 | 'E' << 16 | 'M' << 8 | 'B';
    private static final int REFERENCE_TIME = 4;
    private static final int CNAME = 1;
    private static final int NACK_HEADER = 12;
    /** What one packet may hold besides all else that may be in it. */
    private static final int MOST_NACKS = 120;

    private final int ssrc;
    private final byte[] cname;
    private int fullPictures;

    ReceiverRtcpWriter(int ssrc, String cname) {
        this.ssrc = ssrc;
        this.cname = cname.getBytes(StandardCharsets.US_ASCII);
    }

    private void head(byte[] out, int at, int count, int type, int length) {
        out[at] = (byte) (0x80 | count);
        out[at + 1] = (byte) type;
        put16(out, at + 2, length / 4 - 1);
        put32(out, at + 4, ssrc);
    }

    /** A report that says nothing, which a compound packet must begin with. */
    int emptyReport(byte[] out, int at) {
        head(out, at, 0, RECEIVER_REPORT, 8);
        return description(out, at + 8);
    }

    /**
     * A report on a source.
     *
     * @param lastReport middle 32 bits of the NTP time of its last SR, 0 if none came
     * @param delay since that came, in 65536ths of a second
     */
    int report(byte[] out, int at, int source, ArrivalStatistics statistics, int lastReport, int delay) {
        head(out, at, 1, RECEIVER_REPORT, 32);
        put32(out, at + 8, source);
        out[at + 12] = (byte) statistics.takeFractionLost();
        put24(out, at + 13, statistics.lost());
        put32(out, at + 16, statistics.highest());
        put32(out, at + 20, statistics.jitter());
        put32(out, at + 24, lastReport);
        put32(out, at + 28, delay);
        return description(out, at + 32);
    }

    private int description(byte[] out, int from) {
        int at = from + 8;
        out[at++] = CNAME;
        out[at++] = (byte) cname.length;
        System.arraycopy(cname, 0, out, at, cname.length);
        at += cname.length;
        do {
            out[at++] = 0;
        } while ((at - from & 3) != 0);
        head(out, from, 1, DESCRIPTION, at - from);
        return at;
    }

    /** Our clock. */
    int referenceTime(byte[] out, int at, long ntp) {
        head(out, at, 0, EXTENDED_REPORT, 20);
        out[at + 8] = REFERENCE_TIME;
        out[at + 9] = 0;
        put16(out, at + 10, 2);
        put32(out, at + 12, (int) (ntp >> 32));
        put32(out, at + 16, (int) ntp);
        return at + 20;
    }

    /** Asks for what is missing and due; what does not fit stays due. */
    int nack(byte[] out, int at, int source, MissingPackets missing, long nowNanos) {
        int item = at + NACK_HEADER;
        long base = Long.MIN_VALUE;
        int index = 0;
        int most = item + 4 * MOST_NACKS;
        while (item < most) {
            index = missing.nextDue(index, nowNanos);
            if (index < 0) {
                break;
            }
            long number = missing.number(index++);
            long behind = number - base;
            if (behind > 0 && behind <= 16) {
                int bits = (out[item - 2] & 0xff) << 8 | out[item - 1] & 0xff;
                put16(out, item - 2, bits | 1 << (int) behind - 1);
            } else {
                base = number;
                put16(out, item, (int) number);
                put16(out, item + 2, 0);
                item += 4;
            }
        }
        if (item == at + NACK_HEADER) {
            return at;
        }
        head(out, at, NACK, TRANSPORT_FEEDBACK, item - at);
        put32(out, at + 8, source);
        return item;
    }

    /** A picture was lost. */
    int pictureLoss(byte[] out, int at, int source) {
        head(out, at, PLI, PAYLOAD_FEEDBACK, 12);
        put32(out, at + 8, source);
        return at + 12;
    }

    /** A full picture is wanted; each call is a new request. */
    int fullPicture(byte[] out, int at, int source) {
        head(out, at, FIR, PAYLOAD_FEEDBACK, 20);
        put32(out, at + 8, 0);
        put32(out, at + 12, source);
        put32(out, at + 16, fullPictures++ << 24);
        return at + 20;
    }

    /** So many bits a second may come. */
    int bitrate(byte[] out, int at, int source, long bitsPerSecond) {
        head(out, at, APPLICATION, PAYLOAD_FEEDBACK, 24);
        put32(out, at + 8, 0);
        put32(out, at + 12, REMB);
        int exponent = Math.max(0, 64 - Long.numberOfLeadingZeros(bitsPerSecond) - 18);
        out[at + 16] = 1;
        put24(out, at + 17, exponent << 18 | (int) (bitsPerSecond >> exponent));
        put32(out, at + 20, source);
        return at + 24;
    }

    /** We leave. */
    int bye(byte[] out, int at) {
        head(out, at, 1, BYE, 8);
        return at + 8;
    }
}
