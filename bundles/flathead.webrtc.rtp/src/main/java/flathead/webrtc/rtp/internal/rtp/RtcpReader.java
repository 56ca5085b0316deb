package flathead.webrtc.rtp.internal.rtp;

import static flathead.webrtc.rtp.internal.rtp.Bytes.get16;
import static flathead.webrtc.rtp.internal.rtp.Bytes.get24;
import static flathead.webrtc.rtp.internal.rtp.Bytes.get32;
import static flathead.webrtc.rtp.internal.rtp.Bytes.get8;

/**
 * Reads compound and reduced-size RTCP (RFC 3550, RFC 5506, RFC 3611). A packet whose framing is wrong is passed over
 * whole, a message that is wrong in itself is passed over alone; both are counted. Types it does not know are skipped.
 */
public final class RtcpReader {
    static final int SENDER_REPORT = 200;
    static final int RECEIVER_REPORT = 201;
    static final int DESCRIPTION = 202;
    static final int BYE = 203;
    static final int TRANSPORT_FEEDBACK = 205;
    static final int PAYLOAD_FEEDBACK = 206;
    static final int EXTENDED_REPORT = 207;

    private static final int NACK = 1;
    private static final int TRANSPORT_WIDE = 15;
    private static final int PLI = 1;
    private static final int FIR = 4;
    private static final int APPLICATION = 15;
    private static final int REMB = 'R' << 24 | 'E' << 16 | 'M' << 8 | 'B';
    private static final int REFERENCE_TIME = 4;
    private static final int DELAY_SINCE_REFERENCE = 5;
    private static final int REPORT_BLOCK = 24;
    private static final int FEEDBACK_HEADER = 12;

    private final RtcpListener listener;
    private final TransportFeedbackReader transportFeedback;
    private long malformed;

    /** Tells {@code listener} what it reads. */
    public RtcpReader(RtcpListener listener) {
        this.listener = listener;
        this.transportFeedback = new TransportFeedbackReader(listener);
    }

    /** Packets and messages passed over because they were wrong. */
    public long malformed() {
        return malformed;
    }

    /** Reads one packet; never throws if the range lies within the array. */
    public void read(byte[] packet, int offset, int length) {
        int end = offset + length;
        if (!framed(packet, offset, end)) {
            malformed++;
            return;
        }
        transportFeedback.packetBegins();
        int next;
        for (int at = offset; at < end; at = next) {
            next = at + size(packet, at);
            int padding = (packet[at] & 0x20) != 0 ? get8(packet, next - 1) : 0;
            if (!message(packet, at, next - padding)) {
                malformed++;
            }
        }
    }

    private static int size(byte[] packet, int at) {
        return (get16(packet, at + 2) + 1) * 4;
    }

    /**
     * Whether the lengths add up, each message is of version 2, and only the last is padded. RFC 3550 wants padding by
     * a multiple of four, but libwebrtc fills a TWCC message up to a word and calls that padding.
     */
    private static boolean framed(byte[] packet, int offset, int end) {
        int at = offset;
        while (end - at >= 4) {
            int size = size(packet, at);
            if (packet[at] >> 6 != -2 || size > end - at) {
                return false;
            }
            if ((packet[at] & 0x20) != 0) {
                int padding = get8(packet, at + size - 1);
                if (at + size != end || padding == 0 || padding > size - 4) {
                    return false;
                }
            }
            at += size;
        }
        return at == end && end > offset;
    }

    private boolean message(byte[] packet, int at, int end) {
        int count = packet[at] & 31;
        return switch (get8(packet, at + 1)) {
            case SENDER_REPORT -> senderReport(packet, at, end, count);
            case RECEIVER_REPORT -> reports(packet, at + 8, end, count);
            case BYE -> bye(packet, at + 4, end, count);
            case TRANSPORT_FEEDBACK -> end - at >= FEEDBACK_HEADER && transportFeedback(packet, at, end, count);
            case PAYLOAD_FEEDBACK -> end - at >= FEEDBACK_HEADER && payloadFeedback(packet, at, end, count);
            case EXTENDED_REPORT -> end - at >= 8 && extendedReport(packet, at, end);
            default -> true;
        };
    }

