package flathead.webrtc.rtp.internal.rtp;

import static flathead.webrtc.rtp.internal.rtp.Bytes.get16;
import static flathead.webrtc.rtp.internal.rtp.Bytes.get24;
import static flathead.webrtc.rtp.internal.rtp.Bytes.get8;

/**
 * Reads a transport-wide congestion control feedback message (draft-holmer-rmcat-transport-wide-cc-extensions-01,
 * section 3.1): first all of it is checked, then it is told.
 */
final class TransportFeedbackReader {
    /** A report ten times a second stays below this at 80,000 packets a second; run lengths could claim far more. */
    static final int MAX_STATUSES = 8_192;

    private static final int HEADER = 8;
    private static final int SMALL = 1;
    private static final int LARGE = 2;
    private static final long REFERENCE_MICROS = 64_000;
    private static final long DELTA_MICROS = 250;

    private final RtcpListener listener;
    private int statuses;
    private int chunk;
    private int symbol;

    TransportFeedbackReader(RtcpListener listener) {
        this.listener = listener;
    }

    /** A new RTCP packet; its messages share one allowance of statuses. */
    void packetBegins() {
        statuses = 0;
    }

    /** Reads what follows the feedback message's common header; false if it is malformed. */
    boolean read(byte[] packet, int at, int end) {
        if (end - at < HEADER) {
            return false;
        }
        int count = get16(packet, at + 2);
        statuses += count;
        if (count == 0 || statuses > MAX_STATUSES) {
            return false;
        }
        int deltas = deltasAt(packet, at + HEADER, end, count);
        if (deltas < 0) {
            return false;
        }
        tell(packet, at, deltas, count);
        return true;
    }

    /** Where the deltas begin, -1 if statuses or deltas do not fit or are of the reserved kind. */
    private int deltasAt(byte[] packet, int chunks, int end, int count) {
        int needed = 0;
        int at = chunks;
        for (int left = count; left > 0; at += 2) {
            if (end - at < 2) {
                return -1;
            }
            open(packet, at);
            int here = Math.min(left, length());
            for (int i = 0; i < here; i++) {
                int status = status(i);
                if (status > LARGE) {
                    return -1;
                }
                needed += status;
            }
            left -= here;
        }
        return end - at < needed ? -1 : at;
    }

    private void tell(byte[] packet, int from, int deltas, int count) {
        int sequence = get16(packet, from);
        long micros = (get24(packet, from + 4) << 8 >> 8) * REFERENCE_MICROS;
        int at = from + HEADER;
        int delta = deltas;
        for (int left = count; left > 0; at += 2) {
            open(packet, at);
            int here = Math.min(left, length());
            for (int i = 0; i < here; i++) {
                int status = status(i);
                if (status == 0) {
                    listener.missing(sequence);
                } else {
                    int ticks = status == SMALL ? get8(packet, delta) : (short) get16(packet, delta);
                    micros += ticks * DELTA_MICROS;
                    listener.arrived(sequence, micros);
                }
                delta += status;
                sequence = sequence + 1 & 0xffff;
            }
            left -= here;
        }
        listener.transportFeedbackEnded();
    }

    private void open(byte[] packet, int at) {
        chunk = get16(packet, at);
        symbol = chunk >> 13 & 3;
    }

    /** How many statuses the open chunk has: a run's length, 14 of one bit, or 7 of two bits. */
    private int length() {
        if ((chunk & 0x8000) == 0) {
            return chunk & 0x1fff;
        }
        return (chunk & 0x4000) == 0 ? 14 : 7;
    }

    /** Status {@code index} of the open chunk; its number is also its delta's length in bytes. */
    private int status(int index) {
        if ((chunk & 0x8000) == 0) {
            return symbol;
        }
        return (chunk & 0x4000) == 0 ? chunk >> 13 - index & 1 : chunk >> 12 - 2 * index & 3;
    }
}
