package flathead.recorder.internal;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What stands before the first slice of a keyframe (H.264, annex B): the parameter sets by which it is decoded. Of what
 * it finds it looks at nothing but the types of NAL units.
 */
final class ParameterSets {
    private static final int SEQUENCE = 7;
    private static final int PICTURE = 8;
    private static final int DELIMITER = 9;
    private static final int TYPE = 31;
    private static final int START_CODE = 3;

    private byte[] sets = {};
    private int rest;

    /**
     * Reads an access unit.
     *
     * @return whether it begins with other sets than {@link #bytes()} was; one without any has those from before
     */
    boolean changedBy(ByteBuffer unit, int size) {
        int begin = -1;
        int end = 0;
        int at = next(unit, 0, size);
        while (at < size) {
            int type = unit.get(at + START_CODE) & TYPE;
            int next = next(unit, at + START_CODE, size);
            if (type == SEQUENCE || type == PICTURE) {
                begin = begin < 0 ? at : begin;
            } else if (type != DELIMITER) {
                break;
            }
            at = next;
            end = next;
        }
        rest = begin < 0 ? 0 : end;
        if (begin < 0 || same(unit, begin, end)) {
            return false;
        }
        sets = new byte[end - begin];
        unit.get(begin, sets);
        return true;
    }

    private boolean same(ByteBuffer unit, int begin, int end) {
        if (end - begin != sets.length) {
            return false;
        }
        for (int i = 0; i < sets.length; i++) {
            if (unit.get(begin + i) != sets[i]) {
                return false;
            }
        }
        return true;
    }

    /** Where the next start code of three bytes is, or {@code size} if none follows. */
    private static int next(ByteBuffer unit, int from, int size) {
        for (int i = from; i + START_CODE < size; i++) {
            if (unit.get(i) == 0 && unit.get(i + 1) == 0 && unit.get(i + 2) == 1) {
                return i;
            }
        }
        return size;
    }

    /** The sets with start codes; what a file has in its head, so that its samples need not repeat it. */
    byte[] bytes() {
        return Arrays.copyOf(sets, sets.length);
    }

    /** Whether there are none yet. */
    boolean isEmpty() {
        return sets.length == 0;
    }

    /** Where the access unit that was read last goes on behind its sets. */
    int rest() {
        return rest;
    }
}
