package flathead.webrtc.rtp.internal.rtp;

/**
 * The stream's latest packets: those that wait to leave and, behind them, those kept to be sent again. Packets are
 * counted from 0 without wrapping; packet n lies in slot n modulo the size.
 */
final class PacketRing {
    private final byte[][] packets;
    private final int[] lengths;
    private final long[] due;
    private final long[] resent;
    private final boolean[] everResent;
    private final int mask;
    private final int firstSequence;
    private long written;
    private long sent;

    PacketRing(int slots, int packetBytes, int firstSequence) {
        this.packets = new byte[slots][packetBytes];
        this.lengths = new int[slots];
        this.due = new long[slots];
        this.resent = new long[slots];
        this.everResent = new boolean[slots];
        this.mask = slots - 1;
        this.firstSequence = firstSequence;
    }

    /** How many more packets can be written before those that wait would be lost. */
    int room() {
        return (int) (packets.length - (written - sent));
    }

    boolean waiting() {
        return sent < written;
    }

    /** The number of the next packet to be written. */
    long nextNumber() {
        return written;
    }

    /** The RTP sequence number of packet {@code number}. */
    int sequence(long number) {
        return (int) (firstSequence + number) & 0xffff;
    }

    /** The slot of the next packet, to be filled. */
    byte[] nextSlot() {
        return packets[(int) written & mask];
    }

    /** The slot filled last. */
    byte[] lastSlot() {
        return packets[(int) (written - 1) & mask];
    }

    /** Takes the filled slot into the queue. */
    void commit(int length, long dueNanos) {
        int slot = (int) written++ & mask;
        lengths[slot] = length;
        due[slot] = dueNanos;
        everResent[slot] = false;
    }

    /** When the first packet that waits is due. */
    long nextDue() {
        return due[(int) sent & mask];
    }

    /** The slot of the first packet that waits. */
    int nextToSend() {
        return (int) sent & mask;
    }

    /** The first packet that waits has left. */
    void sent() {
        sent++;
    }

    /** Gives up what waits. */
    void dropWaiting() {
        sent = written;
    }

    /** The slot of a packet that was sent and is still there, -1 if it is gone or never was. */
    int find(int sequence) {
        if (sent == 0) {
            return -1;
        }
        long latest = sent - 1;
        long number = latest - (sequence(latest) - sequence & 0xffff);
        return number < 0 || number < written - packets.length ? -1 : (int) number & mask;
    }

    byte[] packet(int slot) {
        return packets[slot];
    }

    int length(int slot) {
        return lengths[slot];
    }

    /** Whether a packet was sent again less than {@code nanos} ago. */
    boolean resentWithin(int slot, long nanos, long nowNanos) {
        return everResent[slot] && nowNanos - resent[slot] < nanos;
    }

    void resent(int slot, long nowNanos) {
        everResent[slot] = true;
        resent[slot] = nowNanos;
    }
}
