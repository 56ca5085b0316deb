package flathead.webrtc.rtp.internal.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.EncodedFrame;
import flathead.api.TimeQuality;
import flathead.testkit.FakeClock;
import flathead.webrtc.rtp.internal.rtp.Heard;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What real senders sent, as it was and as a worse way would have delivered it. */
class CapturedStreamsTest {
    private static final int ROUNDS = 20;

    private final FakeClock clock = new FakeClock();
    private final byte[] out = new byte[RtpReceiver.PACKET_CAPACITY];
    private final List<String> got = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private TimeQuality quality;
    private int sentAgain;
    private boolean firstIsKeyframe;

    static List<Captured> all() {
        return Captured.all();
    }

    private static List<String> expected(Captured captured) {
        return captured.pictures().stream().map(Units::digest).toList();
    }

    private void receive(RtpReceiver receiver, byte[] packet, boolean rtcp) {
        if (rtcp) {
            receiver.receiveRtcp(packet, 0, packet.length, clock.nanos());
        } else {
            receiver.receiveRtp(packet, packet.length, clock.nanos());
        }
        take(receiver);
    }

    private void take(RtpReceiver receiver) {
        long now = clock.nanos();
        for (EncodedFrame frame = receiver.nextPicture(now); frame != null; frame = receiver.nextPicture(now)) {
            firstIsKeyframe |= got.isEmpty() && frame.keyframe();
            got.add(Units.digest(Units.bytes(frame)));
            assertEquals("320x240", frame.format().width() + "x" + frame.format().height());
            assertTrue(frame.captureNanos() <= now);
            quality = frame.timeQuality();
            frame.close();
        }
        for (int length = receiver.pollRtcp(out, now); length > 0; length = receiver.pollRtcp(out, now)) {
            asked.addAll(Heard.in(out, length));
        }
    }

    /** Until the packet's time, a step whenever the receiver has something to do. */
    private void until(RtpReceiver receiver, long nanos) {
        while (clock.nanos() < nanos) {
            clock.advance(Math.max(1, Math.min(receiver.waitNanos(clock.nanos()), nanos - clock.nanos())));
            take(receiver);
        }
    }

