package flathead.webrtc.rtp.internal.rtp;

import static flathead.webrtc.rtp.internal.rtp.Bytes.put16;
import static flathead.webrtc.rtp.internal.rtp.Bytes.put24;
import static flathead.webrtc.rtp.internal.rtp.Bytes.put32;

import flathead.webrtc.rtp.internal.rtp.RtpSenderSettings.Extensions;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The header of every packet of the stream (RFC 3550) with its extensions in the one-byte form (RFC 8285); always of
 * the same length, so that fields lie at fixed places.
 */
final class RtpHeader {
    private static final int FIXED = 12;
    private static final int ONE_BYTE_FORM = 0xbede;
    private static final int ABSENT = -1;

    private final byte[] template;
    private int transportSequence = ABSENT;
    private int absSendTime = ABSENT;
    private int captureTime = ABSENT;

    RtpHeader(RtpSenderSettings settings) {
        byte[] bytes = new byte[FIXED + 64];
        Extensions ids = settings.extensions();
        int at = FIXED + 4;
        if (ids.playoutDelay() != 0) {
            // Three bytes of zero: 12 bits least and 12 bits most delay, in units of 10 ms.
            at = element(bytes, at, ids.playoutDelay(), 3);
        }
        if (ids.transportSequence() != 0) {
            transportSequence = at + 1;
            at = element(bytes, at, ids.transportSequence(), 2);
        }
        if (ids.absSendTime() != 0) {
            absSendTime = at + 1;
            at = element(bytes, at, ids.absSendTime(), 3);
        }
        if (ids.captureTime() != 0) {
            captureTime = at + 1;
            at = element(bytes, at, ids.captureTime(), 8);
        }
        if (ids.mid() != 0) {
            byte[] mid = settings.mid().getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(mid, 0, bytes, at + 1, mid.length);
            at = element(bytes, at, ids.mid(), mid.length);
        }
        boolean extended = at > FIXED + 4;
        int length = extended ? at + 3 & ~3 : FIXED;
        bytes[0] = (byte) (extended ? 0x90 : 0x80);
        bytes[1] = (byte) settings.payloadType();
        put32(bytes, 8, settings.ssrc());
        if (extended) {
            put16(bytes, FIXED, ONE_BYTE_FORM);
            put16(bytes, FIXED + 2, (length - FIXED) / 4 - 1);
        }
        template = Arrays.copyOf(bytes, length);
    }

    private static int element(byte[] bytes, int at, int id, int length) {
        bytes[at] = (byte) (id << 4 | length - 1);
        return at + 1 + length;
    }

    /** How many bytes come before the payload. */
    int length() {
        return template.length;
    }

    boolean hasTransportSequence() {
        return transportSequence != ABSENT;
    }

    /**
     * What the packets of the next picture say of its capture, as NTP time. Every packet says it: that is 9 bytes of
     * 1200, and which one gets lost does not matter.
     */
    void captured(long ntp) {
        if (captureTime != ABSENT) {
            put32(template, captureTime, (int) (ntp >> 32));
            put32(template, captureTime + 4, (int) ntp);
        }
    }

    /** Writes a header without marker. */
    void write(byte[] packet, int sequence, int timestamp) {
        System.arraycopy(template, 0, packet, 0, template.length);
        put16(packet, 2, sequence);
        put32(packet, 4, timestamp);
    }

    /** Writes what is only known when the packet leaves. */
    void stamp(byte[] packet, int transport, long nowNanos) {
        if (transportSequence != ABSENT) {
            put16(packet, transportSequence, transport);
        }
        if (absSendTime != ABSENT) {
            put24(packet, absSendTime, absSendTime(nowNanos));
        }
    }

    /** Seconds modulo 64 with 18 bits of fraction. */
    static int absSendTime(long nowNanos) {
        return (int) ((Math.floorMod(nowNanos, 64_000_000_000L) << 18) / 1_000_000_000L);
    }

    static void mark(byte[] packet) {
        packet[1] |= (byte) 0x80;
    }

    static boolean marked(byte[] packet) {
        return packet[1] < 0;
    }
}
