package flathead.webrtc.rtp.internal.rtp;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** An RTP packet taken apart, written anew from RFC 3550 and RFC 8285 for the tests. */
record RtpPacket(int payloadType, boolean marker, int sequence, int timestamp, int ssrc,
        Map<Integer, byte[]> extensions, byte[] payload, byte[] whole) {

    static RtpPacket parse(byte[] buffer, int length) {
        byte[] p = Arrays.copyOf(buffer, length);
        if ((p[0] & 0xc0) != 0x80 || (p[0] & 0x2f) != 0) {
            throw new AssertionError("version, padding or CSRC count: " + Integer.toHexString(p[0]));
        }
        Map<Integer, byte[]> extensions = new TreeMap<>();
        int at = 12;
        if ((p[0] & 0x10) != 0) {
            if (u16(p, 12) != 0xbede) {
                throw new AssertionError("extension form " + Integer.toHexString(u16(p, 12)));
            }
            int end = 16 + 4 * u16(p, 14);
            for (int i = 16; i < end; ) {
                if (p[i] == 0) {
                    i++;
                    continue;
                }
                int size = (p[i] & 15) + 1;
                byte[] value = Arrays.copyOfRange(p, i + 1, i + 1 + size);
                if (extensions.put(p[i] >> 4 & 15, value) != null || i + size >= end) {
                    throw new AssertionError("extensions overlap");
                }
                i += 1 + size;
            }
            at = end;
        }
        int timestamp = u16(p, 4) << 16 | u16(p, 6);
        int ssrc = u16(p, 8) << 16 | u16(p, 10);
        return new RtpPacket(p[1] & 0x7f, p[1] < 0, u16(p, 2), timestamp, ssrc, extensions,
            Arrays.copyOfRange(p, at, length), p);
    }

    private static int u16(byte[] p, int at) {
        return (p[at] & 0xff) << 8 | p[at + 1] & 0xff;
    }

    int originalSequence() {
        return u16(payload, 0);
    }

    /** The media packet inside a retransmission (RFC 4588, section 4). */
    RtpPacket unwrapped(int mediaPayloadType, int mediaSsrc) {
        return new RtpPacket(mediaPayloadType, marker, originalSequence(), timestamp, mediaSsrc, extensions,
            Arrays.copyOfRange(payload, 2, payload.length), whole);
    }
}
