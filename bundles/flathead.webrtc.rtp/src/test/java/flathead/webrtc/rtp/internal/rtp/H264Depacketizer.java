package flathead.webrtc.rtp.internal.rtp;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Puts NAL units together again, written from RFC 6184 for the tests; complains of what it forbids. */
final class H264Depacketizer {
    private final List<byte[]> units = new ArrayList<>();
    private ByteArrayOutputStream fragment;
    private int fragmentType;

    /** Takes the packets of one access unit in order; answers its NAL units. */
    static List<byte[]> units(List<RtpPacket> packets) {
        H264Depacketizer depacketizer = new H264Depacketizer();
        for (RtpPacket packet : packets) {
            depacketizer.add(packet.payload());
        }
        if (depacketizer.fragment != null) {
            throw new AssertionError("a fragment has no end");
        }
        return depacketizer.units;
    }

    private void add(byte[] payload) {
        int type = payload[0] & 31;
        if (payload[0] < 0 || fragment != null && type != 28) {
            throw new AssertionError("forbidden bit, or a fragment was interrupted");
        }
        switch (type) {
            case 24 -> aggregate(payload);
            case 28 -> fragment(payload);
            case 0, 25, 26, 27, 29, 30, 31 -> throw new AssertionError("type " + type + " in packetization mode 1");
            default -> units.add(payload);
        }
    }

    private void aggregate(byte[] payload) {
        int most = 0;
        int count = 0;
        for (int at = 1; at < payload.length; count++) {
            int size = (payload[at] & 0xff) << 8 | payload[at + 1] & 0xff;
            units.add(Arrays.copyOfRange(payload, at + 2, at + 2 + size));
            most = Math.max(most, payload[at + 2] & 0x60);
            at += 2 + size;
            if (at > payload.length) {
                throw new AssertionError("a STAP-A is cut off");
            }
        }
        if (count < 2 || (payload[0] & 0x60) != most) {
            throw new AssertionError("a STAP-A of " + count + " with NRI " + (payload[0] >> 5 & 3));
        }
    }

    private void fragment(byte[] payload) {
        boolean start = payload[1] < 0;
        boolean end = (payload[1] & 0x40) != 0;
        if (start && end || (payload[1] & 0x20) != 0 || start != (fragment == null) || payload.length < 3) {
            throw new AssertionError("FU header " + Integer.toHexString(payload[1]));
        }
        int header = payload[0] & 0x60 | payload[1] & 31;
        if (start) {
            fragment = new ByteArrayOutputStream();
            fragmentType = header;
            fragment.write(header);
        }
        if (header != fragmentType) {
            throw new AssertionError("a fragment changed its NAL header");
        }
        fragment.write(payload, 2, payload.length - 2);
        if (end) {
            units.add(fragment.toByteArray());
            fragment = null;
        }
    }
}
