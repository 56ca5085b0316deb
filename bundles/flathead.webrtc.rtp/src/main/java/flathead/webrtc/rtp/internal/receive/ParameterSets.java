package flathead.webrtc.rtp.internal.receive;

import java.nio.ByteBuffer;

/**
 * The parameter sets that arrived last, by their number, to be put before an IDR that comes without: so the stream
 * keeps its contract, whatever its sender does. Those in a description come in here too.
 */
final class ParameterSets {
    static final int SPS = 7;
    static final int PPS = 8;

    private static final int MOST_BYTES = 1_024;
    private static final int SPS_IDS = 32;
    /** Some encoders take the next number for each keyframe. */
    private static final int PPS_IDS = 256;
    private static final int START_CODE = 4;

    private final byte[][] sets = new byte[SPS_IDS + PPS_IDS][];
    private final int[] lengths = new int[SPS_IDS + PPS_IDS];
    private final SequenceParameterSet[] sequences = new SequenceParameterSet[SPS_IDS];
    private final BitReader bits = new BitReader();
    private SequenceParameterSet active;

    /**
     * Takes one, from its NAL header on.
     *
     * @return false if it is malformed
     */
    boolean take(byte[] data, int from, int length) {
        if (length < 2 || length > MOST_BYTES) {
            return false;
        }
        if ((data[from] & 31) == SPS) {
            return takeSequence(data, from, length);
        }
        int id = bits.read(data, from + 1, from + length).unsigned();
        if (bits.exhausted() || id >= PPS_IDS) {
            return false;
        }
        if (!same(SPS_IDS + id, data, from, length)) {
            keep(SPS_IDS + id, data, from, length);
        }
        return true;
    }

    private boolean takeSequence(byte[] data, int from, int length) {
        // The same again, which is the rule, is not read anew: that would allocate.
        for (int id = 0; id < SPS_IDS; id++) {
            if (same(id, data, from, length)) {
                active = sequences[id];
                return true;
            }
        }
        SequenceParameterSet read = SequenceParameterSet.read(data, from, length);
        if (read == null) {
            return false;
        }
        active = read;
        sequences[read.id()] = read;
        keep(read.id(), data, from, length);
        return true;
    }

    /**
     * A keyframe refers to its parameter sets: several may have come before it. Without an effect if that one is
     * missing.
     *
     * @param slice holds the payload of an IDR slice, behind its NAL header
     */
    void refer(byte[] slice, int from, int end) {
        bits.read(slice, from, end).unsigned();
        bits.unsigned();
        int place = SPS_IDS + bits.unsigned();
        if (bits.exhausted() || place >= sets.length || lengths[place] == 0) {
            return;
        }
        bits.read(sets[place], 1, lengths[place]).unsigned();
        int id = bits.unsigned();
        if (id < SPS_IDS && sequences[id] != null) {
            active = sequences[id];
        }
    }

    private boolean same(int place, byte[] data, int from, int length) {
        return sets[place] != null && lengths[place] == length
            && java.util.Arrays.equals(sets[place], 0, length, data, from, from + length);
    }

    private void keep(int place, byte[] data, int from, int length) {
        if (sets[place] == null) {
            sets[place] = new byte[MOST_BYTES];
        }
        System.arraycopy(data, from, sets[place], 0, length);
        lengths[place] = length;
    }

    /** The one of the last keyframe, else that which arrived last; null before the first. */
    SequenceParameterSet active() {
        return active;
    }

    /** Whether there is at least one of both kinds. */
    boolean complete() {
        return active != null && bytes(SPS_IDS, sets.length) > 0;
    }

    /** How many bytes {@link #write} takes. */
    int bytes(boolean sps, boolean pps) {
        return (sps ? bytes(0, SPS_IDS) : 0) + (pps ? bytes(SPS_IDS, sets.length) : 0);
    }

    private int bytes(int from, int until) {
        int bytes = 0;
        for (int i = from; i < until; i++) {
            bytes += lengths[i] == 0 ? 0 : START_CODE + lengths[i];
        }
        return bytes;
    }

    /** Writes those of the kinds asked for in Annex B form; answers where they end. */
    int write(ByteBuffer out, int at, boolean sps, boolean pps) {
        int end = sps ? write(out, at, 0, SPS_IDS) : at;
        return pps ? write(out, end, SPS_IDS, sets.length) : end;
    }

    private int write(ByteBuffer out, int from, int first, int until) {
        int at = from;
        for (int i = first; i < until; i++) {
            if (lengths[i] > 0) {
                out.putInt(at, 1);
                out.put(at + START_CODE, sets[i], 0, lengths[i]);
                at += START_CODE + lengths[i];
            }
        }
        return at;
    }
}
