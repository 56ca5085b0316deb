package flathead.webrtc.rtp.internal.rtp;

/** Numbers in network byte order. */
public final class Bytes {
    private Bytes() {
    }

    /** 16 bits. */
    public static void put16(byte[] to, int at, int value) {
        to[at] = (byte) (value >> 8);
        to[at + 1] = (byte) value;
    }

    /** 24 bits. */
    public static void put24(byte[] to, int at, int value) {
        to[at] = (byte) (value >> 16);
        put16(to, at + 1, value);
    }

    /** 32 bits. */
    public static void put32(byte[] to, int at, int value) {
        put16(to, at, value >> 16);
        put16(to, at + 2, value);
    }

    /** 8 bits, unsigned. */
    public static int get8(byte[] from, int at) {
        return from[at] & 0xff;
    }

    /** 16 bits, unsigned. */
    public static int get16(byte[] from, int at) {
        return get8(from, at) << 8 | get8(from, at + 1);
    }

    /** Unsigned. */
    public static int get24(byte[] from, int at) {
        return get8(from, at) << 16 | get16(from, at + 1);
    }

    /** 32 bits. */
    public static int get32(byte[] from, int at) {
        return get16(from, at) << 16 | get16(from, at + 2);
    }
}
