package flathead.webrtc.rtp.internal.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.testkit.FakeClock;
import flathead.webrtc.rtp.internal.rtp.RtpSenderSettings.Extensions;
import flathead.webrtc.rtp.internal.rtp.RtpSenderSettings.Start;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RtpSenderTest {
    private static final long FRAME = 33_333_333;

    private final FakeClock clock = new FakeClock();
    private final AccessUnits pictures = new AccessUnits();
    private final Random random = new Random(2);
    private final Wishes wishes = new Wishes();

    private boolean offer(RtpSender sender, boolean keyframe, int bytes) {
        return pictures.offer(sender, AccessUnits.picture(random, keyframe, bytes), keyframe, clock.nanos());
    }

    @Test
    void everyPacketCarriesTheExtensionsAgreedOn() {
        List<String> observed = new ArrayList<>();
        TransportObserver observer = new ObserverStub(observed);
        RtpSender sender = new RtpSender(
            Senders.settings(Senders.ALL, new Start(0, 0, 0), Senders.RTX_TYPE, 64), wishes, observer);
        offer(sender, true, 3_000);
        clock.advance(500_000);
        List<RtpPacket> packets = Senders.drain(sender, clock.nanos());
        assertEquals(4, packets.size());
        for (int i = 0; i < packets.size(); i++) {
            RtpPacket packet = packets.get(i);
            assertArrayEquals(new byte[3], packet.extensions().get(1));
            assertArrayEquals(new byte[] {0, (byte) i}, packet.extensions().get(2));
            // 1000.0005 s is 40.0005 s modulo 64, in units of 2^-18 s.
            assertArrayEquals(Senders.hex("a00083"), packet.extensions().get(3));
            assertArrayEquals(new byte[] {'0'}, packet.extensions().get(4));
            long captured = ByteBuffer.wrap(packet.extensions().get(5)).getLong();
            assertEquals(RtcpWriter.ntp(Senders.WALL + clock.nanos() - 500_000), captured);
            assertEquals("sent " + i + " " + packet.whole().length, observed.get(i));
        }
    }

    @Test
    void withoutExtensionsTheHeaderIsBare() {
        RtpSender sender = new RtpSender(
            Senders.settings(Extensions.NONE, new Start(0, 0, 0), -1, 64), wishes, TransportObserver.NONE);
        offer(sender, true, 100);
        byte[] whole = Senders.drain(sender, clock.nanos()).get(0).whole();
        assertEquals((byte) 0x80, whole[0]);
        assertEquals(12 + 1 + 2 + 12 + 2 + 5 + 2 + 100, whole.length);
    }

    @Test
    void extensionsThatFillTheirWordsAreNotPadded() {
        RtpSender sender = new RtpSender(
            Senders.settings(new Extensions(1, 0, 0, 0, 0), new Start(0, 0, 0), -1, 64), wishes,
            TransportObserver.NONE);
        offer(sender, true, 100);
        RtpPacket packet = Senders.drain(sender, clock.nanos()).get(0);
        assertEquals(12 + 4 + 4, packet.whole().length - packet.payload().length);
        assertEquals(Set.of(1), packet.extensions().keySet());
    }

    @Test
    void sequenceAndTimestampWrapAndFollowTheCaptureClock() {
        RtpSender sender = new RtpSender(
            Senders.settings(Senders.ALL, new Start(65_530, 65_535, -5_000), -1, 64), wishes, TransportObserver.NONE);
        long start = clock.nanos();
        int expected = 65_530;
        for (int i = 0; i < 200; i++) {
            assertTrue(offer(sender, i == 0, 2_500));
            for (RtpPacket packet : Senders.drain(sender, clock.nanos())) {
                assertEquals(expected, packet.sequence());
                expected = expected + 1 & 0xffff;
                assertEquals((int) (-5_000 + (clock.nanos() - start) * 9 / 100_000), packet.timestamp());
            }
            clock.advance(FRAME);
        }
        assertTrue(expected < 65_530);
    }

    @Test
    void nothingIsTakenBeforeAKeyframeWhichIsAskedFor() {
        RtpSender sender = Senders.sender(wishes);
        assertFalse(offer(sender, false, 100));
        assertFalse(offer(sender, false, 100));
        assertEquals(1, wishes.keyframes, "asked once in 200 ms");
        clock.advanceMillis(200);
        assertFalse(offer(sender, false, 100));
        assertEquals(2, wishes.keyframes);
        assertTrue(offer(sender, true, 100));
        assertTrue(offer(sender, false, 100));
        assertEquals(3, sender.counters().awaitingKeyframe());
        assertEquals(2, sender.counters().taken());
    }

    @Test
    void whatDoesNotFitIsRefusedAndNothingFollowsUntilAKeyframe() {
        RtpSender sender = new RtpSender(
            Senders.settings(Senders.ALL, new Start(7, 7, 7), Senders.RTX_TYPE, 64), wishes, TransportObserver.NONE);
        assertTrue(offer(sender, true, 30_000));
        assertTrue(offer(sender, false, 30_000));
        assertFalse(offer(sender, false, 30_000));
        assertFalse(offer(sender, false, 100), "depends on the one refused");
        assertFalse(offer(sender, true, 30_000), "a keyframe needs room as well");
        assertEquals(1, wishes.keyframes);
        assertEquals(2, sender.counters().overflowed());
        assertEquals(1, sender.counters().awaitingKeyframe());
        List<RtpPacket> sent = Senders.drainInTime(sender, clock);
        assertEquals(2, sent.stream().filter(RtpPacket::marker).count());
        for (int i = 0; i < sent.size(); i++) {
            assertEquals(7 + i, sent.get(i).sequence(), "no gap, nothing overwritten");
        }
        assertTrue(offer(sender, true, 30_000));
        assertTrue(offer(sender, false, 30_000));
        assertFalse(offer(sender, true, 100_000), "more than the ring has");
        assertEquals(sent.size(), sender.network().packets());
    }

    @Test
    void reportsOnceASecondWithOneClock() {
        RtpSender sender = Senders.sender(wishes);
        byte[] out = new byte[RtpSender.PACKET_CAPACITY];
        assertEquals(0, sender.pollRtcp(out, clock.nanos()), "nothing was sent, nothing to report");
        assertEquals(Long.MAX_VALUE, sender.waitNanos(clock.nanos()));
        offer(sender, true, 1_000);
        assertEquals(0, sender.pollRtcp(out, clock.nanos()));
        int payload = Senders.drain(sender, clock.nanos()).stream().mapToInt(p -> p.payload().length).sum();
        assertEquals(0, sender.waitNanos(clock.nanos()));
        clock.advanceMillis(250);
        int length = sender.pollRtcp(out, clock.nanos());
        // NTP of 2026-01-01 is 3976214400; the fake clock stands at 1000.25 s. The timestamp is 77 + 0.25 s.
        assertEquals("80c80006" + "9992e32d" + String.format("%08x", 3_976_214_400L + 1_000) + "40000000"
            + String.format("%08x", 77 + 22_500) + "00000001" + String.format("%08x", payload)
            + "82ca0008" + "9992e32d" + "0108666c617468656164" + "0000" + "aa24547c" + "0108666c617468656164" + "0000",
            java.util.HexFormat.of().formatHex(out, 0, length));
        assertEquals(0, sender.pollRtcp(out, clock.nanos()));
        assertEquals(1_000_000_000L, sender.waitNanos(clock.nanos()));
        clock.advanceMillis(999);
        assertEquals(0, sender.pollRtcp(out, clock.nanos()));
        clock.advanceMillis(1);
        assertTrue(sender.pollRtcp(out, clock.nanos()) > 0);
    }

    @Test
    void saysGoodbyeOnceAndTakesNothingMore() {
        RtpSender sender = Senders.sender(wishes);
        byte[] out = new byte[RtpSender.PACKET_CAPACITY];
        offer(sender, true, 100);
        Senders.drain(sender, clock.nanos());
        offer(sender, false, 100);
        sender.close();
        sender.close();
        assertEquals(0, sender.waitNanos(clock.nanos()));
        assertEquals(0, sender.pollRtp(out, clock.nanos()));
        int length = sender.pollRtcp(out, clock.nanos());
        assertEquals("82cb00029992e32daa24547c", java.util.HexFormat.of().formatHex(out, length - 12, length));
        assertEquals(0, sender.pollRtcp(out, clock.nanos()));
        assertEquals(Long.MAX_VALUE, sender.waitNanos(clock.nanos()));
        assertFalse(offer(sender, true, 100));
        Senders.receive(sender, "81ce0002 00000001 9992e32d", clock.nanos());
        assertEquals(0, wishes.keyframes);
        assertEquals(0, sender.picturesWaiting());
    }

    @Test
    void whoNeverSentDoesNotSayGoodbye() {
        RtpSender sender = Senders.sender(wishes);
        sender.close();
        assertEquals(0, sender.pollRtcp(new byte[RtpSender.PACKET_CAPACITY], clock.nanos()));
        assertEquals(Long.MAX_VALUE, sender.waitNanos(clock.nanos()));
    }

    @Test
    void networkSaysWhatWasSent() {
        RtpSender sender = Senders.sender(wishes);
        assertEquals(-1.0, sender.network().roundTripMillis());
        offer(sender, true, 5_000);
        List<RtpPacket> packets = Senders.drain(sender, clock.nanos());
        assertEquals(Codec.H264, sender.network().codec());
        assertEquals(packets.size(), sender.network().packets());
        assertEquals(packets.stream().mapToInt(p -> p.payload().length).sum(), sender.network().bytes());
    }

    /** Writes down what it hears. */
    private record ObserverStub(List<String> heard) implements TransportObserver {
        @Override
        public void sent(int sequence, int bytes, long nowNanos) {
            heard.add("sent " + sequence + " " + bytes);
        }

        @Override
        public void arrived(int sequence, long arrivalMicros) {
            throw new AssertionError("nothing was received");
        }

        @Override
        public void missing(int sequence) {
            throw new AssertionError("nothing was received");
        }

        @Override
        public void feedbackEnded(long nowNanos) {
            throw new AssertionError("nothing was received");
        }
    }
}
