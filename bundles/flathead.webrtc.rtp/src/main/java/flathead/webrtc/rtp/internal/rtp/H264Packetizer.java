package flathead.webrtc.rtp.internal.rtp;

import static flathead.webrtc.rtp.internal.rtp.Bytes.put16;

import java.nio.ByteBuffer;

/**
 * Cuts access units into RTP packets as RFC 6184, packetization mode 1, says: neighbouring small NAL units together in
 * a STAP-A, one that fits by itself, a large one in FU-As of even size. Writes into the ring's slots.
 */
final class H264Packetizer {
    private static final int STAP_A = 24;
    private static final int FU_A = 28;
    private static final int FU_START = 0x80;
    private static final int FU_END = 0x40;
    private static final int REFERENCE = 0x60;

    private final NalUnits units = new NalUnits();
    private final RtpHeader header;
    private final PacketRing ring;
    private final Pacer pacer;
    private final int most;
    private int timestamp;

    H264Packetizer(RtpHeader header, PacketRing ring, Pacer pacer, int maxPacketBytes) {
        this.header = header;
        this.ring = ring;
        this.pacer = pacer;
        this.most = maxPacketBytes - header.length();
    }

    /** Finds the NAL units; false if this is no access unit that could be sent. */
    boolean scan(ByteBuffer data, int size) {
        return units.scan(data, size);
    }

    /** How many packets the scanned access unit makes at most; fewer where units share one. */
    int packetsAtMost() {
        int packets = 0;
        for (int i = 0; i < units.count(); i++) {
            packets += fragments(units.length(i));
        }
        return packets;
    }

    /** How many packets a unit takes; 1 if it fits as it is. */
    private int fragments(int length) {
        int each = most - 2;
        return length <= most ? 1 : (length - 1 + each - 1) / each;
    }

    /** Writes the scanned access unit's packets; the ring has room for them and the pacer has begun the picture. */
    void write(ByteBuffer data, int rtpTimestamp) {
        timestamp = rtpTimestamp;
        int unit = 0;
        while (unit < units.count()) {
            int together = together(unit);
            if (together > 1) {
                aggregate(data, unit, together);
            } else if (units.length(unit) <= most) {
                single(data, unit);
            } else {
                fragment(data, unit);
            }
            unit += together;
        }
        RtpHeader.mark(ring.lastSlot());
    }

    /** How many units from this one on fit in one STAP-A; 1 if it goes by itself. */
    private int together(int first) {
        int bytes = 1;
        int unit = first;
        while (unit < units.count() && bytes + 2 + units.length(unit) <= most) {
            bytes += 2 + units.length(unit);
            unit++;
        }
        return Math.max(1, unit - first);
    }

    private byte[] open() {
        byte[] slot = ring.nextSlot();
        header.write(slot, ring.sequence(ring.nextNumber()), timestamp);
        return slot;
    }

    private void single(ByteBuffer data, int unit) {
        byte[] slot = open();
        data.get(units.offset(unit), slot, header.length(), units.length(unit));
        ring.commit(header.length() + units.length(unit), pacer.due());
    }

    private void aggregate(ByteBuffer data, int first, int count) {
        byte[] slot = open();
        int at = header.length() + 1;
        int importance = 0;
        for (int unit = first; unit < first + count; unit++) {
            int length = units.length(unit);
            importance = Math.max(importance, data.get(units.offset(unit)) & REFERENCE);
            put16(slot, at, length);
            data.get(units.offset(unit), slot, at + 2, length);
            at += 2 + length;
        }
        slot[header.length()] = (byte) (importance | STAP_A);
        ring.commit(at, pacer.due());
    }

    private void fragment(ByteBuffer data, int unit) {
        int fragments = fragments(units.length(unit));
        int nal = data.get(units.offset(unit));
        int rest = units.length(unit) - 1;
        int from = units.offset(unit) + 1;
        for (int i = 0; i < fragments; i++) {
            int length = rest / (fragments - i);
            int place = (i == 0 ? FU_START : 0) | (i == fragments - 1 ? FU_END : 0);
            byte[] slot = open();
            int at = header.length();
            slot[at] = (byte) (nal & REFERENCE | FU_A);
            slot[at + 1] = (byte) (place | nal & 31);
            data.get(from, slot, at + 2, length);
            ring.commit(at + 2 + length, pacer.due());
            from += length;
            rest -= length;
        }
    }
}
