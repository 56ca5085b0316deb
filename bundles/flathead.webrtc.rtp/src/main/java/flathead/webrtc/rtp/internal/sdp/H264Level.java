package flathead.webrtc.rtp.internal.sdp;

import flathead.api.MediaException;

/** The levels of ITU-T H.264, table A-1: how large, how fast and how many bits a decoder must be able to take. */
public enum H264Level {
    /** Level 1. */
    L1(10, 1_485, 99, 64),
    /** Level 1b: signalled in the Baseline profile as 1.1 with constraint_set3_flag. */
    L1_B(11, 1_485, 99, 128),
    /** Level 1.1. */
    L1_1(11, 3_000, 396, 192),
    /** Level 1.2. */
    L1_2(12, 6_000, 396, 384),
    /** Level 1.3. */
    L1_3(13, 11_880, 396, 768),
    /** Level 2. */
    L2(20, 11_880, 396, 2_000),
    /** Level 2.1. */
    L2_1(21, 19_800, 792, 4_000),
    /** Level 2.2. */
    L2_2(22, 20_250, 1_620, 4_000),
    /** Level 3. */
    L3(30, 40_500, 1_620, 10_000),
    /** Level 3.1. */
    L3_1(31, 108_000, 3_600, 14_000),
    /** Level 3.2. */
    L3_2(32, 216_000, 5_120, 20_000),
    /** Level 4. */
    L4(40, 245_760, 8_192, 20_000),
    /** Level 4.1. */
    L4_1(41, 245_760, 8_192, 50_000),
    /** Level 4.2. */
    L4_2(42, 522_240, 8_704, 50_000),
    /** Level 5. */
    L5(50, 589_824, 22_080, 135_000),
    /** Level 5.1. */
    L5_1(51, 983_040, 36_864, 240_000),
    /** Level 5.2. */
    L5_2(52, 2_073_600, 36_864, 240_000),
    /** Level 6. */
    L6(60, 4_177_920, 139_264, 240_000),
    /** Level 6.1. */
    L6_1(61, 8_355_840, 139_264, 480_000),
    /** Level 6.2. */
    L6_2(62, 16_711_680, 139_264, 800_000);

    private static final H264Level[] ALL = values();
    /** Table A-1 gives MaxBR in units of 1200 bit/s for the NAL units of the Baseline profile (cpbBrNalFactor). */
    private static final int BITS_A_UNIT = 1_200;

    private final int idc;
    private final int macroblocksPerSecond;
    private final int macroblocks;
    private final int bitrateUnits;

    H264Level(int idc, int macroblocksPerSecond, int macroblocks, int bitrateUnits) {
        this.idc = idc;
        this.macroblocksPerSecond = macroblocksPerSecond;
        this.macroblocks = macroblocks;
        this.bitrateUnits = bitrateUnits;
    }

    /**
     * The lowest level that allows these pictures.
     *
     * @param width in pixels, positive
     * @param height in pixels, positive
     * @param fps pictures a second, positive
     * @param bitsPerSecond peak rate, positive
     * @throws MediaException if no level does
     */
    public static H264Level of(int width, int height, int fps, int bitsPerSecond) throws MediaException {
        for (H264Level level : ALL) {
            if (level != L1_B && level.allows(width, height, fps, bitsPerSecond)) {
                return level;
            }
        }
        throw new MediaException("no H.264 level allows " + width + "x" + height + " at " + fps + " pictures and "
            + bitsPerSecond + " bits a second; the highest, " + L6_2 + ", allows " + L6_2.limits());
    }

    /** Whether a stream of this level may be like that. */
    public boolean allows(int width, int height, int fps, int bitsPerSecond) {
        long across = (width + 15) >> 4;
        long down = (height + 15) >> 4;
        long frame = across * down;
        // A.3.1 g and h: neither side may exceed sqrt(8 * MaxFS) macroblocks.
        return frame <= macroblocks && across * across <= 8L * macroblocks && down * down <= 8L * macroblocks
            && frame * fps <= macroblocksPerSecond && bitsPerSecond <= (long) bitrateUnits * BITS_A_UNIT;
    }

    /** What it allows, for a message. */
    public String limits() {
        return macroblocks + " macroblocks of 16x16 a picture, " + macroblocksPerSecond + " a second and "
            + (long) bitrateUnits * BITS_A_UNIT + " bits a second";
    }

    /** The parameter profile-level-id of RFC 6184 for the Constrained Baseline profile at this level. */
    public String constrainedBaseline() {
        String profile = this == L1_B ? "42f0" : "42e0";
        return profile + Character.forDigit(idc >> 4, 16) + Character.forDigit(idc & 15, 16);
    }

    /** The level that a profile-level-id of six hexadecimal digits names; null if it is not that or names none. */
    public static H264Level ofProfileLevelId(String text) {
        int id = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) < 128 ? Character.digit(text.charAt(i), 16) : -1;
            if (text.length() != 6 || digit < 0) {
                return null;
            }
            id = id << 4 | digit;
        }
        int profile = id >> 16;
        int idc = id & 0xff;
        boolean hasConstraint3 = profile == 0x42 || profile == 0x4d || profile == 0x58;
        if (idc == 9 || idc == L1_B.idc && hasConstraint3 && (id & 0x1000) != 0) {
            return L1_B;
        }
        for (H264Level level : ALL) {
            if (level != L1_B && level.idc == idc) {
                return level;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return this == L1_B ? "1b" : idc / 10 + (idc % 10 == 0 ? "" : "." + idc % 10);
    }
}