    private void run(RtpReceiver receiver, List<Captured.Packet> packets) {
        long begin = clock.nanos();
        for (Captured.Packet packet : packets) {
            until(receiver, begin + packet.millis() * 1_000_000);
            receive(receiver, packet.bytes(), packet.rtcp());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void asItCame(Captured captured) {
        RtpReceiver receiver = captured.receiver();
        run(receiver, captured.packets());
        List<String> expected = expected(captured);
        System.out.println(captured + ": " + expected.size() + " pictures of " + captured.packets().size()
            + " packets, " + receiver.counters());
        assertTrue(expected.size() >= 20, expected.size() + " pictures");
        assertEquals(expected, got);
        assertTrue(firstIsKeyframe);
        assertEquals(0, receiver.counters().dropped() + receiver.counters().malformed()
            + receiver.counters().malformedRtcp() + receiver.counters().missing());
        boolean reported = captured.packets().stream().anyMatch(Captured.Packet::rtcp);
        assertEquals(reported ? TimeQuality.ESTIMATED : TimeQuality.ARRIVAL, quality, "nobody answered our questions");
        assertEquals(0, receiver.inFlight());
    }

    @ParameterizedTest
    @MethodSource("all")
    void inAnotherOrder(Captured captured) {
        for (int seed = 0; seed < ROUNDS; seed++) {
            got.clear();
            List<Captured.Packet> packets = new ArrayList<>(captured.packets());
            Random random = new Random(seed);
            for (int at = 0; at + 1 < packets.size(); at += 4) {
                List<Captured.Packet> few = packets.subList(at, Math.min(at + 4, packets.size()));
                Collections.shuffle(few, random);
            }
            RtpReceiver receiver = captured.receiver();
            run(receiver, packets);
            assertEquals(expected(captured), got, "seed " + seed);
            // Without RTX what was asked for meanwhile seems to have been sent again.
            assertTrue(receiver.counters().reordered() + receiver.counters().recovered() > 0);
            assertEquals(0, receiver.network().lost());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void withMuchThatComesTwice(Captured captured) {
        for (int seed = 0; seed < ROUNDS; seed++) {
            got.clear();
            List<Captured.Packet> packets = new ArrayList<>();
            Random random = new Random(seed);
            for (Captured.Packet packet : captured.packets()) {
                packets.add(packet);
                if (random.nextInt(3) == 0) {
                    packets.add(Math.max(0, packets.size() - random.nextInt(4)), packet);
                }
            }
            RtpReceiver receiver = captured.receiver();
            run(receiver, packets);
            assertEquals(expected(captured), got, "seed " + seed);
            assertTrue(receiver.counters().duplicates() + receiver.counters().late() > 0);
        }
    }

    /** A fifth is lost, but the first and the last; what is asked for comes 10 ms later. */
    @ParameterizedTest
    @MethodSource("all")
    void withLossesThatAreMadeUpFor(Captured captured) {
        List<String> expected = expected(captured);
        long count = captured.packets().stream().filter(packet -> isMedia(captured, packet)).count();
        for (int seed = 0; seed < ROUNDS; seed++) {
            got.clear();
            asked.clear();
            Random random = new Random(seed);
            RtpReceiver receiver = captured.receiver();
            Map<Integer, Captured.Packet> lost = new HashMap<>();
            long begin = clock.nanos();
            int media = 0;
            for (Captured.Packet packet : captured.packets()) {
                until(receiver, begin + packet.millis() * 1_000_000);
                boolean inner = isMedia(captured, packet) && media++ > 0 && media < count;
                if (inner && random.nextInt(5) == 0) {
                    lost.put(packet.sequence(), packet);
                } else {
                    receive(receiver, packet.bytes(), packet.rtcp());
                }
                begin += answer(captured, receiver, lost);
            }
            for (int i = 0; i < 20; i++) {
                until(receiver, clock.nanos() + 10_000_000);
                answer(captured, receiver, lost);
            }
            assertEquals(expected, got, "seed " + seed + ", lost " + lost.keySet());
            assertTrue(receiver.counters().recovered() > 0);
        }
    }

    /** Sends again what was asked for; answers how much time that took. */
    private long answer(Captured captured, RtpReceiver receiver, Map<Integer, Captured.Packet> lost) {
        long before = clock.nanos();
        for (String said : List.copyOf(asked)) {
            Captured.Packet again = said.startsWith("nack")
                ? lost.get(Integer.parseInt(said.substring(said.lastIndexOf(' ') + 1))) : null;
            if (again != null) {
                clock.advanceMillis(10);
                receive(receiver, captured.again(again, sentAgain++), false);
            }
        }
        asked.clear();
        return clock.nanos() - before;
    }

    private static boolean isMedia(Captured captured, Captured.Packet packet) {
        return !packet.rtcp() && packet.payloadType() == captured.payloadType();
    }

    /** Nobody sends again: what cannot be made is missing, up to a keyframe, and one is asked for. */
    @ParameterizedTest
    @MethodSource("all")
    void withLossesThatAreNot(Captured captured) {
        List<String> expected = expected(captured);
        List<byte[]> pictures = captured.pictures();
        int missed = 0;
        for (int seed = 0; seed < ROUNDS; seed++) {
            got.clear();
            asked.clear();
            Random random = new Random(seed);
            List<Captured.Packet> packets = new ArrayList<>(captured.packets());
            packets.removeIf(packet -> isMedia(captured, packet) && random.nextInt(10) == 0);
            RtpReceiver receiver = captured.receiver();
            run(receiver, packets);
            until(receiver, clock.nanos() + 3_000_000_000L);
            int next = 0;
            for (String digest : got) {
                int at = expected.subList(next, expected.size()).indexOf(digest) + next;
                assertTrue(at >= next, "seed " + seed + ": a picture that was not sent, or out of order");
                assertTrue(at == next || (pictures.get(at)[4] & 31) == ParameterSets.SPS, "no keyframe after a gap");
                next = at + 1;
            }
            missed += got.size() < expected.size() ? 1 : 0;
            if (next < expected.size()) {
                assertTrue(asked.stream().anyMatch(said -> said.startsWith("pli")), asked::toString);
            }
            assertEquals(0, receiver.inFlight());
        }
        assertTrue(missed > ROUNDS / 2, "losses in " + missed + " rounds");
    }
}
