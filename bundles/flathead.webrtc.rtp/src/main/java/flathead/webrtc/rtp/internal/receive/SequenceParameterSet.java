package flathead.webrtc.rtp.internal.receive;

/**
 * What a sequence parameter set (ITU-T H.264, 7.3.2.1.1) says of the pictures' size.
 *
 * @param id 0 to 31
 * @param width in pixels, after cropping
 * @param height in pixels, after cropping
 */
record SequenceParameterSet(int id, int width, int height) {
    private static final int MOST_MACROBLOCKS = 1_024;

    /** Reads one from its NAL header on; null if it is malformed or beyond any level. */
    static SequenceParameterSet read(byte[] data, int from, int length) {
        BitReader bits = new BitReader(data, from + 1, from + length);
        int profile = bits.bits(8);
        bits.bits(16);
        int id = bits.unsigned();
        int chroma = 1;
        boolean separate = false;
        if (high(profile)) {
            chroma = bits.unsigned();
            separate = chroma == 3 && bits.bit() == 1;
            bits.unsigned();
            bits.unsigned();
            bits.bit();
            if (bits.bit() == 1) {
                scalingLists(bits, chroma == 3 ? 12 : 8);
            }
        }
        bits.unsigned();
        pictureOrder(bits);
        bits.unsigned();
        bits.bit();
        int across = bits.unsigned() + 1;
        int units = bits.unsigned() + 1;
        int fields = 2 - bits.bit();
        if (fields == 2) {
            bits.bit();
        }
        bits.bit();
        int horizontal = 0;
        int vertical = 0;
        if (bits.bit() == 1) {
            boolean planes = chroma != 0 && !separate;
            int stepX = planes && chroma != 3 ? 2 : 1;
            int stepY = fields * (planes && chroma == 1 ? 2 : 1);
            horizontal = stepX * (bits.unsigned() + bits.unsigned());
            vertical = stepY * (bits.unsigned() + bits.unsigned());
        }
        if (bits.exhausted() || id > 31 || chroma > 3 || across < 1 || across > MOST_MACROBLOCKS || units < 1
            || units > MOST_MACROBLOCKS) {
            return null;
        }
        int width = across * 16 - horizontal;
        int height = units * fields * 16 - vertical;
        return horizontal < 0 || vertical < 0 || width < 1 || height < 1 ? null
            : new SequenceParameterSet(id, width, height);
    }

    /** The profiles that say more (7.3.2.1.1). */
    private static boolean high(int profile) {
        return switch (profile) {
            case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
            default -> false;
        };
    }

    private static void scalingLists(BitReader bits, int lists) {
        for (int list = 0; list < lists; list++) {
            if (bits.bit() == 0) {
                continue;
            }
            int last = 8;
            int next = 8;
            for (int i = 0; i < (list < 6 ? 16 : 64); i++) {
                if (next != 0) {
                    next = last + bits.signed() & 0xff;
                }
                last = next == 0 ? last : next;
            }
        }
    }

    private static void pictureOrder(BitReader bits) {
        int type = bits.unsigned();
        if (type == 0) {
            bits.unsigned();
        } else if (type == 1) {
            bits.bit();
            bits.signed();
            bits.signed();
            int cycle = bits.unsigned();
            for (int i = 0; i < cycle && !bits.exhausted(); i++) {
                bits.signed();
            }
        }
    }
}
