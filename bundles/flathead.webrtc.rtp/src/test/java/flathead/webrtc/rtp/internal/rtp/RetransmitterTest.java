package flathead.webrtc.rtp.internal.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.FakeClock;
import flathead.webrtc.rtp.internal.rtp.RtpSenderSettings.Start;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetransmitterTest {
    private final FakeClock clock = new FakeClock();
    private final AccessUnits pictures = new AccessUnits();
    private final Random random = new Random(4);
    private final Wishes wishes = new Wishes();

    private List<RtpPacket> send(RtpSender sender, boolean keyframe, int bytes) {
        assertTrue(pictures.offer(sender, AccessUnits.picture(random, keyframe, bytes), keyframe, clock.nanos()));
        return Senders.drainInTime(sender, clock);
    }

    private RtpSender sender(int rtxType, int slots) {
        return new RtpSender(Senders.settings(Senders.ALL, new Start(65_534, 65_535, 9), rtxType, slots), wishes,
            TransportObserver.NONE);
    }

    @Test
    void aLostPacketTravelsInsideOneOfTheRepairSource() {
        RtpSender sender = sender(Senders.RTX_TYPE, 64);
        List<RtpPacket> media = send(sender, true, 5_000);
        clock.advanceMillis(7);
        Senders.nack(sender, List.of(65_535, 3), clock.nanos());
        assertEquals(0, sender.waitNanos(clock.nanos()));
        List<RtpPacket> again = Senders.drain(sender, clock.nanos());
        assertEquals(2, again.size());
        for (int i = 0; i < 2; i++) {
            RtpPacket lost = media.get(i == 0 ? 1 : 5);
            RtpPacket repair = again.get(i);
            assertEquals(Senders.RTX_TYPE, repair.payloadType());
            assertEquals(Senders.RTX_SSRC, repair.ssrc());
            assertEquals(i == 0 ? 65_535 : 0, repair.sequence(), "a sequence of its own, which wraps");
            assertEquals(lost.sequence(), repair.originalSequence());
            assertEquals(lost.timestamp(), repair.timestamp());
            assertEquals(lost.marker(), repair.marker());
            assertArrayEquals(lost.payload(), repair.unwrapped(Senders.TYPE, Senders.SSRC).payload());
            assertArrayEquals(new byte[] {0, (byte) (media.size() + i)}, repair.extensions().get(2), "transport-wide");
            assertNotEquals(List.of(lost.extensions().get(3)), List.of(repair.extensions().get(3)), "time of sending");
        }
        assertEquals(2, sender.network().retransmitted());
        assertEquals(media.size(), sender.network().packets());
    }

    @Test
    void withoutARepairSourceItIsSentAsItWasBitForBit() {
        RtpSender sender = sender(-1, 64);
        List<RtpPacket> media = send(sender, true, 5_000);
        clock.advanceMillis(50);
        Senders.nack(sender, List.of(0), clock.nanos());
        List<RtpPacket> again = Senders.drain(sender, clock.nanos());
        assertEquals(1, again.size());
        assertArrayEquals(media.get(2).whole(), again.get(0).whole(), "SRTP would use one nonce for two contents");
    }

    @Test
    void oncePerRoundTripOrAlmost() {
        RtpSender sender = sender(Senders.RTX_TYPE, 64);
        send(sender, true, 5_000);
        Senders.nack(sender, List.of(65_535), clock.nanos());
        clock.advanceMillis(19);
        Senders.nack(sender, List.of(65_535), clock.nanos());
        assertEquals(1, Senders.drain(sender, clock.nanos()).size(), "no round trip is known: 20 ms");
        clock.advanceMillis(1);
        Senders.nack(sender, List.of(65_535), clock.nanos());
        assertEquals(1, Senders.drain(sender, clock.nanos()).size());

        byte[] report = new byte[RtpSender.PACKET_CAPACITY];
        assertTrue(sender.pollRtcp(report, clock.nanos()) > 0);
        clock.advanceMillis(60);
        Senders.receive(sender, "81c9000700000001" + "9992e32d" + "00000000".repeat(3)
            + java.util.HexFormat.of().formatHex(report, 10, 14) + "00000000", clock.nanos());
        assertEquals(60.0, sender.network().roundTripMillis());
        Senders.nack(sender, List.of(65_535), clock.nanos());
        clock.advanceMillis(44);
        Senders.nack(sender, List.of(65_535), clock.nanos());
        assertEquals(1, Senders.drain(sender, clock.nanos()).size());
        clock.advanceMillis(1);
        Senders.nack(sender, List.of(65_535), clock.nanos());
        assertEquals(1, Senders.drain(sender, clock.nanos()).size());
    }

    @Test
    void whatIsGoneOrNeverWasIsCounted() {
        RtpSender sender = sender(Senders.RTX_TYPE, 64);
        Senders.nack(sender, List.of(65_534), clock.nanos());
        assertEquals(1, sender.counters().retransmissionsTooLate(), "nothing was sent");
        send(sender, true, 1_000);
        for (int i = 0; i < 70; i++) {
            send(sender, false, 1_000);
        }
        // 71 packets in 64 slots: those from 7 on are there.
        Senders.nack(sender, IntStream.of(6, 7, 70, 71).mapToObj(i -> 65_534 + i & 0xffff).toList(), clock.nanos());
        assertEquals(List.of(5, 68), Senders.drain(sender, clock.nanos()).stream()
            .map(RtpPacket::originalSequence).toList());
        assertEquals(3, sender.counters().retransmissionsTooLate());
    }

    @Test
    void whatIsOverwrittenWhileItWaitsIsNotSentWrong() {
        RtpSender sender = sender(Senders.RTX_TYPE, 64);
        send(sender, true, 1_000);
        Senders.nack(sender, List.of(65_534), clock.nanos());
        List<byte[]> all64 = List.of(AccessUnits.unit(random, AccessUnits.IDR, 1 + 64 * 1_158));
        List<byte[]> oneMore = List.of(AccessUnits.unit(random, AccessUnits.IDR, 1 + 64 * 1_158 + 1));
        assertFalse(pictures.offer(sender, oneMore, true, clock.nanos()));
        assertTrue(pictures.offer(sender, all64, true, clock.nanos()));
        assertTrue(Senders.drainInTime(sender, clock).stream().allMatch(p -> p.payloadType() == Senders.TYPE));
        assertEquals(1, sender.counters().retransmissionsTooLate());
    }

    @Test
    void aStormOfRequestsCannotDrownTheMedia() {
        RtpSender sender = sender(Senders.RTX_TYPE, 1_024);
        send(sender, true, 500_000);
        long start = sender.network().packets();
        long bytes = 0;
        long again = 0;
        int latest = 65_534 + (int) start;
        for (int i = 0; i < 300; i++) {
            int end = latest + 5 * i;
            List<Integer> all = IntStream.range(end - 400, end).mapToObj(sequence -> sequence & 0xffff).toList();
            Senders.nack(sender, all.subList(0, 200), clock.nanos());
            Senders.nack(sender, all.subList(200, 400), clock.nanos());
            boolean offered = pictures.offer(sender, AccessUnits.picture(random, false, 5_000), false, clock.nanos());
            assertTrue(offered);
            List<RtpPacket> packets = Senders.drain(sender, clock.nanos());
            for (int p = 0; p < 5; p++) {
                assertEquals(Senders.TYPE, packets.get(p).payloadType(), "media first");
            }
            bytes += packets.subList(0, 5).stream().mapToInt(p -> p.whole().length).sum();
            again += packets.subList(5, packets.size()).stream().mapToInt(p -> p.whole().length).sum();
            clock.advanceMillis(33);
        }
        assertEquals(5 * 300, sender.network().packets() - start);
        assertTrue(again <= bytes / 2 + Retransmitter.CREDIT_PACKETS * 1_202, again + " of " + bytes);
        assertTrue(again >= bytes / 3, again + " of " + bytes);
        assertTrue(sender.counters().retransmissionsRefused() > 10_000);
    }

    @Test
    void nacksForOthersAreNotOurs() {
        RtpSender sender = sender(Senders.RTX_TYPE, 64);
        send(sender, true, 1_000);
        Senders.receive(sender, "81cd0003 00000001 aa24547c fffe0000", clock.nanos());
        Senders.receive(sender, "81cd0003 00000001 00000000 fffe0000", clock.nanos());
        assertFalse(sender.waitNanos(clock.nanos()) < 0);
        assertEquals(List.of(), Senders.drain(sender, clock.nanos()));
        assertEquals(0, sender.counters().retransmissionsTooLate());
    }
}
