package flathead.webrtc.rtp.internal.rtp;

import java.nio.ByteBuffer;

/**
 * The NAL units of one access unit in Annex B form (ITU-T H.264, B.1): where each lies. What a decoder does not need is
 * left out: access unit delimiters, filler data, empty units. Made once, used for every access unit.
 */
final class NalUnits {
    /** More than the rows of macroblocks of the highest level, each a slice, with what else comes. */
    static final int MAX_UNITS = 1_024;

    private static final int DELIMITER = 9;
    private static final int FILLER = 12;
    private static final int FIRST_AGGREGATE = 24;
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long TOPS = 0x8080_8080_8080_8080L;

    private final int[] offsets = new int[MAX_UNITS];
    private final int[] lengths = new int[MAX_UNITS];
    private int count;

    /**
     * Finds the units in the first {@code size} bytes of {@code data}.
     *
     * @return false if this is not an access unit in Annex B form, or has none or too many units to send
     */
    boolean scan(ByteBuffer data, int size) {
        count = 0;
        int code = startCode(data, 0, size);
        if (code < 0 || !zeros(data, code)) {
            return false;
        }
        while (code < size) {
            int from = code + 3;
            int next = startCode(data, from, size);
            code = next < 0 ? size : next;
            if (!add(data, from, code)) {
                return false;
            }
        }
        return count > 0;
    }

    private boolean add(ByteBuffer data, int from, int until) {
        int end = until;
        while (end > from && data.get(end - 1) == 0) {
            end--;
        }
        if (end == from) {
            return true;
        }
        int header = data.get(from);
        int type = header & 31;
        if (type == DELIMITER || type == FILLER) {
            return true;
        }
        // A forbidden bit or a type that RFC 6184 uses for itself would be misread at the other end.
        if (header < 0 || type == 0 || type >= FIRST_AGGREGATE || count == MAX_UNITS) {
            return false;
        }
        offsets[count] = from;
        lengths[count++] = end - from;
        return true;
    }

    private static boolean zeros(ByteBuffer data, int until) {
        for (int i = 0; i < until; i++) {
            if (data.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Index of the next 00 00 01 at or after {@code from}, -1 if there is none. */
    private static int startCode(ByteBuffer data, int from, int size) {
        int i = from;
        int last = size - 3;
        while (i <= last) {
            // Eight bytes at once: no zero among them means that no start code begins there.
            if (i + 8 <= size) {
                long word = data.getLong(i);
                if (((word - ONES) & ~word & TOPS) == 0) {
                    i += 8;
                    continue;
                }
            }
            int until = Math.min(i + 8, last + 1);
            for (; i < until; i++) {
                if (data.get(i) == 0 && data.get(i + 1) == 0 && data.get(i + 2) == 1) {
                    return i;
                }
            }
        }
        return -1;
    }

    int count() {
        return count;
    }

    int offset(int unit) {
        return offsets[unit];
    }

    int length(int unit) {
        return lengths[unit];
    }
}
