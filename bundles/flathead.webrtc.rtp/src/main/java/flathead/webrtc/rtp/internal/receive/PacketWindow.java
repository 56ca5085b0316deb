package flathead.webrtc.rtp.internal.receive;

/**
 * The packets that arrived and are still of use, by extended sequence number: the 16 bits that travel, and how often
 * they have wrapped. A packet's payload lies in the slot of its number modulo the size.
 */
final class PacketWindow {
    /** What a payload may have at most; a larger one cannot have come by Ethernet. */
    static final int MOST_BYTES = 1_500;

    private static final long NONE = Long.MIN_VALUE;

    private final byte[][] payloads;
    private final long[] numbers;
    private final int[] lengths;
    private final int[] timestamps;
    private final boolean[] marked;
    private final long[] arrivals;
    private final int mask;
    private long first;
    private long highest;
    private boolean begun;

    /** What became of a packet. */
    enum Place {
        /** It was put in. */
        NEW,
        /** It is there already. */
        DUPLICATE,
        /** Its place was given up or used before. */
        LATE,
        /** So far ahead that what is held would have to go first; it was not put in. */
        AHEAD
    }

    /** With so many slots, a power of two. */
    PacketWindow(int slots) {
        payloads = new byte[slots][MOST_BYTES];
        numbers = new long[slots];
        lengths = new int[slots];
        timestamps = new int[slots];
        marked = new boolean[slots];
        arrivals = new long[slots];
        mask = slots - 1;
        clear();
    }

    /** Forgets everything: the next packet is the first of a stream. */
    void clear() {
        java.util.Arrays.fill(numbers, NONE);
        begun = false;
        first = 0;
        highest = 0;
    }

    /** The extended number of a sequence number: the one nearest to the highest seen. */
    long number(int sequence) {
        return begun ? highest + (short) (sequence - (int) highest) : sequence + 0x10000L;
    }

    int size() {
        return payloads.length;
    }

    /** Whether there was a packet. */
    boolean begun() {
        return begun;
    }

    /** The lowest number that is still wanted. */
    long first() {
        return first;
    }

    /** The highest number that arrived. */
    long highest() {
        return highest;
    }

    /** Puts a packet in; the first one may be preceded by others that are on their way. */
    Place put(long number, ReceivedPacket packet, long nowNanos) {
        if (!begun) {
            begun = true;
            first = Math.max(0, number - payloads.length / 2);
            highest = number;
        }
        if (number < first) {
            return Place.LATE;
        }
        if (number >= first + payloads.length) {
            return Place.AHEAD;
        }
        int slot = (int) number & mask;
        if (numbers[slot] == number) {
            return Place.DUPLICATE;
        }
        numbers[slot] = number;
        lengths[slot] = packet.payloadBytes();
        timestamps[slot] = packet.timestamp();
        marked[slot] = packet.marked();
        arrivals[slot] = nowNanos;
        System.arraycopy(packet.data(), packet.payload(), payloads[slot], 0, packet.payloadBytes());
        highest = Math.max(highest, number);
        return Place.NEW;
    }

    /** What lies below this number is not wanted any more. */
    void release(long number) {
        first = Math.max(first, number);
    }

    /** Whether a packet is there. */
    boolean has(long number) {
        return number >= first && numbers[(int) number & mask] == number;
    }

    byte[] payload(long number) {
        return payloads[(int) number & mask];
    }

    int length(long number) {
        return lengths[(int) number & mask];
    }

    int timestamp(long number) {
        return timestamps[(int) number & mask];
    }

    /** When it arrived. */
    long arrivalNanos(long number) {
        return arrivals[(int) number & mask];
    }

    boolean marked(long number) {
        return marked[(int) number & mask];
    }
}
