package flathead.decoder.software.internal;

import java.nio.ByteBuffer;

/**
 * Reads the bits of a NAL unit (ITU-T H.264, 7.2 and 9.1) and leaves out its emulation prevention bytes. Past the end
 * there are zeros. Not thread-safe; aimed again and again, so that none is made for a picture.
 */
final class Bits {
    private ByteBuffer data;
    private int at;
    private int end;
    private int zeros;
    private int current;
    private int left;

    /** Starts at the byte {@code from}. */
    void aim(ByteBuffer bytes, int from, int to) {
        data = bytes;
        at = from;
        end = to;
        zeros = 0;
        left = 0;
    }

    /** The next {@code count} bits, 0 to 32. */
    int read(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            if (left == 0) {
                nextByte();
            }
            value = value << 1 | current >>> --left & 1;
        }
        return value;
    }

    private void nextByte() {
        left = 8;
        current = at < end ? data.get(at++) & 255 : 0;
        if (zeros >= 2 && current == 3) {
            zeros = 0;
            current = at < end ? data.get(at++) & 255 : 0;
        }
        zeros = current == 0 ? zeros + 1 : 0;
    }

    boolean flag() {
        return read(1) != 0;
    }

    /** An unsigned number in Exp-Golomb code; a signed one is as long. */
    int golomb() {
        int prefix = 0;
        while (prefix < 31 && !flag()) {
            prefix++;
        }
        return (1 << prefix) - 1 + read(prefix);
    }
}
