package flathead.webrtc.rtp.internal.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.EncoderSettings;
import flathead.api.Feedback;
import flathead.testkit.FakeClock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReceiverFeedbackTest {
    private final FakeClock clock = new FakeClock();
    private final Wishes wishes = new Wishes();
    private final RtpSender sender = Senders.sender(wishes);

    private void receive(String hex) {
        Senders.receive(sender, hex, clock.nanos());
    }

    private void estimate(long bits) {
        int exponent = Math.max(0, 46 - Long.numberOfLeadingZeros(bits));
        receive("8fce0005 00000001 00000000 52454d42 01" + String.format("%06x", exponent << 18 | bits >> exponent)
            + "9992e32d");
    }

    @Test
    void aKeyframeIsAskedForByPliAndByEachNewFir() {
        receive("81ce0002 00000001 9992e32d");
        receive("81ce0002 00000001 9992e32d");
        assertEquals(2, wishes.keyframes, "the pipeline coalesces");
        receive("84ce0004 00000001 00000000 9992e32d 07000000");
        receive("84ce0004 00000001 00000000 9992e32d 07000000");
        assertEquals(3, wishes.keyframes, "a repetition is the same request");
        receive("84ce0004 00000001 00000000 9992e32d 08000000");
        receive("84ce0004 00000009 00000000 9992e32d 08000000");
        assertEquals(5, wishes.keyframes);
        receive("81ce0002 00000001 aa24547c");
        receive("84ce0004 00000001 00000000 aa24547c 09000000");
        assertEquals(5, wishes.keyframes, "for another source");
        assertEquals(5, sender.network().keyframeRequests());
    }

    @Test
    void estimatesBecomeWishesWhenTheySaySomethingNew() {
        estimate(2_000_000);
        estimate(2_080_000);
        estimate(1_920_000);
        assertEquals(List.of(2_000_000), wishes.bitrates);
        estimate(1_800_000);
        estimate(1_750_000);
        estimate(1_890_000);
        estimate(1_900_000);
        assertEquals(List.of(2_000_000, 1_800_000, 1_900_000), wishes.bitrates);
    }

    @Test
    void absurdEstimatesAreBounded() {
        estimate(0);
        assertEquals(List.of(), wishes.bitrates);
        estimate(1);
        estimate(30_000);
        assertEquals(List.of(EncoderSettings.MIN_BITRATE), wishes.bitrates);
        estimate(1L << 60);
        assertEquals(List.of(EncoderSettings.MIN_BITRATE, Feedback.UNLIMITED), wishes.bitrates);
        receive("8fce0005 00000001 00000000 52454d42 01040001 aa24547c");
        assertEquals(2, wishes.bitrates.size(), "for another source");
    }

    @Test
    void theWishLeavesRoomForWhatTravelsBesides() {
        AccessUnits pictures = new AccessUnits();
        Random random = new Random(6);
        // One STAP-A: 1 + 14 + 7 + 2 + 476 = 500 bytes of payload, 40 of header, 38 of UDP, IP and SRTP.
        pictures.offer(sender, AccessUnits.picture(random, true, 476), true, clock.nanos());
        Senders.drain(sender, clock.nanos());
        estimate(1_000_000);
        assertEquals(List.of(1_000_000 * 500 / 578), wishes.bitrates);
    }

    @Test
    void lossJitterAndRoundTripComeFromTheReports() {
        AccessUnits pictures = new AccessUnits();
        pictures.offer(sender, AccessUnits.picture(new Random(7), true, 100), true, clock.nanos());
        Senders.drain(sender, clock.nanos());
        byte[] report = new byte[RtpSender.PACKET_CAPACITY];
        assertTrue(sender.pollRtcp(report, clock.nanos()) > 0);
        String last = HexFormat.of().formatHex(report, 10, 14);
        clock.advanceMillis(512);
        // Held for half a second: 0x8000 of 65536ths.
        receive("81c90007 00000001 9992e32d 40 00000b 00000000 0000005a" + last + "00008000");
        assertEquals(12.0, sender.network().roundTripMillis());
        assertEquals(11, sender.network().lost());
        assertEquals(0.25, sender.counters().fractionLost());
        assertEquals(1.0, sender.counters().jitterMillis());
        receive("81c90007 00000001 9992e32d 00 00000c 00000000 0000005a" + "12345678" + "00000000");
        assertEquals(12.0, sender.network().roundTripMillis(), "answers no report of ours");
        receive("81c90007 00000001 9992e32d 00 00000c 00000000 0000005a" + last + "00009000");
        assertEquals(0.0, sender.network().roundTripMillis(), "cannot be below zero");
        receive("81c90007 00000001 9992e32d 00 00000c 00000000 0000005a" + last + "ffffffff");
        assertEquals(0.0, sender.network().roundTripMillis(), "held longer than reports are remembered");
        receive("81c90007 00000001 aa24547c 00 000063 00000000 00000000 00000000 00000000");
        assertEquals(12, sender.network().lost(), "of the media alone");
    }

    /** Without that a receiver that sends nothing itself knows no round trip, and repeats a request late. */
    @Test
    void theReceiversTimeIsToldBackOnce() {
        AccessUnits pictures = new AccessUnits();
        pictures.offer(sender, AccessUnits.picture(new Random(8), true, 100), true, clock.nanos());
        Senders.drain(sender, clock.nanos());
        assertEquals("", extended(report()));
        receive("80cf0004 00000005 04000002 eeaf8f39 cfd8383a");
        clock.advanceMillis(500);
        receive("80c90001 00000005 80cf0008 00000005 07000003" + "00000000".repeat(3) + "04000002 eeaf8f3a 00010000");
        clock.advanceMillis(750);
        assertEquals("80cf0005 9992e32d 05000003 00000005 8f3a0001 0000c000".replace(" ", ""), extended(report()));
        clock.advanceMillis(1_000);
        assertEquals("", extended(report()));
        receive("80cf0004 00000005 04000002 eeaf8f39 cfd8383a");
        sender.close();
        String last = extended(report());
        assertTrue(last.startsWith("80cf00059992e32d05000003000000058f39cfd800000000" + "82cb0002"), last);
    }

    private String report() {
        byte[] report = new byte[RtpSender.PACKET_CAPACITY];
        return HexFormat.of().formatHex(report, 0, sender.pollRtcp(report, clock.nanos()));
    }

    /** What follows the SDES that follows the SR. */
    private static String extended(String report) {
        assertTrue(report.startsWith("80c80006"), report);
        int description = 2 * 28;
        return report.substring(description + 8 * (1 + Integer.parseInt(report.substring(description + 4,
            description + 8), 16)));
    }

    @Test
    void goodbyeIsRemembered() {
        assertFalse(sender.receiverLeft());
        receive("81cb0001 00000001");
        assertTrue(sender.receiverLeft());
    }

    @Test
    void theEstimatorsPlaceHearsOfTransportFeedback() {
        List<String> heard = new ArrayList<>();
        RtpSender observed = new RtpSender(Senders.settings(Senders.ALL, new RtpSenderSettings.Start(0, 0, 0),
            Senders.RTX_TYPE, 64), wishes, new TransportObserver() {
                @Override
                public void sent(int sequence, int bytes, long nowNanos) {
                    heard.add("sent " + sequence);
                }

                @Override
                public void arrived(int sequence, long arrivalMicros) {
                    heard.add("arrived " + sequence + " " + arrivalMicros);
                }

                @Override
                public void missing(int sequence) {
                    heard.add("missing " + sequence);
                }

                @Override
                public void feedbackEnded(long nowNanos) {
                    heard.add("end " + (nowNanos == clock.nanos()));
                }
            });
        Senders.receive(observed, "8fcd0006 00000001 9992e32d 00050002 00000101" + "a000" + "08 0000000000",
            clock.nanos());
        assertEquals(List.of("arrived 5 66000", "missing 6", "end true"), heard);
    }

    @Test
    void malformedPacketsAreCountedAndDoNothing() {
        receive("ffffffff");
        receive("81ce0001 00000001");
        assertEquals(2, sender.counters().malformedRtcp());
        assertEquals(0, wishes.keyframes);
    }
}
