package flathead.webrtc.rtp.internal.receive;

import static flathead.webrtc.rtp.internal.rtp.Bytes.get16;
import static flathead.webrtc.rtp.internal.rtp.Bytes.get32;
import static flathead.webrtc.rtp.internal.rtp.Bytes.get8;

/**
 * An RTP packet taken apart (RFC 3550, section 5.1) with the header extensions that we use, in the one-byte and the
 * two-byte form (RFC 8285). One instance serves all packets; it refers to the array that it last read.
 */
final class ReceivedPacket {
    private static final int FIXED = 12;
    private static final int ONE_BYTE_FORM = 0xbede;
    private static final int TWO_BYTE_FORM = 0x1000;
    private static final int TRANSPORT_SEQUENCE_BYTES = 2;
    private static final int CAPTURE_TIME_BYTES = 8;

    private final int transportSequenceId;
    private final int captureTimeId;
    private byte[] data;
    private int payload;
    private int payloadBytes;
    private int transportSequence;
    private boolean captureTimed;
    private long captureTime;

    /** With the numbers of the extensions, 0 for one that was not agreed on. */
    ReceivedPacket(int transportSequenceId, int captureTimeId) {
        this.transportSequenceId = transportSequenceId;
        this.captureTimeId = captureTimeId;
    }

    /** Reads a packet that begins at the array's begin; false if it is malformed. */
    boolean read(byte[] packet, int length) {
        data = packet;
        transportSequence = -1;
        captureTimed = false;
        if (length < FIXED || (packet[0] & 0xc0) != 0x80) {
            return false;
        }
        int at = FIXED + 4 * (packet[0] & 15);
        if ((packet[0] & 0x10) != 0) {
            if (at + 4 > length) {
                return false;
            }
            int end = at + 4 + 4 * get16(packet, at + 2);
            if (end > length) {
                return false;
            }
            extensions(get16(packet, at), at + 4, end);
            at = end;
        }
        int padding = (packet[0] & 0x20) != 0 ? get8(packet, length - 1) : 0;
        if (at + padding > length || padding == 0 && (packet[0] & 0x20) != 0) {
            return false;
        }
        payload = at;
        payloadBytes = length - padding - at;
        return true;
    }

    private void extensions(int form, int from, int end) {
        boolean oneByte = form == ONE_BYTE_FORM;
        if (!oneByte && (form & 0xfff0) != TWO_BYTE_FORM) {
            return;
        }
        int at = from;
        while (at < end) {
            int first = get8(data, at);
            int id = oneByte ? first >> 4 : first;
            if (id == 0) {
                at++;
                continue;
            }
            int value = at + (oneByte ? 1 : 2);
            if (oneByte && id == 15 || value > end) {
                return;
            }
            int bytes = oneByte ? (first & 15) + 1 : get8(data, at + 1);
            at = value + bytes;
            if (at <= end) {
                extension(id, value, bytes);
            }
        }
    }

    private void extension(int id, int at, int bytes) {
        if (id == transportSequenceId && bytes >= TRANSPORT_SEQUENCE_BYTES) {
            transportSequence = get16(data, at);
        } else if (id == captureTimeId && bytes >= CAPTURE_TIME_BYTES) {
            captureTimed = true;
            captureTime = (long) get32(data, at) << 32 | get32(data, at + 4) & 0xffff_ffffL;
        }
    }

    /**
     * Makes of a retransmission the packet that was lost (RFC 4588, section 4), but for its type and source.
     *
     * @return its sequence number, -1 if there is none: padding
     */
    int unwrap() {
        if (payloadBytes < 2) {
            return -1;
        }
        int original = get16(data, payload);
        payload += 2;
        payloadBytes -= 2;
        return original;
    }

    int payloadType() {
        return data[1] & 0x7f;
    }

    boolean marked() {
        return data[1] < 0;
    }

    int sequence() {
        return get16(data, 2);
    }

    int timestamp() {
        return get32(data, 4);
    }

    int ssrc() {
        return get32(data, 8);
    }

    byte[] data() {
        return data;
    }

    /** Where the payload begins. */
    int payload() {
        return payload;
    }

    /** Its length; 0 if the packet is padding only. */
    int payloadBytes() {
        return payloadBytes;
    }

    /** Transport-wide, 16 bits; -1 if the packet has none. */
    int transportSequence() {
        return transportSequence;
    }

    /** Whether the packet says when its picture was captured. */
    boolean captureTimed() {
        return captureTimed;
    }

    /** When that was: NTP time in the sender's clock, 32 bits of seconds and 32 of fraction. */
    long captureTime() {
        return captureTime;
    }
}
