package flathead.webrtc.rtp.internal.receive;

/**
 * Finds the access units among the packets, in order: one is complete when all of its packets are there, up to the one
 * with the marker, or up to one of another picture. While no picture can be decoded it seeks the begin of a keyframe
 * and passes over what comes before.
 */
final class Reassembly {
    private static final int SLICE_IDR = 5;
    private static final int STAP_A = 24;
    private static final int FU_A = 28;

    private final PacketWindow window;
    private boolean seeking = true;
    private long begin;
    private long scanned;
    private long end;

    Reassembly(PacketWindow window) {
        this.window = window;
    }

    /** A new stream: seeks. */
    void clear() {
        seeking = true;
    }

    /** Whether a keyframe is sought. */
    boolean seeking() {
        return seeking;
    }

    /** A packet was put into the window. */
    void arrived(long number) {
        if (!seeking) {
            return;
        }
        if (beginsKeyframe(number)) {
            found(number);
        } else if (beginsKeyframe(number + 1)) {
            found(number + 1);
        }
    }

    private void found(long number) {
        seeking = false;
        begin = number;
        scanned = number;
        window.release(number);
    }

    /** Whether the packet is the first of a keyframe. That it might be is not enough. */
    private boolean beginsKeyframe(long number) {
        if (!window.has(number) || window.length(number) == 0) {
            return false;
        }
        byte[] payload = window.payload(number);
        int length = window.length(number);
        int type = payload[0] & 31;
        if (type == STAP_A) {
            type = nested(payload, length);
        } else if (type == FU_A) {
            type = length > 1 && (payload[1] & 0x80) != 0 ? payload[1] & 31 : 0;
        }
        // Parameter sets come first; a bare IDR may have some before it, in a packet that is still to come.
        return type == ParameterSets.SPS || type == SLICE_IDR && window.has(number - 1)
            && (window.marked(number - 1) || window.timestamp(number - 1) != window.timestamp(number));
    }

    /** Whether there is an SPS, else an IDR, in a STAP-A: delimiters and messages (SEI) may stand before it. */
    private static int nested(byte[] payload, int length) {
        int found = 0;
        int at = 1;
        while (at + 2 < length) {
            int type = payload[at + 2] & 31;
            if (type == ParameterSets.SPS) {
                return type;
            }
            found = type == SLICE_IDR ? type : found;
            at += 2 + ((payload[at] & 0xff) << 8 | payload[at + 1] & 0xff);
        }
        return found;
    }

    /** Whether the next access unit is complete: the packets from {@link #begin()} up to {@link #end()}. */
    boolean complete() {
        if (seeking) {
            return false;
        }
        while (window.has(scanned)) {
            if (window.length(scanned) == 0) {
                // Padding belongs to no picture.
                begin = scanned == begin ? begin + 1 : begin;
            } else if (window.timestamp(scanned) != window.timestamp(begin)) {
                end = scanned;
                return true;
            } else if (window.marked(scanned)) {
                end = scanned + 1;
                return true;
            }
            scanned++;
        }
        return false;
    }

    /** Its first packet. */
    long begin() {
        return begin;
    }

    /** The one after its last packet. */
    long end() {
        return end;
    }

    /** The complete access unit was used. */
    void taken() {
        begin = end;
        scanned = end;
        window.release(end);
    }

    /**
     * The next access unit cannot be had, or was of no use: goes on at the next keyframe behind it.
     *
     * @return whether one is there already, at least its begin
     */
    boolean skip() {
        seeking = true;
        for (long number = scanned + 1; number <= window.highest() && seeking; number++) {
            if (beginsKeyframe(number)) {
                found(number);
            }
        }
        return !seeking;
    }

    /** While it seeks: makes room, so that a packet of this number has a place. */
    void makeRoom(long number) {
        window.release(number - window.size() + 1);
    }
}
