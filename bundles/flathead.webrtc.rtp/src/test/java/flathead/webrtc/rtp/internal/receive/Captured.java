package flathead.webrtc.rtp.internal.receive;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a sender sent in about its first second, as it came out of SRTP here, in the format of rtpdump (rtptools). Each
 * file is named after the sender; its pictures are 320x240.
 *
 * @param name of the sender
 * @param payloadType of the media
 * @param rtxPayloadType of retransmissions; -1 where it has none
 * @param captureTimeId number of the header extension; 0 where it has none
 * @param packets in the order of their arrival
 */
record Captured(String name, int payloadType, int rtxPayloadType, int captureTimeId, List<Packet> packets) {
    static final Captured FLATHEAD = read("flathead-0.1.0", 102, 103, 5);
    static final Captured CHROMIUM = read("chromium-150", 109, 114, 0);
    static final Captured AIORTC = read("aiortc-1.4.0", 101, 102, 0);
    static final Captured WEBRTCBIN = read("gstreamer-1.22", 96, -1, 0);

    private static final int RTP_DUMP_HEADER = 16;

    /**
     * A packet.
     *
     * @param millis when it arrived, after the first
     */
    record Packet(long millis, boolean rtcp, byte[] bytes) {
        int payloadType() {
            return bytes[1] & 0x7f;
        }

        int sequence() {
            return (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
        }

        int timestamp() {
            return (bytes[4] & 0xff) << 24 | (bytes[5] & 0xff) << 16 | (bytes[6] & 0xff) << 8 | bytes[7] & 0xff;
        }

        /** Where the payload begins. */
        int payload() {
            int at = 12 + 4 * (bytes[0] & 15);
            return (bytes[0] & 0x10) == 0 ? at : at + 4 + 4 * ((bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff);
        }
    }

    static List<Captured> all() {
        return List.of(FLATHEAD, CHROMIUM, AIORTC, WEBRTCBIN);
    }

    private static Captured read(String name, int payloadType, int rtxPayloadType, int captureTimeId) {
        List<Packet> packets = new ArrayList<>();
        try (InputStream file = Captured.class.getResourceAsStream(name + ".rtpdump")) {
            byte[] all = file.readAllBytes();
            int begin = 0;
            while (all[begin] != '\n') {
                begin++;
            }
            try (DataInputStream in = new DataInputStream(new java.io.ByteArrayInputStream(all, begin + 1,
                    all.length))) {
                in.skipBytes(RTP_DUMP_HEADER);
                while (in.available() > 0) {
                    int length = in.readUnsignedShort() - 8;
                    boolean rtcp = in.readUnsignedShort() == 0;
                    packets.add(new Packet(in.readInt(), rtcp, in.readNBytes(length)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Captured(name, payloadType, rtxPayloadType, captureTimeId, packets);
    }

    RtpReceiver receiver() {
        return new RtpReceiver(new ReceiverSettings(Settings.SSRC, "receiver", payloadType, rtxPayloadType, 0,
            captureTimeId, ReceiverSettings.Feedback.ALL, 64, Settings.WALL, Settings.CLOCK));
    }

    /** The packet that a sender would answer a NACK with. */
    byte[] again(Packet packet, int rtxSequence) {
        if (rtxPayloadType < 0) {
            return packet.bytes;
        }
        byte[] bytes = packet.bytes;
        int payload = packet.payload();
        byte[] again = new byte[bytes.length + 2];
        System.arraycopy(bytes, 0, again, 0, payload);
        System.arraycopy(bytes, payload, again, payload + 2, bytes.length - payload);
        again[payload] = bytes[2];
        again[payload + 1] = bytes[3];
        again[1] = (byte) (bytes[1] & 0x80 | rtxPayloadType);
        again[2] = (byte) (rtxSequence >> 8);
        again[3] = (byte) rtxSequence;
        again[11] ^= 0x55;
        return again;
    }

    /**
     * The pictures in it from the first keyframe on, put together here in the plainest way: the NAL units of each
     * timestamp, without delimiters and filler.
     */
    List<byte[]> pictures() {
        List<byte[]> pictures = new ArrayList<>();
        List<byte[]> units = new ArrayList<>();
        byte[] fragment = new byte[0];
        for (Packet packet : packets) {
            if (packet.rtcp || packet.payloadType() != payloadType) {
                continue;
            }
            byte[] payload = Arrays.copyOfRange(packet.bytes, packet.payload(), packet.bytes.length);
            switch (payload[0] & 31) {
                case 24 -> {
                    for (int at = 1; at < payload.length; ) {
                        int size = (payload[at] & 0xff) << 8 | payload[at + 1] & 0xff;
                        add(units, Arrays.copyOfRange(payload, at + 2, at + 2 + size));
                        at += 2 + size;
                    }
                }
                case 28 -> {
                    if ((payload[1] & 0x80) != 0) {
                        fragment = new byte[] {(byte) (payload[0] & 0xe0 | payload[1] & 31)};
                    }
                    int before = fragment.length;
                    fragment = Arrays.copyOf(fragment, before + payload.length - 2);
                    System.arraycopy(payload, 2, fragment, before, payload.length - 2);
                    if ((payload[1] & 0x40) != 0) {
                        add(units, fragment);
                    }
                }
                default -> add(units, payload);
            }
            if ((packet.bytes[1] & 0x80) != 0) {
                if (!pictures.isEmpty() || units.stream().anyMatch(unit -> (unit[0] & 31) == 5)) {
                    pictures.add(Units.annexB(units));
                }
                units.clear();
            }
        }
        return pictures;
    }

    private static void add(List<byte[]> units, byte[] unit) {
        if ((unit[0] & 31) != 9 && (unit[0] & 31) != 12) {
            units.add(unit);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
