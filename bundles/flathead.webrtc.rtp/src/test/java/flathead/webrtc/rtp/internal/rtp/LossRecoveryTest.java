package flathead.webrtc.rtp.internal.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.FakeClock;
import flathead.webrtc.rtp.internal.rtp.RtpSenderSettings.Start;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sender and a receiver that sends NACKs, with a path between them that loses packets of every kind, both ways. */
class LossRecoveryTest {
    private static final long MILLI = 1_000_000;
    private static final int PICTURES = 900;

    private final FakeClock clock = new FakeClock();
    private final Random random = new Random(4);
    private final Wishes wishes = new Wishes();
    private final RtpSender sender = new RtpSender(
        Senders.settings(Senders.ALL, new Start(64_000, 100, 9), Senders.RTX_TYPE, 1_024), wishes,
        TransportObserver.NONE);
    private final AccessUnits pictures = new AccessUnits();
    private final List<List<String>> sent = new ArrayList<>();
    private final byte[] out = new byte[RtpSender.PACKET_CAPACITY];

    private final Deque<Flying> toReceiver = new ArrayDeque<>();
    private final Deque<Flying> toSender = new ArrayDeque<>();
    private int burstLeft;
    private int lostMedia;
    private int lostRepairs;
    private int lostFeedback;

    /** Unwrapped sequence numbers. */
    private final TreeMap<Integer, RtpPacket> received = new TreeMap<>();
    private final TreeMap<Integer, Long> missing = new TreeMap<>();
    private int highest = 63_999;

    private record Flying(long at, byte[] bytes) {
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "20, 1", "60, 1", "0, 5", "20, 5", "60, 5"})
    void fivePercentAreRecovered(int roundTripMillis, int burst) {
        long oneWay = roundTripMillis * MILLI / 2;
        for (int tick = 0; tick < PICTURES * 33 + 2_000; tick++) {
            if (tick % 33 == 0 && sent.size() < PICTURES) {
                boolean keyframe = sent.size() % 60 == 0;
                int bytes = keyframe ? 30_000 : 500 + random.nextInt(8_000);
                List<byte[]> units = AccessUnits.picture(random, keyframe, bytes);
                assertTrue(pictures.offer(sender, units, keyframe, clock.nanos()));
                sent.add(AccessUnits.hex(units));
            }
            leave(oneWay, burst);
            // Patient enough for what was asked for to arrive.
            arrive(oneWay, burst, Math.max(10, roundTripMillis * 3 / 2) * MILLI);
            clock.advanceMillis(1);
        }
        assertEquals(List.of(), List.copyOf(missing.keySet()), "never recovered");
        assertEquals(sent, pictures());
        assertTrue(lostMedia > 100 && lostRepairs > 0 && lostFeedback > 0,
            lostMedia + " " + lostRepairs + " " + lostFeedback);
        long again = sender.network().retransmitted();
        assertTrue(again >= lostMedia && again <= lostMedia + lostRepairs, again + " for " + lostMedia);
        assertEquals(0, sender.counters().retransmissionsRefused());
        assertEquals(0, sender.counters().retransmissionsTooLate());
        assertEquals(0, wishes.keyframes);
        System.out.println("RTT " + roundTripMillis + " ms, bursts of " + burst + ": lost " + lostMedia + " media, "
            + lostRepairs + " repairs, " + lostFeedback + " feedback; sent again " + again);
    }

    private boolean lost(int burst) {
        if (burstLeft > 0) {
            burstLeft--;
            return true;
        }
        if (random.nextInt(20 * burst) != 0) {
            return false;
        }
        burstLeft = burst - 1;
        return true;
    }

    private void leave(long oneWay, int burst) {
        for (int length = sender.pollRtp(out, clock.nanos()); length > 0; length = sender.pollRtp(out, clock.nanos())) {
            RtpPacket packet = RtpPacket.parse(out, length);
            if (!lost(burst)) {
                toReceiver.add(new Flying(clock.nanos() + oneWay, packet.whole()));
            } else if (packet.payloadType() == Senders.TYPE) {
                lostMedia++;
            } else {
                lostRepairs++;
            }
        }
        while (sender.pollRtcp(out, clock.nanos()) > 0) {
            continue;
        }
    }

    private void arrive(long oneWay, int burst, long retryNanos) {
        while (!toReceiver.isEmpty() && toReceiver.peek().at <= clock.nanos()) {
            byte[] bytes = toReceiver.poll().bytes;
            take(RtpPacket.parse(bytes, bytes.length));
        }
        List<Integer> wanted = new ArrayList<>();
        missing.replaceAll((sequence, asked) -> {
            if (clock.nanos() - asked < retryNanos) {
                return asked;
            }
            wanted.add(sequence & 0xffff);
            return clock.nanos();
        });
        if (!wanted.isEmpty()) {
            if (random.nextInt(10) == 0) {
                lostFeedback++;
            } else {
                toSender.add(new Flying(clock.nanos() + oneWay, Senders.nackPacket(wanted)));
            }
        }
        while (!toSender.isEmpty() && toSender.peek().at <= clock.nanos()) {
            byte[] bytes = toSender.poll().bytes;
            sender.receiveRtcp(bytes, 0, bytes.length, clock.nanos());
        }
    }

    private void take(RtpPacket packet) {
        RtpPacket media = packet.payloadType() == Senders.RTX_TYPE
            ? packet.unwrapped(Senders.TYPE, Senders.SSRC) : packet;
        int sequence = highest + (short) (media.sequence() - highest);
        // A gap at the very end shows only when something follows: the last picture is one of many packets.
        for (int gap = highest + 1; gap < sequence; gap++) {
            missing.put(gap, Long.MIN_VALUE / 2);
        }
        highest = Math.max(highest, sequence);
        missing.remove(sequence);
        received.put(sequence, media);
    }

    private List<List<String>> pictures() {
        List<List<String>> all = new ArrayList<>();
        List<RtpPacket> one = new ArrayList<>();
        for (RtpPacket packet : received.values()) {
            one.add(packet);
            if (packet.marker()) {
                all.add(AccessUnits.hex(H264Depacketizer.units(one)));
                one.clear();
            }
        }
        return all;
    }
}
