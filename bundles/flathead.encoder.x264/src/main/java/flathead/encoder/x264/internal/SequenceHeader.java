package flathead.encoder.x264.internal;

import java.util.Map;

/**
 * What a sequence parameter set of the baseline profile says (ITU-T H.264, 7.3.2.1.1).
 *
 * @param profile {@code profile_idc}
 * @param constraints the {@code constraint_set} bits, set 0 highest
 * @param level {@code level_idc}
 * @param columns width in macroblocks of 16 pixels
 * @param rows height in macroblocks of 16 pixels
 */
record SequenceHeader(int profile, int constraints, int level, int columns, int rows) {
    /** {@code nal_unit_type} of a sequence parameter set. */
    static final int SPS = 7;
    /** {@code nal_unit_type} of a picture parameter set. */
    static final int PPS = 8;
    private static final int BASELINE = 66;
    private static final int CONSTRAINT_SET3 = 0x10;
    /** Of level 1b, which says that it is 1.1. */
    private static final int LEVEL_1B_KILOBITS = 128;
    /** Table A-1: {@code MaxBR}, units of 1000 bit/s, by {@code level_idc}. */
    private static final Map<Integer, Integer> KILOBITS = Map.ofEntries(Map.entry(10, 64), Map.entry(11, 192),
        Map.entry(12, 384), Map.entry(13, 768), Map.entry(20, 2_000), Map.entry(21, 4_000), Map.entry(22, 4_000),
        Map.entry(30, 10_000), Map.entry(31, 14_000), Map.entry(32, 20_000), Map.entry(40, 20_000),
        Map.entry(41, 50_000), Map.entry(42, 50_000), Map.entry(50, 135_000), Map.entry(51, 240_000),
        Map.entry(52, 240_000), Map.entry(60, 240_000), Map.entry(61, 480_000), Map.entry(62, 800_000));

    /**
     * Reads one.
     *
     * @param nal from the start code of four bytes on
     * @return null if it is none, or not of the baseline profile
     */
    static SequenceHeader read(byte[] nal) {
        boolean starts = nal.length > 8 && nal[0] == 0 && nal[1] == 0 && nal[2] == 0 && nal[3] == 1;
        if (!starts || (nal[4] & 31) != SPS || nal[5] != BASELINE) {
            return null;
        }
        Bits bits = new Bits(nal, 8);
        bits.golomb(); // which set
        bits.golomb(); // digits of frame_num
        if (bits.golomb() == 0) {
            bits.golomb(); // digits of the picture order count
        }
        bits.golomb(); // reference pictures
        bits.bit(); // gaps
        int columns = bits.golomb() + 1;
        int rows = bits.golomb() + 1;
        return bits.overrun() ? null : new SequenceHeader(nal[5], nal[6] & 255, nal[7] & 255, columns, rows);
    }

    /** Whether pictures of this many pixels lie in its macroblocks. */
    boolean holds(int width, int height) {
        return columns == (width + 15) / 16 && rows == (height + 15) / 16;
    }

    /** The highest rate of its level, in units of 1000 bit/s; 0 if there is no such level. */
    int maxKilobits() {
        boolean oneB = level == 11 && (constraints & CONSTRAINT_SET3) != 0;
        return oneB ? LEVEL_1B_KILOBITS : KILOBITS.getOrDefault(level, 0);
    }

    /** Reads bits, highest first; behind the end there are ones. */
    private static final class Bits {
        private final byte[] bytes;
        private int at;
        private int left = 8;

        Bits(byte[] bytes, int from) {
            this.bytes = bytes;
            this.at = from;
        }

        int bit() {
            if (left == 0) {
                at++;
                left = 8;
                if (at < bytes.length && bytes[at] == 3 && bytes[at - 1] == 0 && bytes[at - 2] == 0) {
                    at++; // emulation prevention
                }
            }
            left--;
            return overrun() ? 1 : bytes[at] >> left & 1;
        }

        int golomb() {
            int zeros = 0;
            while (bit() == 0) {
                zeros++;
            }
            int value = 1;
            for (int i = 0; i < zeros; i++) {
                value = value << 1 | bit();
            }
            return value - 1;
        }

        boolean overrun() {
            return at >= bytes.length;
        }
    }
}
