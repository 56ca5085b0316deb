package flathead.recorder.internal;

import java.nio.ByteBuffer;

/**
 * What stands before the first slice of a keyframe (H.264, annex B): the parameter sets by which it is decoded. Of what
 * it finds it looks at the types of NAL units, and at profile and level.
 */
final class ParameterSets {
    private static final int SEQUENCE = 7;
    private static final int PICTURE = 8;
    private static final int DELIMITER = 9;
    private static final int TYPE = 31;
    private static final int START_CODE = 3;
    private static final int PROFILE_LEVEL_BYTES = 3;

    private int profileLevel = -1;
    private int begin;
    private int end;

    /**
     * Reads an access unit.
     *
     * @return whether it begins with sets of another profile or level than those before; one without any has those
     */
    boolean changedBy(ByteBuffer unit, int size) {
        int before = profileLevel;
        begin = -1;
        end = 0;
        int at = next(unit, 0, size);
        while (at < size) {
            int type = unit.get(at + START_CODE) & TYPE;
            if (type != SEQUENCE && type != PICTURE && type != DELIMITER) {
                break;
            }
            int next = next(unit, at + START_CODE, size);
            if (type != DELIMITER) {
                begin = begin < 0 ? at : begin;
                if (type == SEQUENCE && next - at > START_CODE + PROFILE_LEVEL_BYTES) {
                    profileLevel = unit.getInt(at + START_CODE) & 0xff_ffff;
                }
            }
            at = next;
            end = next;
        }
        return profileLevel != before;
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

    /** The sets of the access unit that was read last, with start codes; empty if it has none. */
    byte[] of(ByteBuffer unit) {
        byte[] sets = new byte[begin < 0 ? 0 : end - begin];
        if (sets.length > 0) {
            unit.get(begin, sets);
        }
        return sets;
    }
}
