package flathead.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Takes an access unit of H.264 in Annex B form apart, and reads what a test asks of its parameter sets and slices. */
public final class AnnexB {
    /** {@code nal_unit_type} of a slice of a picture that is not an IDR. */
    public static final int SLICE = 1;
    /** {@code nal_unit_type} of a slice of an IDR. */
    public static final int IDR = 5;
    /** {@code nal_unit_type} of supplemental enhancement information. */
    public static final int SEI = 6;
    /** {@code nal_unit_type} of a sequence parameter set. */
    public static final int SPS = 7;
    /** {@code nal_unit_type} of a picture parameter set. */
    public static final int PPS = 8;
    /** {@code nal_unit_type} of an access unit delimiter. */
    public static final int DELIMITER = 9;

    private AnnexB() {
    }

    /**
     * A NAL unit.
     *
     * @param bytes without start code, with emulation prevention
     */
    public record Nal(byte[] bytes) {
        /** {@code nal_unit_type}. */
        public int type() {
            return bytes[0] & 31;
        }

        /** {@code forbidden_zero_bit}. */
        public boolean forbidden() {
            return bytes[0] < 0;
        }

        private Bits payload() {
            byte[] raw = new byte[bytes.length];
            int size = 0;
            int zeros = 0;
            for (int i = 1; i < bytes.length; i++) {
                if (zeros >= 2 && bytes[i] == 3) {
                    zeros = 0;
                    continue;
                }
                zeros = bytes[i] == 0 ? zeros + 1 : 0;
                raw[size++] = bytes[i];
            }
            return new Bits(raw);
        }
    }

    /**
     * What a sequence parameter set says (H.264, 7.3.2.1.1 and annex E).
     *
     * @param profile {@code profile_idc}
     * @param constraints the eight {@code constraint_set} bits, set 0 highest
     * @param level {@code level_idc}
     * @param orderType {@code pic_order_cnt_type}; 2 means that output order is decoding order
     * @param references {@code max_num_ref_frames}
     * @param width in pixels, cropped
     * @param height in pixels, cropped
     * @param reorder {@code max_num_reorder_frames}, -1 if not said
     */
    public record Sps(int profile, int constraints, int level, int orderType, int references, int width, int height,
            int reorder) {
    }

    /** Parts a unit at its start codes; what precedes the first one is an error. */
    public static List<Nal> parse(byte[] unit) {
        List<Nal> nals = new ArrayList<>();
        int start = -1;
        int i = 0;
        while (i + 2 < unit.length) {
            if (unit[i] == 0 && unit[i + 1] == 0 && unit[i + 2] == 1) {
                if (start < 0 && (i > 1 || i == 1 && unit[0] != 0)) {
                    throw new AssertionError("the access unit does not begin with a start code");
                }
                add(nals, unit, start, i);
                start = i + 3;
                i += 3;
            } else {
                i++;
            }
        }
        if (start < 0) {
            throw new AssertionError("no start code in an access unit of " + unit.length + " bytes");
        }
        add(nals, unit, start, unit.length);
        return nals;
    }

    private static void add(List<Nal> nals, byte[] unit, int start, int end) {
        if (start < 0) {
            return;
        }
        int last = end;
        while (last > start && unit[last - 1] == 0) {
            last--;
        }
        if (last == start) {
            throw new AssertionError("an empty NAL unit");
        }
        nals.add(new Nal(Arrays.copyOfRange(unit, start, last)));
    }

    /** {@code slice_type} of a slice, 0 to 4: P, B, I, SP, SI. */
    public static int sliceType(Nal slice) {
        Bits bits = slice.payload();
        bits.unsigned();
        return bits.unsigned() % 5;
    }

    /** Reads a sequence parameter set of a baseline, main or extended profile. */
    public static Sps sps(Nal nal) {
        Bits bits = nal.payload();
        int profile = bits.read(8);
        if (profile != 66 && profile != 77 && profile != 88) {
            throw new AssertionError("profile_idc " + profile + " is not baseline, main or extended");
        }
        int constraints = bits.read(8);
        int level = bits.read(8);
        bits.unsigned();
        bits.unsigned();
        int orderType = bits.unsigned();
        if (orderType == 0) {
            bits.unsigned();
        } else if (orderType == 1) {
            throw new AssertionError("pic_order_cnt_type 1");
        }
        int references = bits.unsigned();
        bits.read(1);
        int width = 16 * (bits.unsigned() + 1);
        int heightUnits = bits.unsigned() + 1;
        boolean frames = bits.flag();
        int height = 16 * heightUnits * (frames ? 1 : 2);
        bits.read(frames ? 1 : 2);
        if (bits.flag()) {
            width -= 2 * (bits.unsigned() + bits.unsigned());
            height -= 2 * (frames ? 1 : 2) * (bits.unsigned() + bits.unsigned());
        }
        return new Sps(profile, constraints, level, orderType, references, width, height,
            bits.flag() ? reorder(bits) : -1);
    }

    private static int reorder(Bits bits) {
        if (bits.flag() && bits.read(8) == 255) {
            bits.read(32);
        }
        if (bits.flag()) {
            bits.read(1);
        }
        if (bits.flag()) {
            bits.read(4);
            if (bits.flag()) {
                bits.read(24);
            }
        }
        if (bits.flag()) {
            bits.unsigned();
            bits.unsigned();
        }
        if (bits.flag()) {
            bits.read(32);
            bits.read(32);
            bits.read(1);
        }
        boolean nal = bits.flag();
        if (nal) {
            skipHrd(bits);
        }
        boolean vcl = bits.flag();
        if (vcl) {
            skipHrd(bits);
        }
        if (nal || vcl) {
            bits.read(1);
        }
        bits.read(1);
        if (!bits.flag()) {
            return -1;
        }
        bits.read(1);
        for (int i = 0; i < 4; i++) {
            bits.unsigned();
        }
        return bits.unsigned();
    }

    private static void skipHrd(Bits bits) {
        int count = bits.unsigned() + 1;
        bits.read(8);
        for (int i = 0; i < count; i++) {
            bits.unsigned();
            bits.unsigned();
            bits.read(1);
        }
        bits.read(20);
    }

    /** Reads bits, highest first. */
    private static final class Bits {
        private final byte[] bytes;
        private int at;

        Bits(byte[] bytes) {
            this.bytes = bytes;
        }

        int read(int count) {
            int value = 0;
            for (int i = 0; i < count; i++) {
                value = value << 1 | bytes[at >> 3] >> (7 - (at & 7)) & 1;
                at++;
            }
            return value;
        }

        boolean flag() {
            return read(1) == 1;
        }

        /** Exp-Golomb. */
        int unsigned() {
            int zeros = 0;
            while (read(1) == 0) {
                zeros++;
            }
            return (1 << zeros) - 1 + read(zeros);
        }
    }
}