    private boolean senderReport(byte[] packet, int at, int end, int count) {
        if (end - at < 28 || !reports(packet, at + 28, end, count)) {
            return false;
        }
        long ntp = (long) get32(packet, at + 8) << 32 | get32(packet, at + 12) & 0xffff_ffffL;
        listener.senderReport(get32(packet, at + 4), ntp, get32(packet, at + 16));
        return true;
    }

    private boolean reports(byte[] packet, int from, int end, int count) {
        if (end - from < count * REPORT_BLOCK) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            int at = from + i * REPORT_BLOCK;
            int lost = get24(packet, at + 5) << 8 >> 8;
            listener.report(get32(packet, at), get8(packet, at + 4), lost, get32(packet, at + 8),
                get32(packet, at + 12), get32(packet, at + 16), get32(packet, at + 20));
        }
        return true;
    }

    private boolean extendedReport(byte[] packet, int at, int end) {
        int next;
        for (int block = at + 8; block < end; block = next) {
            next = end - block < 4 ? Integer.MAX_VALUE : block + size(packet, block);
            if (next > end) {
                return false;
            }
            if (get8(packet, block) == REFERENCE_TIME) {
                if (next - block != 12) {
                    return false;
                }
                listener.referenceTime(get32(packet, at + 4), get32(packet, block + 6));
            } else if (get8(packet, block) == DELAY_SINCE_REFERENCE && !delays(packet, block + 4, next)) {
                return false;
            }
        }
        return true;
    }

    private boolean delays(byte[] packet, int from, int end) {
        if ((end - from) % 12 != 0) {
            return false;
        }
        for (int at = from; at < end; at += 12) {
            listener.delaySinceReference(get32(packet, at), get32(packet, at + 4), get32(packet, at + 8));
        }
        return true;
    }

    private boolean bye(byte[] packet, int from, int end, int count) {
        if (end - from < count * 4) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            listener.bye(get32(packet, from + i * 4));
        }
        return true;
    }

    private boolean transportFeedback(byte[] packet, int at, int end, int format) {
        if (format == TRANSPORT_WIDE) {
            return transportFeedback.read(packet, at + FEEDBACK_HEADER, end);
        }
        if (format != NACK) {
            return true;
        }
        if ((end - at) % 4 != 0 || end - at == FEEDBACK_HEADER) {
            return false;
        }
        int ssrc = get32(packet, at + 8);
        for (int item = at + FEEDBACK_HEADER; item < end; item += 4) {
            int sequence = get16(packet, item);
            listener.nack(ssrc, sequence);
            for (int following = get16(packet, item + 2), i = 1; following != 0; following >>= 1, i++) {
                if ((following & 1) != 0) {
                    listener.nack(ssrc, sequence + i & 0xffff);
                }
            }
        }
        return true;
    }

    private boolean payloadFeedback(byte[] packet, int at, int end, int format) {
        int items = at + FEEDBACK_HEADER;
        switch (format) {
            case PLI -> listener.pictureLoss(get32(packet, at + 8));
            case FIR -> {
                if (items == end || (end - items) % 8 != 0) {
                    return false;
                }
                for (int item = items; item < end; item += 8) {
                    listener.fullPicture(get32(packet, at + 4), get32(packet, item), get8(packet, item + 4));
                }
            }
            case APPLICATION -> {
                return end - items < 4 || get32(packet, items) != REMB || remb(packet, items + 4, end);
            }
            default -> {
                // Slice loss, reference picture selection and others that were not offered.
            }
        }
        return true;
    }

    private boolean remb(byte[] packet, int at, int end) {
        if (end - at < 4 || end - at < 4 + get8(packet, at) * 4) {
            return false;
        }
        int exponent = get8(packet, at + 1) >> 2;
        long mantissa = get24(packet, at + 1) & 0x3_ffff;
        long bits = Long.numberOfLeadingZeros(mantissa) <= exponent ? Long.MAX_VALUE : mantissa << exponent;
        for (int i = 0; i < get8(packet, at); i++) {
            listener.bitrate(get32(packet, at + 4 + i * 4), bits);
        }
        return true;
    }
}
