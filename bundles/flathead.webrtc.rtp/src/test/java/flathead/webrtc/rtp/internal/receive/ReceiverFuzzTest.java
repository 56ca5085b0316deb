package flathead.webrtc.rtp.internal.receive;

import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.FakeClock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Damaged and random RTP and RTCP: nothing is thrown, nothing leaks, and a good stream is received afterwards. */
class ReceiverFuzzTest {
    private static final int ROUNDS = 300_000;

    private final long seed = Long.getLong("flathead.seed", 1);
    private final Random random = new Random(seed);
    private final FakeClock clock = new FakeClock();
    private final RtpReceiver receiver = new RtpReceiver(Settings.receiver());
    private final byte[] out = new byte[RtpReceiver.PACKET_CAPACITY];
    private int sequence = random.nextInt(65_536);
    private int timestamp;

    @Test
    void damagedPacketsAreCountedAndTheStreamGoesOn() {
        int pictures = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] packet = damaged();
            try {
                if (random.nextInt(8) == 0) {
                    receiver.receiveRtcp(packet, 0, packet.length, clock.nanos());
                } else {
                    receiver.receiveRtp(packet, packet.length, clock.nanos());
                }
                pictures += Units.drain(receiver, clock.nanos()).size();
                for (int i = 0; i < 3 && receiver.pollRtcp(out, clock.nanos()) > 0; i++) {
                    continue;
                }
                assertTrue(receiver.waitNanos(clock.nanos()) >= 0);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", " + HexFormat.of().formatHex(packet), e);
            }
            clock.advance(random.nextInt(4_000_000));
        }
        ReceiverCounters counters = receiver.counters();
        System.out.println("RTP fuzz: seed " + seed + ", " + pictures + " pictures, " + counters);
        assertTrue(counters.malformed() > 1_000 && counters.corrupt() > 1_000 && pictures > 1_000,
            "seed " + seed + ": " + counters);
        good();
        assertTrue(receiver.inFlight() == 0, "seed " + seed);
    }

    private void good() {
        clock.advanceMillis(5_000);
        int got = 0;
        for (int i = 0; i < 20; i++) {
            byte[] slice = Units.unit(random, Units.IDR, 50);
            slice[1] = (byte) 0x88; // of the picture parameter set that goes before it, not of one of the noise
            slice[2] = (byte) 0x80;
            byte[] packet = Packets.packet(Link.MEDIA, i, i * 3_000, 0x7777, true,
                Packets.stap(Units.SPS, Units.PPS, slice));
            receiver.receiveRtp(packet, packet.length, clock.nanos());
            got += Units.drain(receiver, clock.nanos()).size();
        }
        assertTrue(got == 20, "seed " + seed + ": " + got);
    }

    private byte[] damaged() {
        if (random.nextInt(20) == 0) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            return noise;
        }
        timestamp += random.nextInt(3) == 0 ? 3_000 : 0;
        byte[] unit = Units.unit(random, List.of(Units.IDR, Units.SLICE, 6, 9, 0x67).get(random.nextInt(5)),
            3 + random.nextInt(300));
        byte[] payload = switch (random.nextInt(6)) {
            case 0 -> unit;
            case 1 -> Packets.fragment(unit, 1, 1 + random.nextInt(unit.length - 1));
            case 2 -> Packets.fragment(unit, 1 + random.nextInt(unit.length - 1), unit.length);
            case 3 -> new byte[0];
            default -> Packets.stap(Units.SPS, Units.PPS, Units.unit(random, Units.IDR, 40));
        };
        int type = random.nextInt(6) == 0 ? Link.RTX : Link.MEDIA;
        sequence = sequence + 1 + (random.nextInt(9) == 0 ? random.nextInt(5) - 2 : 0) & 0xffff;
        byte[] packet = Packets.packet(type, sequence, timestamp, random.nextInt(500) == 0 ? random.nextInt() : 7,
            random.nextInt(3) == 0, payload);
        for (int i = random.nextInt(3); i > 0; i--) {
            packet[random.nextInt(packet.length)] = (byte) random.nextInt();
        }
        return random.nextInt(9) == 0 ? Arrays.copyOf(packet, random.nextInt(packet.length + 8)) : packet;
    }
}
