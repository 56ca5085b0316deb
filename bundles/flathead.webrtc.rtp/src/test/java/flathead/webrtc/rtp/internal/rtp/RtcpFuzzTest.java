package flathead.webrtc.rtp.internal.rtp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.FakeClock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Damaged and random RTCP against a sender at work: nothing is thrown, and the media goes on undisturbed. */
class RtcpFuzzTest {
    private static final int ROUNDS = 200_000;

    private final List<byte[]> seeds = new ArrayList<>();

    RtcpFuzzTest() {
        for (String name : List.of("rtcp-aiortc-1.4.0.txt", "rtcp-chromium-156.txt")) {
            RtcpReaderTest.file(name).forEach(line -> seeds.add(Senders.hex(line)));
        }
        seeds.add(Senders.hex("81ce0002 00000001 9992e32d"));
        seeds.add(Senders.hex("84ce0004 00000001 00000000 9992e32d 07000000"));
        seeds.add(Senders.hex("82cb0003 00000001 00000002 03627965"));
    }

    @Test
    void damagedPacketsAreCountedAndTheStreamGoesOn() {
        long seed = Long.getLong("flathead.seed", 1);
        Random random = new Random(seed);
        FakeClock clock = new FakeClock();
        RtpSender sender = Senders.sender(new Wishes());
        AccessUnits pictures = new AccessUnits();
        int expected = 1_000;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] packet = damaged(random);
            try {
                sender.receiveRtcp(packet, 0, packet.length, clock.nanos());
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", " + HexFormat.of().formatHex(packet), e);
            }
            if (round % 100 == 0) {
                List<byte[]> units = AccessUnits.picture(random, round == 0, 3_000);
                assertTrue(pictures.offer(sender, units, round == 0, clock.nanos()));
                for (RtpPacket sent : Senders.drainInTime(sender, clock)) {
                    if (sent.payloadType() == Senders.TYPE) {
                        assertTrue(sent.sequence() == expected, "seed " + seed);
                        expected = expected + 1 & 0xffff;
                    }
                }
                clock.advanceMillis(33);
            }
        }
        long malformed = sender.counters().malformedRtcp();
        System.out.println("RTCP fuzz: seed " + seed + ", malformed " + malformed);
        assertTrue(malformed > ROUNDS / 100 && malformed < ROUNDS * 3L, "seed " + seed + ": " + malformed);
    }

    private byte[] damaged(Random random) {
        if (random.nextInt(10) == 0) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            return noise;
        }
        byte[] packet = seeds.get(random.nextInt(seeds.size())).clone();
        if (random.nextInt(3) == 0) {
            byte[] other = seeds.get(random.nextInt(seeds.size()));
            int length = packet.length;
            packet = Arrays.copyOf(packet, length + other.length);
            System.arraycopy(other, 0, packet, length, other.length);
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            packet[random.nextInt(packet.length)] = (byte) random.nextInt();
        }
        return random.nextInt(5) == 0 ? Arrays.copyOf(packet, random.nextInt(packet.length + 8)) : packet;
    }
}
