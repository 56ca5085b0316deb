package flathead.webrtc.rtp.internal.receive;

import flathead.webrtc.rtp.internal.rtp.Bytes;
import java.util.Arrays;

/** RTP packets made by hand. */
final class Packets {
    static final int SSRC = 0x1111;

    private Packets() {
    }

    static byte[] packet(int type, int sequence, int timestamp, int ssrc, boolean marker, byte[] payload) {
        byte[] packet = new byte[12 + payload.length];
        packet[0] = (byte) 0x80;
        packet[1] = (byte) ((marker ? 0x80 : 0) | type);
        Bytes.put16(packet, 2, sequence);
        Bytes.put32(packet, 4, timestamp);
        Bytes.put32(packet, 8, ssrc);
        System.arraycopy(payload, 0, packet, 12, payload.length);
        return packet;
    }

    static byte[] media(int sequence, int timestamp, boolean marker, byte[] payload) {
        return packet(Link.MEDIA, sequence, timestamp, SSRC, marker, payload);
    }

    static byte[] stap(byte[]... units) {
        byte[] payload = {24};
        for (byte[] unit : units) {
            int at = payload.length;
            payload = Arrays.copyOf(payload, at + 2 + unit.length);
            Bytes.put16(payload, at, unit.length);
            System.arraycopy(unit, 0, payload, at + 2, unit.length);
        }
        return payload;
    }

    /** Part of a NAL unit: from one byte behind its header to another. */
    static byte[] fragment(byte[] unit, int from, int to) {
        byte[] payload = new byte[2 + to - from];
        payload[0] = (byte) (unit[0] & 0xe0 | 28);
        payload[1] = (byte) ((from == 1 ? 0x80 : 0) | (to == unit.length ? 0x40 : 0) | unit[0] & 31);
        System.arraycopy(unit, from, payload, 2, to - from);
        return payload;
    }
}
