package flathead.webrtc.rtp.internal.receive;

/**
 * Reads the bits of a NAL unit's payload (ITU-T H.264, 7.2 and 9.1), without the bytes that prevent start codes. Behind
 * the end there are zeros, and {@link #exhausted()} tells.
 */
final class BitReader {
    private byte[] data;
    private int end;
    private int at;
    private int bit;
    private int zeros;
    private boolean exhausted;

    /** With nothing to read. */
    BitReader() {
    }

    BitReader(byte[] data, int from, int end) {
        read(data, from, end);
    }

    /** Begins anew with other bytes. */
    BitReader read(byte[] other, int from, int until) {
        data = other;
        at = from;
        end = until;
        bit = 0;
        zeros = 0;
        exhausted = false;
        return this;
    }

    int bit() {
        if (at >= end) {
            exhausted = true;
            return 0;
        }
        int value = data[at] >> 7 - bit & 1;
        if (++bit == 8) {
            bit = 0;
            zeros = data[at++] == 0 ? zeros + 1 : 0;
            if (zeros >= 2 && at < end && data[at] == 3) {
                at++;
                zeros = 0;
            }
        }
        return value;
    }

    int bits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    /** ue(v), at most 2^31 - 1. */
    int unsigned() {
        int leading = 0;
        while (bit() == 0) {
            if (++leading > 30 || exhausted) {
                exhausted = true;
                return 0;
            }
        }
        return (1 << leading) - 1 + bits(leading);
    }

    /** se(v). */
    int signed() {
        int code = unsigned();
        return (code & 1) == 0 ? -(code >> 1) : (code >> 1) + 1;
    }

    /** Whether more was read than there is, or what cannot be. */
    boolean exhausted() {
        return exhausted;
    }
}
