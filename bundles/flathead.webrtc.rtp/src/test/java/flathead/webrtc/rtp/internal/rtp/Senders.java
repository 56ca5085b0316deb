package flathead.webrtc.rtp.internal.rtp;

import flathead.webrtc.rtp.internal.rtp.RtpSenderSettings.Extensions;
import flathead.webrtc.rtp.internal.rtp.RtpSenderSettings.Start;
import java.util.ArrayList;
import java.util.List;

/** Senders to test with, and what comes out of them. */
final class Senders {
    static final int SSRC = 0x9992e32d;
    static final int RTX_SSRC = 0xaa24547c;
    static final int TYPE = 102;
    static final int RTX_TYPE = 103;
    static final Extensions ALL = new Extensions(1, 2, 3, 4, 5);
    /** 2026-01-01 in nanoseconds since 1970. */
    static final long WALL = 1_767_225_600_000_000_000L;

    private Senders() {
    }

    static RtpSenderSettings settings(Extensions extensions, Start start, int rtxType, int slots) {
        return new RtpSenderSettings(SSRC, TYPE, RTX_SSRC, rtxType, "flathead", "0", extensions, start, 1_200, slots,
            WALL);
    }

    static RtpSender sender(Wishes wishes) {
        return new RtpSender(settings(ALL, new Start(1_000, 5_000, 77), RTX_TYPE, 1_024), wishes,
            TransportObserver.NONE);
    }

    /** All RTP packets due now. */
    static List<RtpPacket> drain(RtpSender sender, long nowNanos) {
        List<RtpPacket> packets = new ArrayList<>();
        byte[] out = new byte[RtpSender.PACKET_CAPACITY];
        for (int length = sender.pollRtp(out, nowNanos); length > 0; length = sender.pollRtp(out, nowNanos)) {
            packets.add(RtpPacket.parse(out, length));
        }
        return packets;
    }

    /** All RTP packets, time passing as the sender says. */
    static List<RtpPacket> drainInTime(RtpSender sender, flathead.testkit.FakeClock clock) {
        List<RtpPacket> packets = new ArrayList<>(drain(sender, clock.nanos()));
        while (sender.picturesWaiting() > 0) {
            clock.advance(Math.max(1, waitForMedia(sender, clock.nanos())));
            packets.addAll(drain(sender, clock.nanos()));
        }
        return packets;
    }

    private static long waitForMedia(RtpSender sender, long now) {
        byte[] out = new byte[RtpSender.PACKET_CAPACITY];
        while (sender.pollRtcp(out, now) > 0) {
            continue;
        }
        return sender.waitNanos(now);
    }

    static byte[] hex(String hex) {
        return java.util.HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    static void receive(RtpSender sender, String hex, long nowNanos) {
        byte[] packet = hex(hex);
        sender.receiveRtcp(packet, 0, packet.length, nowNanos);
    }

    /** A generic NACK for our media, one FCI for each packet. */
    static byte[] nackPacket(List<Integer> sequences) {
        StringBuilder text = new StringBuilder(
            String.format("81cd%04x00000001%08x", 2 + sequences.size(), SSRC));
        sequences.forEach(sequence -> text.append(String.format("%04x0000", sequence)));
        return hex(text.toString());
    }

    static void nack(RtpSender sender, List<Integer> sequences, long nowNanos) {
        byte[] packet = nackPacket(sequences);
        sender.receiveRtcp(packet, 0, packet.length, nowNanos);
    }
}
