package flathead.webrtc.rtp.internal.rtp;

/** Numbers in network byte order. */
final class Bytes {
    private Bytes() {
    }

    static void put16(byte[] to, int at, int value) {
        to[at] = (byte) (value >> 8);
        to[at + 1] = (byte) value;
    }

    static void put24(byte[] to, int at, int value) {
        to[at] = (byte) (value >> 16);
        put16(to, at + 1, value);
    }

    static void put32(byte[] to, int at, int value) {
        put16(to, at, value >> 16);
        put16(to, at + 2, value);
    }

    static int get8(byte[] from, int at) {
        return from[at] & 0xff;
    }

    static int get16(byte[] from, int at) {
        return get8(from, at) << 8 | get8(from, at + 1);
    }

    /** Unsigned. */
    static int get24(byte[] from, int at) {
        return get8(from, at) << 16 | get16(from, at + 1);
    }

    static int get32(byte[] from, int at) {
        return get16(from, at) << 16 | get16(from, at + 2);
    }
}
