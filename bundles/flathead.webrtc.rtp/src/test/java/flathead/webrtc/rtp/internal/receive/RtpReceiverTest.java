package flathead.webrtc.rtp.internal.receive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.EncodedFrame;
import flathead.api.ReceiverStatus;
import flathead.testkit.FakeClock;
import flathead.webrtc.rtp.internal.rtp.Heard;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RtpReceiverTest {
    private final FakeClock clock = new FakeClock();
    private final Random random = new Random(3);
    private final RtpReceiver receiver = new RtpReceiver(Settings.receiver());
    private final byte[] out = new byte[RtpReceiver.PACKET_CAPACITY];

    private void receive(byte[] packet) {
        receiver.receiveRtp(packet, packet.length, clock.nanos());
    }

    private List<byte[]> pictures() {
        return Units.drain(receiver, clock.nanos());
    }

    private byte[] keyframe(int sequence, int timestamp) {
        byte[] idr = Units.unit(random, Units.IDR, 100);
        receive(Packets.media(sequence, timestamp, true, Packets.stap(Units.SPS, Units.PPS, idr)));
        return Units.annexB(List.of(Units.SPS, Units.PPS, idr));
    }

    private byte[] slice(int sequence, int timestamp) {
        byte[] slice = Units.unit(random, Units.SLICE, 100);
        receive(Packets.media(sequence, timestamp, true, slice));
        return Units.annexB(List.of(slice));
    }

    private List<String> rtcp() {
        List<String> all = new ArrayList<>();
        for (int length = receiver.pollRtcp(out, clock.nanos()); length > 0;
                length = receiver.pollRtcp(out, clock.nanos())) {
            all.addAll(Heard.in(out, length));
        }
        return all;
    }

    private static void same(List<byte[]> expected, List<byte[]> got) {
        assertEquals(expected.stream().map(Units::digest).toList(), got.stream().map(Units::digest).toList());
    }

    @Test
    void aPictureComesTheMomentThatItIsComplete() {
        byte[] idr = Units.unit(random, Units.IDR, 900);
        receive(Packets.media(65_535, 9, false, Packets.stap(Units.SPS, Units.PPS)));
        receive(Packets.media(1, 9, false, Packets.fragment(idr, 400, 700)));
        receive(Packets.media(0, 9, false, Packets.fragment(idr, 1, 400)));
        assertEquals(0, pictures().size());
        receive(Packets.media(2, 9, true, Packets.fragment(idr, 700, 900)));
        EncodedFrame frame = receiver.nextPicture(clock.nanos());
        assertArrayEquals(Units.annexB(List.of(Units.SPS, Units.PPS, idr)), Units.bytes(frame));
        assertEquals("H264 640x480@30", frame.format().toString());
        assertTrue(frame.keyframe());
        assertEquals(clock.nanos(), frame.captureNanos());
        assertEquals(1, receiver.inFlight());
        frame.close();
        assertNull(receiver.nextPicture(clock.nanos()));
        assertEquals(0, receiver.inFlight());
    }

    @Test
    void withoutAMarkerTheNextPictureEndsIt() {
        byte[] idr = Units.unit(random, Units.IDR, 50);
        receive(Packets.media(5, 9, false, Packets.stap(Units.SPS, Units.PPS, idr)));
        assertEquals(0, pictures().size());
        receive(Packets.media(6, 3_009, false, Units.unit(random, Units.SLICE, 50)));
        same(List.of(Units.annexB(List.of(Units.SPS, Units.PPS, idr))), pictures());
    }

    @Test
    void paddingIsNoPicture() {
        List<byte[]> expected = new ArrayList<>(List.of(keyframe(5, 9)));
        receive(Packets.media(6, 9, false, new byte[0]));
        byte[] padded = Packets.media(7, 9, false, new byte[] {0, 0, 0, 4});
        padded[0] |= 0x20;
        receive(padded);
        expected.add(slice(8, 3_009));
        same(expected, pictures());
        assertEquals(0, receiver.counters().dropped());
    }

    @Test
    void anIdrGetsTheParameterSetsThatThereWereLast() {
        byte[] first = keyframe(5, 9);
        byte[] idr = Units.unit(random, Units.IDR, 50);
        receive(Packets.media(6, 3_009, true, idr));
        same(List.of(first, Units.annexB(List.of(Units.SPS, Units.PPS, idr))), pictures());
    }

    @Test
    void parameterSetsOfTheirOwnTimestampAreNoPicture() {
        receive(Packets.media(5, 9, true, Packets.stap(Units.SPS, Units.PPS)));
        byte[] idr = Units.unit(random, Units.IDR, 50);
        receive(Packets.media(6, 3_009, true, idr));
        same(List.of(Units.annexB(List.of(Units.SPS, Units.PPS, idr))), pictures());
    }

    @Test
    void thoseOfTheDescriptionServeToo() {
        receiver.know(Units.SPS);
        receiver.know(Units.PPS);
        slice(4, 9);
        byte[] idr = Units.unit(random, Units.IDR, 50);
        receive(Packets.media(5, 3_009, true, idr));
        same(List.of(Units.annexB(List.of(Units.SPS, Units.PPS, idr))), pictures());
    }

    @Test
    void anotherSizeIsAnotherFormat() {
        keyframe(5, 9);
        pictures();
        receive(Packets.media(6, 3_009, true,
            Packets.stap(Units.SPS_LARGE, Units.PPS, Units.unit(random, Units.IDR, 50))));
        try (EncodedFrame frame = receiver.nextPicture(clock.nanos())) {
            assertEquals("H264 1280x720@30", frame.format().toString());
        }
    }

    @Test
    void aMessageMayStandBeforeTheParameterSets() {
        byte[] message = {6, 5, 1, 7, -128};
        byte[] idr = Units.unit(random, Units.IDR, 50);
        receive(Packets.media(5, 9, true, Packets.stap(new byte[] {9, 0x10}, message, Units.SPS, Units.PPS, idr)));
        same(List.of(Units.annexB(List.of(message, Units.SPS, Units.PPS, idr))), pictures());
    }

    @Test
    void delimitersAndFillerAreLeftOut() {
        byte[] idr = Units.unit(random, Units.IDR, 50);
        receive(Packets.media(5, 9, false, new byte[] {9, 0x10}));
        receive(Packets.media(6, 9, false, Packets.stap(new byte[] {9, 0x10}, Units.SPS, Units.PPS, idr)));
        receive(Packets.media(7, 9, true, new byte[] {12, -1, -1, -128}));
        same(List.of(Units.annexB(List.of(Units.SPS, Units.PPS, idr))), pictures());
    }

    @Test
    void aStreamThatDoesNotBeginWithAKeyframeAsksForOne() {
        slice(5, 9);
        assertEquals(0, pictures().size());
        assertTrue(rtcp().contains("pli 00001111"));
        clock.advanceMillis(999);
        slice(6, 3_009);
        assertTrue(rtcp().stream().noneMatch(said -> said.startsWith("pli")));
        clock.advanceMillis(1);
        assertTrue(rtcp().contains("pli 00001111"), "again, as none has come");
        same(List.of(keyframe(7, 6_009)), pictures());
        clock.advanceMillis(1_000);
        assertTrue(rtcp().stream().noneMatch(said -> said.startsWith("pli")));
    }

    @Test
    void aSinksWishIsToldOnceIfAKeyframeComes() {
        keyframe(5, 9);
        pictures();
        rtcp();
        receiver.requestKeyframe();
        receiver.requestKeyframe();
        assertEquals(List.of("pli 00001111"), rtcp());
        keyframe(6, 3_009);
        pictures();
        clock.advanceMillis(3_000);
        assertTrue(rtcp().stream().noneMatch(said -> said.startsWith("pli")));
    }

    @Test
    void aGapIsAskedForAtOnceAndAgainAfterTheTimeThatAnswersTake() {
        List<byte[]> expected = new ArrayList<>(List.of(keyframe(5, 9)));
        pictures();
        rtcp();
        byte[] lost = Units.unit(random, Units.SLICE, 80);
        byte[] after = slice(8, 9_009);
        assertEquals(List.of("nack 00001111 6", "nack 00001111 7"), rtcp());
        clock.advanceMillis(20);
        assertEquals(List.of(), rtcp());
        receive(rtx(1, 6, 3_009, lost));
        clock.advanceMillis(22);
        pictures();
        assertEquals(List.of("nack 00001111 7"), rtcp(), "answers take 20 ms");
        receive(rtx(2, 7, 6_009, lost));
        same(List.of(Units.annexB(List.of(lost)), after), pictures());
        assertEquals(1, expected.size());
        assertEquals(2, receiver.network().retransmitted());
        assertEquals(0, receiver.network().lost());
        ReceiverStatus status = receiver.status(clock.nanos());
        assertEquals("2 missing, 2 recovered, 0 reordered, 2 nacks", status.missing() + " missing, "
            + status.recovered() + " recovered, " + status.reordered() + " reordered, " + status.nacks() + " nacks");
        receive(rtx(3, 7, 6_009, lost));
        slice(8, 9_009);
        assertEquals(2, receiver.status(clock.nanos()).late(), "used already");
        assertEquals(2, receiver.status(clock.nanos()).recovered());
    }

    @Test
    void withoutRtxWhatComesAfterItWasAskedForWasSentAgain() {
        RtpReceiver plain = new RtpReceiver(new ReceiverSettings(Settings.SSRC, "receiver", Link.MEDIA, -1, 0, 0,
            ReceiverSettings.Feedback.ALL, 64, 0, Settings.CLOCK));
        for (int sequence : new int[] {5, 7, 6, 9}) {
            byte[] packet = Packets.media(sequence, sequence * 3_000, true, Units.unit(random, Units.SLICE, 50));
            plain.receiveRtp(packet, packet.length, clock.nanos());
        }
        assertEquals(1, plain.counters().reordered());
        plain.pollRtcp(out, clock.nanos());
        byte[] packet = Packets.media(8, 24_000, true, Units.unit(random, Units.SLICE, 50));
        plain.receiveRtp(packet, packet.length, clock.nanos());
        assertEquals(1, plain.counters().recovered());
        assertEquals(1, plain.counters().reordered());
    }

    @Test
    void aStandstillIsCounted() {
        for (int i = 0; i < 30; i++) {
            keyframe(5 + i, 9 + i * 3_000);
            pictures();
            clock.advanceMillis(i == 20 ? 400 : 33);
        }
        assertEquals(1, receiver.status(clock.nanos()).freezes());
        assertEquals(30, receiver.status(clock.nanos()).pictures());
    }

    private static byte[] rtx(int sequence, int original, int timestamp, byte[] unit) {
        byte[] payload = new byte[unit.length + 2];
        payload[0] = (byte) (original >> 8);
        payload[1] = (byte) original;
        System.arraycopy(unit, 0, payload, 2, unit.length);
        return Packets.packet(Link.RTX, sequence, timestamp, 0x2222, true, payload);
    }

    @Test
    void aLostEndIsAskedForBeforeTheNextPicture() {
        keyframe(5, 9);
        pictures();
        rtcp();
        byte[] slice = Units.unit(random, Units.SLICE, 300);
        receive(Packets.media(6, 3_009, false, Packets.fragment(slice, 1, 150)));
        pictures();
        assertEquals(List.of(), rtcp());
        assertEquals(12_000_000, receiver.waitNanos(clock.nanos()));
        clock.advanceMillis(12);
        pictures();
        assertEquals(List.of("nack 00001111 7"), rtcp());
        receive(Packets.media(7, 3_009, true, Packets.fragment(slice, 150, 300)));
        same(List.of(Units.annexB(List.of(slice))), pictures());
        assertEquals(0, receiver.counters().missing());
    }

    @Test
    void whatCannotBeCompletedIsPassedOverUpToTheNextKeyframe() {
        keyframe(5, 9);
        pictures();
        rtcp();
        slice(7, 6_009);
        slice(8, 9_009);
        clock.advanceMillis(600);
        assertEquals(0, pictures().size());
        assertTrue(rtcp().contains("pli 00001111"));
        slice(9, 12_009);
        same(List.of(keyframe(10, 15_009)), pictures());
        slice(6, 3_009);
        assertEquals(0, pictures().size());
        assertEquals(1, receiver.counters().late());
        assertEquals(1, receiver.counters().givenUp());
    }

    @Test
    void aKeyframeThatWaitsBehindAGapNeedsNoWish() {
        keyframe(5, 9);
        pictures();
        rtcp();
        byte[] key = keyframe(7, 6_009);
        assertEquals(0, pictures().size());
        clock.advanceMillis(600);
        same(List.of(key), pictures());
        assertTrue(rtcp().stream().noneMatch(said -> said.startsWith("pli")));
    }

    @Test
    void anotherSourceBeginsAnew() {
        byte[] first = keyframe(5, 9);
        byte[] idr = Units.unit(random, Units.IDR, 60);
        byte[] other = Packets.packet(Link.MEDIA, 40_000, 77, 0x9999, true,
            Packets.stap(Units.SPS, Units.PPS, idr));
        same(List.of(first), pictures());
        receive(other);
        same(List.of(Units.annexB(List.of(Units.SPS, Units.PPS, idr))), pictures());
        slice(6, 3_009);
        assertEquals(0, pictures().size());
        assertEquals(1, receiver.counters().foreign(), "of the source before");
        assertEquals(2, receiver.counters().sources());
        assertEquals(2, receiver.network().packets(), "of both");
        clock.advanceMillis(1_000);
        assertTrue(rtcp().stream().anyMatch(said -> said.startsWith("report 00009999")));
    }

    @Test
    void numbersThatDoNotGoOnBeginAnewAtTheSecond() {
        keyframe(5, 9);
        pictures();
        slice(20_000, 3_009);
        assertEquals(1, receiver.counters().late());
        keyframe(20_001, 6_009);
        assertEquals(1, pictures().size());
        keyframe(20_002, 9_009);
        assertEquals(1, pictures().size());
        assertEquals(2, receiver.counters().sources());
    }

    @Test
    void withoutAFreePictureItIsDroppedAndAKeyframeWished() {
        keyframe(5, 9);
        List<EncodedFrame> held = new ArrayList<>();
        int sequence = 6;
        for (EncodedFrame frame = receiver.nextPicture(clock.nanos()); frame != null;
                frame = receiver.nextPicture(clock.nanos())) {
            held.add(frame);
            slice(sequence, sequence * 3_000);
            sequence++;
        }
        assertEquals(PicturePool.PICTURES, held.size());
        assertEquals(1, receiver.counters().noRoom());
        assertTrue(rtcp().contains("pli 00001111"));
        held.forEach(EncodedFrame::close);
        slice(sequence, sequence * 3_000);
        assertEquals(0, pictures().size());
        keyframe(sequence + 1, sequence * 3_000 + 3_000);
        assertEquals(1, pictures().size());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatSinksWantIsToldAndLifted(boolean transportWide) {
        ReceiverSettings.Feedback remb =
            new ReceiverSettings.Feedback(true, true, true, true, transportWide, true, true);
        RtpReceiver limited = new RtpReceiver(Settings.receiver(remb));
        byte[] packet = Packets.media(5, 9, true, Units.unit(random, Units.SLICE, 50));
        limited.receiveRtp(packet, packet.length, clock.nanos());
        limited.pollRtcp(out, clock.nanos());
        limited.limitBitrate(500_000);
        assertEquals(List.of("remb 00001111 500000"), Heard.in(out, limited.pollRtcp(out, clock.nanos())));
        limited.limitBitrate(Integer.MAX_VALUE);
        assertTrue(Heard.in(out, limited.pollRtcp(out, clock.nanos())).get(0).startsWith("remb 00001111 9999"));
    }

    @Test
    void theRoundTripComesBackAndTheEndIsTold() {
        keyframe(5, 9);
        List<String> said = rtcp();
        assertEquals("time 00003333", said.get(1).substring(0, 13));
        int middle = Integer.parseUnsignedInt(said.get(1).substring(14), 16);
        clock.advanceMillis(130);
        byte[] answer = Units.hex(String.format("80cf0005 00001111 05000003 00003333 %08x %08x", middle,
            65_536 / 10));
        receiver.receiveRtcp(answer, 0, answer.length, clock.nanos());
        assertEquals(30, receiver.network().roundTripMillis(), 0.1);
        receiver.close();
        assertEquals("bye 00003333", rtcp().get(2));
        assertEquals(Long.MAX_VALUE, receiver.waitNanos(clock.nanos()));
        assertEquals(List.of(), rtcp());
    }

    @Test
    void aReportAnswersTheSenders() {
        keyframe(5, 9);
        rtcp();
        byte[] report = Units.hex("80c80006 00001111 eeaf8f1f 447f23cc 115f032f 0000001d 00004f75");
        receiver.receiveRtcp(report, 0, report.length, clock.nanos());
        keyframe(7, 6_009);
        clock.advanceMillis(1_000);
        assertEquals("report 00001111 fraction 128 lost 1 highest 7 jitter " + jitter()
            + " lsr 8f1f447f dlsr 65536", rtcp().get(0));
        receiver.receiveRtcp(Units.hex("81cb0001 00001111"), 0, 8, clock.nanos());
        assertTrue(receiver.senderLeft());
    }

    private long jitter() {
        return (long) (receiver.counters().jitterMillis() * 90);
    }
}
