package flathead.webrtc.rtp.internal.receive;

import static flathead.webrtc.rtp.internal.rtp.Bytes.get16;

import java.nio.ByteBuffer;

/**
 * Makes an access unit in Annex B form of the RTP packets that carry it (RFC 6184, packetization modes 0 and 1: single
 * NAL units, STAP-A, FU-A). First it is measured, then written. What a decoder does not need is left out: access unit
 * delimiters and filler data.
 */
final class Depacketizer {
    private static final int IDR = 5;
    private static final int LAST_SLICE = 5;
    private static final int DELIMITER = 9;
    private static final int FILLER = 12;
    private static final int STAP_A = 24;
    private static final int FU_A = 28;
    private static final int FU_START = 0x80;
    private static final int FU_END = 0x40;
    private static final int START_CODE = 4;

    private final PacketWindow window;
    private final ParameterSets sets;
    private ByteBuffer out;
    private int size;
    private boolean idr;
    private boolean slices;
    private boolean hasSps;
    private boolean hasPps;
    private boolean inFragment;
    private boolean skipping;

    Depacketizer(PacketWindow window, ParameterSets sets) {
        this.window = window;
        this.sets = sets;
    }

    /**
     * Measures the access unit in the packets from one up to another, exclusive, which are all there, and takes note of
     * its parameter sets.
     *
     * @return false if it is not what RFC 6184 allows, or a parameter set is malformed
     */
    boolean measure(long from, long until) {
        out = null;
        idr = false;
        slices = false;
        hasSps = false;
        hasPps = false;
        return walk(from, until, 0);
    }

    /** Whether the measured access unit has anything of a picture, not parameter sets alone. */
    boolean hasSlices() {
        return slices;
    }

    /** Whether it is one that decoding can start at. */
    boolean keyframe() {
        return idr;
    }

    /** The length of what {@link #write} writes. */
    int size() {
        return size + (idr ? sets.bytes(!hasSps, !hasPps) : 0);
    }

    /** Writes the measured access unit; an IDR without parameter sets gets the last that there were. */
    void write(long from, long until, ByteBuffer to) {
        int at = idr ? sets.write(to, 0, !hasSps, !hasPps) : 0;
        out = to;
        walk(from, until, at);
        out = null;
    }

    private boolean walk(long from, long until, int start) {
        size = start;
        inFragment = false;
        for (long number = from; number < until; number++) {
            if (window.length(number) > 0 && !packet(window.payload(number), window.length(number))) {
                return false;
            }
        }
        return !inFragment;
    }

    private boolean packet(byte[] payload, int length) {
        int type = payload[0] & 31;
        if (type == FU_A) {
            return fragment(payload, length);
        }
        if (inFragment) {
            return false;
        }
        return type == STAP_A ? aggregate(payload, length) : unit(payload, 0, length);
    }

    private boolean aggregate(byte[] payload, int length) {
        int at = 1;
        while (at < length) {
            if (at + 2 > length) {
                return false;
            }
            int bytes = get16(payload, at);
            at += 2;
            if (bytes == 0 || at + bytes > length || !unit(payload, at, bytes)) {
                return false;
            }
            at += bytes;
        }
        return length > 1;
    }

    private boolean unit(byte[] payload, int from, int length) {
        int header = payload[from];
        if (header < 0 || !begins(header & 31)) {
            return false;
        }
        if (out == null && isSet(header & 31) && !sets.take(payload, from, length)) {
            return false;
        }
        if (out == null && (header & 31) == IDR) {
            sets.refer(payload, from + 1, from + length);
        }
        if (!skipping) {
            startCode();
            append(payload, from, length);
        }
        return true;
    }

    private static boolean isSet(int type) {
        return type == ParameterSets.SPS || type == ParameterSets.PPS;
    }

    /** A NAL unit of this type begins; false if it must not be there. */
    private boolean begins(int type) {
        if (type == 0 || type >= STAP_A) {
            return false;
        }
        skipping = type == DELIMITER || type == FILLER;
        idr |= type == IDR;
        slices |= type <= LAST_SLICE;
        hasSps |= type == ParameterSets.SPS;
        hasPps |= type == ParameterSets.PPS;
        return true;
    }

    private boolean fragment(byte[] payload, int length) {
        if (length < 3) {
            return false;
        }
        boolean start = (payload[1] & FU_START) != 0;
        boolean end = (payload[1] & FU_END) != 0;
        if (start == inFragment || start && end || payload[0] < 0) {
            return false;
        }
        int type = payload[1] & 31;
        if (start) {
            // A parameter set in fragments would be larger than a packet: no encoder makes one.
            if (isSet(type) || !begins(type)) {
                return false;
            }
            if (out == null && type == IDR) {
                sets.refer(payload, 2, length);
            }
            if (!skipping) {
                startCode();
                if (out != null) {
                    out.put(size, (byte) (payload[0] & 0xe0 | type));
                }
                size++;
            }
        }
        inFragment = !end;
        if (!skipping) {
            append(payload, 2, length - 2);
        }
        return true;
    }

    private void startCode() {
        if (out != null) {
            out.putInt(size, 1);
        }
        size += START_CODE;
    }

    private void append(byte[] from, int offset, int length) {
        if (out != null) {
            out.put(size, from, offset, length);
        }
        size += length;
    }
}
