package flathead.webrtc.rtp.internal.rtp;

import static flathead.webrtc.rtp.internal.rtp.Bytes.put16;
import static flathead.webrtc.rtp.internal.rtp.Bytes.put32;

import java.nio.charset.StandardCharsets;

/**
 * Writes our compound RTCP packets: a sender report with the CNAME, at the end a goodbye (RFC 3550, section 6), and
 * what the receiver needs to know the round trip (RFC 3611, section 4.5).
 */
public final class RtcpWriter {
    private static final int CNAME = 1;
    private static final int DELAY_SINCE_REFERENCE = 5;
    private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;
    private static final long SECOND = 1_000_000_000L;

    private final int ssrc;
    private final int rtxSsrc;
    private final int sources;
    private final byte[] cname;

    RtcpWriter(RtpSenderSettings settings) {
        this.ssrc = settings.ssrc();
        this.rtxSsrc = settings.rtxSsrc();
        this.sources = settings.rtxPayloadType() < 0 ? 1 : 2;
        this.cname = settings.cname().getBytes(StandardCharsets.US_ASCII);
    }

    /** NTP time as 32 bits of seconds since 1900 and 32 of fraction. */
    public static long ntp(long unixNanos) {
        long seconds = Math.floorDiv(unixNanos, SECOND) + SECONDS_1900_TO_1970;
        return seconds << 32 | (Math.floorMod(unixNanos, SECOND) << 32) / SECOND;
    }

    /** Writes an SR and an SDES; answers the length. */
    int report(byte[] out, long ntp, int timestamp, long packets, long bytes) {
        head(out, 0, 0, RtcpReader.SENDER_REPORT, 28);
        put32(out, 4, ssrc);
        put32(out, 8, (int) (ntp >> 32));
        put32(out, 12, (int) ntp);
        put32(out, 16, timestamp);
        put32(out, 20, (int) packets);
        put32(out, 24, (int) bytes);
        return description(out, 28);
    }

    private int description(byte[] out, int from) {
        int at = chunk(out, from + 4, ssrc);
        if (sources == 2) {
            at = chunk(out, at, rtxSsrc);
        }
        head(out, from, sources, RtcpReader.DESCRIPTION, at - from);
        return at;
    }

    /** One source's CNAME; one to four zero bytes end its items on a word. */
    private int chunk(byte[] out, int from, int source) {
        put32(out, from, source);
        out[from + 4] = CNAME;
        out[from + 5] = (byte) cname.length;
        System.arraycopy(cname, 0, out, from + 6, cname.length);
        int at = from + 6 + cname.length;
        do {
            out[at++] = 0;
        } while ((at - from & 3) != 0);
        return at;
    }

    /**
     * Writes an XR behind what is there; answers the length of all.
     *
     * @param receiver whose reference time it is
     * @param time middle 32 bits of it
     * @param delayNanos since it arrived
     */
    int delay(byte[] out, int from, int receiver, int time, long delayNanos) {
        head(out, from, 0, RtcpReader.EXTENDED_REPORT, 24);
        put32(out, from + 4, ssrc);
        out[from + 8] = DELAY_SINCE_REFERENCE;
        out[from + 9] = 0;
        put16(out, from + 10, 3);
        put32(out, from + 12, receiver);
        put32(out, from + 16, time);
        put32(out, from + 20, (int) (delayNanos * 65_536 / SECOND));
        return from + 24;
    }

    /** Writes a BYE behind what is there; answers the length of all. */
    int bye(byte[] out, int from) {
        head(out, from, sources, RtcpReader.BYE, 4 + 4 * sources);
        put32(out, from + 4, ssrc);
        if (sources == 2) {
            put32(out, from + 8, rtxSsrc);
        }
        return from + 4 + 4 * sources;
    }

    private static void head(byte[] out, int at, int count, int type, int length) {
        out[at] = (byte) (0x80 | count);
        out[at + 1] = (byte) type;
        put16(out, at + 2, length / 4 - 1);
    }
}
