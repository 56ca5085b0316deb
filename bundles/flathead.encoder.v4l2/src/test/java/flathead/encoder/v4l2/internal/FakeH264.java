package flathead.encoder.v4l2.internal;

import java.io.ByteArrayOutputStream;

/** Access units that have the shape of H.264 (ITU-T H.264, 7.3) and nothing to decode in them. */
final class FakeH264 {
    private static final byte[] PPS = {0, 0, 0, 1, 0x68, (byte) 0xce, 0x38, (byte) 0x80};
    private static final int I_SLICE = 7;
    private static final int P_SLICE = 5;

    private FakeH264() {
    }

    /** SPS and PPS, with long start codes. */
    static byte[] header(int width, int height, int profile, int level) {
        Bits bits = new Bits();
        bits.put(profile, 8).put(profile == 66 ? 0xc0 : 0, 8).put(level, 8).golomb(0);
        if (profile == 100) {
            bits.golomb(1).golomb(0).golomb(0).put(0, 2);
        }
        int columns = (width + 15) / 16;
        int rows = (height + 15) / 16;
        bits.golomb(0).golomb(2).golomb(1).put(0, 1).golomb(columns - 1).golomb(rows - 1).put(3, 2);
        int right = (16 * columns - width) / 2;
        int bottom = (16 * rows - height) / 2;
        if (right + bottom > 0) {
            bits.put(1, 1).golomb(0).golomb(right).golomb(0).golomb(bottom);
        } else {
            bits.put(0, 1);
        }
        bits.put(0, 1);
        return join(unit(0x67, bits, 0), PPS);
    }

    /** A slice of {@code size} bytes or a little more. */
    static byte[] slice(boolean idr, int size) {
        Bits bits = new Bits();
        bits.golomb(0).golomb(idr ? I_SLICE : P_SLICE).golomb(0);
        return unit(idr ? 0x65 : 0x41, bits, size);
    }

    static byte[] join(byte[] first, byte[] second) {
        byte[] all = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private static byte[] unit(int head, Bits payload, int size) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0, 0, 0, 1, (byte) head});
        int zeros = 0;
        for (byte each : payload.finish()) {
            if (zeros >= 2 && (each & 255) <= 3) {
                out.write(3); // emulation prevention
                zeros = 0;
            }
            out.write(each);
            zeros = each == 0 ? zeros + 1 : 0;
        }
        while (out.size() < size) {
            out.write(0x55);
        }
        return out.toByteArray();
    }

    /** Writes bits, highest first. */
    private static final class Bits {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private int last;
        private int count;

        Bits put(int value, int bits) {
            for (int i = bits - 1; i >= 0; i--) {
                last = last << 1 | value >> i & 1;
                count++;
                if (count % 8 == 0) {
                    out.write(last);
                    last = 0;
                }
            }
            return this;
        }

        Bits golomb(int value) {
            int length = 32 - Integer.numberOfLeadingZeros(value + 1);
            return put(0, length - 1).put(value + 1, length);
        }

        byte[] finish() {
            put(1, 1);
            while (count % 8 != 0) {
                put(0, 1);
            }
            return out.toByteArray();
        }
    }
}
