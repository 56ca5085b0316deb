package flathead.webrtc.rtp.internal.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.FakeClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PacerTest {
    private static final long MILLI = 1_000_000;
    private static final long INTERVAL = 33 * MILLI;

    private final FakeClock clock = new FakeClock();

    private List<Long> dues(Pacer pacer, int packets, boolean keyframe, long interval) {
        pacer.begin(packets, keyframe, interval, clock.nanos());
        List<Long> dues = new ArrayList<>();
        for (int i = 0; i < packets; i++) {
            dues.add(pacer.due() - clock.nanos());
        }
        return dues;
    }

    @Test
    void anOrdinaryPictureLeavesAtOnce() {
        assertEquals(List.of(0L), dues(new Pacer(), 16, false, INTERVAL).stream().distinct().toList());
    }

    @Test
    void aKeyframeFollowsInStepsOfAMillisecond() {
        List<Long> dues = dues(new Pacer(), 50, true, INTERVAL);
        assertEquals(0, dues.get(15));
        assertEquals(MILLI, dues.get(16));
        assertEquals(MILLI, dues.get(23));
        assertEquals(2 * MILLI, dues.get(24));
        assertEquals(5 * MILLI, dues.get(49));
    }

    @Test
    void aHugePictureIsOutInTenMillisecondsOrHalfAnInterval() {
        assertEquals(10 * MILLI, dues(new Pacer(), 1_000, true, INTERVAL).get(999));
        assertEquals(4 * MILLI, dues(new Pacer(), 1_000, true, 1_000 * MILLI / 120).get(999));
        assertEquals(2 * MILLI, dues(new Pacer(), 1_000, true, 1_000 * MILLI / 240).get(999));
        assertEquals(MILLI, dues(new Pacer(), 1_000, true, MILLI).get(999));
    }

    @Test
    void whereLargePicturesAreOrdinaryTheyLeaveAtOnce() {
        Pacer pacer = new Pacer();
        assertTrue(dues(pacer, 40, false, INTERVAL).get(39) > 0, "not known yet");
        for (int i = 0; i < 100; i++) {
            clock.advance(INTERVAL);
            dues(pacer, 40, false, INTERVAL);
        }
        clock.advance(INTERVAL);
        assertEquals(0, dues(pacer, 64, false, INTERVAL).get(63));
        clock.advance(INTERVAL);
        assertEquals(MILLI, dues(pacer, 65, false, INTERVAL).get(64), "but never more than 64");
    }

    @Test
    void aPictureBeginsWhenTheOneBeforeHasLeft() {
        Pacer pacer = new Pacer();
        dues(pacer, 50, true, INTERVAL);
        clock.advance(2 * MILLI);
        assertEquals(3 * MILLI, dues(pacer, 1, false, INTERVAL).get(0));
        clock.advance(INTERVAL);
        assertEquals(0, dues(pacer, 1, false, INTERVAL).get(0));
    }

    @Test
    void theSenderKeepsToItAndNeverReorders() {
        Random random = new Random(3);
        AccessUnits pictures = new AccessUnits();
        RtpSender sender = Senders.sender(new Wishes());
        byte[] out = new byte[RtpSender.PACKET_CAPACITY];
        int expected = 1_000;
        for (int i = 0; i < 300; i++) {
            boolean keyframe = i % 30 == 0;
            int bytes = keyframe ? 60_000 : 1 + random.nextInt(15_000);
            long offered = clock.nanos();
            assertTrue(pictures.offer(sender, AccessUnits.picture(random, keyframe, bytes), keyframe, offered));
            long last = offered;
            while (sender.picturesWaiting() > 0) {
                long wait = sender.waitNanos(clock.nanos());
                clock.advance(wait);
                int length = sender.pollRtp(out, clock.nanos());
                if (length > 0) {
                    assertEquals(expected, RtpPacket.parse(out, length).sequence());
                    expected = expected + 1 & 0xffff;
                    last = clock.nanos();
                } else {
                    assertTrue(sender.pollRtcp(out, clock.nanos()) > 0, "woken for nothing");
                }
            }
            assertEquals(keyframe ? 5 * MILLI : 0, last - offered, "picture " + i);
            clock.advance(INTERVAL - (clock.nanos() - offered));
        }
    }
}
