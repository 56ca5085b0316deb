package flathead.webrtc.rtp.internal.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.FakeClock;
import flathead.webrtc.rtp.internal.rtp.Bytes;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What real senders sent, damaged in every way: nothing is thrown, nothing goes round for ever, nothing is kept, and
 * what comes whole afterwards is received. The same damage in every run.
 */
@Timeout(60)
class CapturedFuzzTest {
    private static final int ROUNDS = 150;
    /** Much more than a receiver's window, and the pictures of the largest size that it makes. */
    private static final long MOST_BYTES = 200L << 20;

    private final FakeClock clock = new FakeClock();
    private final byte[] out = new byte[RtpReceiver.PACKET_CAPACITY];

    static java.util.List<Captured> all() {
        return Captured.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void damagedPacketsDoNoHarm(Captured captured) {
        RtpReceiver receiver = captured.receiver();
        long pictures = 0;
        long before = used();
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(round);
            for (Captured.Packet packet : captured.packets()) {
                byte[] damaged = damaged(moved(packet, round, captured.packets().size()), random);
                try {
                    if (packet.rtcp() || random.nextInt(50) == 0) {
                        receiver.receiveRtcp(damaged, 0, damaged.length, clock.nanos());
                    } else if (damaged.length <= RtpReceiver.PACKET_CAPACITY) {
                        receiver.receiveRtp(damaged, damaged.length, clock.nanos());
                    }
                    pictures += Units.drain(receiver, clock.nanos()).size();
                    for (int i = 0; receiver.pollRtcp(out, clock.nanos()) > 0; i++) {
                        assertTrue(i < 100, "it never falls silent");
                    }
                    assertTrue(receiver.waitNanos(clock.nanos()) >= 0);
                } catch (RuntimeException e) {
                    throw new AssertionError(captured + ", round " + round + ", "
                        + HexFormat.of().formatHex(damaged), e);
                }
                clock.advance(random.nextInt(20_000_000));
            }
        }
        long grown = used() - before;
        System.out.println(captured + ", damaged: " + pictures + " pictures, " + (grown >> 10) + " KiB more, "
            + receiver.counters());
        assertTrue(receiver.counters().corrupt() + receiver.counters().givenUp() > 0, "some of it was damaged");
        assertTrue(grown < MOST_BYTES, grown + " bytes are kept");
        assertEquals(0, receiver.inFlight());
        clock.advanceMillis(5_000);
        int whole = 0;
        for (Captured.Packet packet : captured.packets()) {
            byte[] bytes = packet.bytes().clone();
            if (packet.rtcp()) {
                receiver.receiveRtcp(bytes, 0, bytes.length, clock.nanos());
            } else {
                // Another source, so that it is not taken for a part of what was there before.
                bytes[8] ^= 0x5a;
                receiver.receiveRtp(bytes, bytes.length, clock.nanos());
            }
            whole += Units.drain(receiver, clock.nanos()).size();
        }
        assertEquals(captured.pictures().size(), whole, "whole again");
    }

    /** Of what is reachable, about. */
    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory()
            + ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed).sum();
    }

    /** As if the sender had gone on: its numbers and times follow those of the round before. */
    private static byte[] moved(Captured.Packet packet, int round, int count) {
        byte[] bytes = packet.bytes().clone();
        if (!packet.rtcp()) {
            Bytes.put16(bytes, 2, packet.sequence() + round * count);
            Bytes.put32(bytes, 4, packet.timestamp() + round * 100_000);
        }
        return bytes;
    }

    private static byte[] damaged(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        switch (random.nextInt(8)) {
            case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[random.nextInt(Math.min(40, bytes.length))] = (byte) random.nextInt();
            case 2 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 3 -> bytes = Arrays.copyOf(bytes, bytes.length + random.nextInt(60));
            case 4 -> {
                int at = random.nextInt(bytes.length);
                byte[] noise = new byte[Math.min(bytes.length - at, random.nextInt(64))];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, bytes, at, noise.length);
            }
            default -> {
            }
        }
        return bytes;
    }
}
