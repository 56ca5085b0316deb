package flathead.webrtc.rtp.internal.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import flathead.api.EncodedFrame;
import flathead.api.Feedback;
import flathead.testkit.FakeClock;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Frames in, packets out, RTCP both ways, retransmissions: not a byte is allocated. */
class AllocationTest {
    private static final int WINDOWS = 3;
    private static final int FRAMES = 2_000;

    private final FakeClock clock = new FakeClock();
    private final RtpSender sender = new RtpSender(Senders.settings(Senders.ALL,
        new RtpSenderSettings.Start(0, 0, 0), Senders.RTX_TYPE, 1_024), Feedback.NONE, TransportObserver.NONE);
    private final AccessUnits pictures = new AccessUnits();
    private int latest;
    private final byte[] out = new byte[RtpSender.PACKET_CAPACITY];
    private final byte[][] feedback = {
        Senders.nackPacket(List.of(0, 1, 2, 3)), Senders.hex("81ce0002 00000001 9992e32d"),
        Senders.hex("afcd000800000001ae46868f0001000b01037800200b8d0f220b0a0c010e110e14000003"),
        Senders.hex("8fce0005 00000001 00000000 52454d42 010afc80 9992e32d"),
        Senders.hex("81c90007 00000001 9992e32d 40 00000b 00000000 0000005a 00000000 00008000")
    };

    private int send(EncodedFrame frame, int count) {
        int packets = 0;
        for (int i = 0; i < count; i++) {
            frame.set(AccessUnits.FORMAT, i, clock.nanos(), frame.size(), frame.keyframe());
            if (!sender.offer(frame, clock.nanos())) {
                throw new AssertionError("refused");
            }
            packets += poll();
            // Asks for a packet that is there.
            Bytes.put16(feedback[0], 12, latest);
            byte[] packet = feedback[i % feedback.length];
            sender.receiveRtcp(packet, 0, packet.length, clock.nanos());
            clock.advanceMillis(16);
            packets += poll();
            clock.advanceMillis(17);
        }
        return packets;
    }

    private int poll() {
        int packets = 0;
        while (sender.waitNanos(clock.nanos()) == 0) {
            while (sender.pollRtp(out, clock.nanos()) > 0) {
                packets++;
                latest = (out[1] & 0x7f) == Senders.TYPE ? Bytes.get16(out, 2) : latest;
            }
            while (sender.pollRtcp(out, clock.nanos()) > 0) {
                packets++;
            }
        }
        return packets;
    }

    @Test
    void notAByteAFrame() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Random random = new Random(8);
        try (EncodedFrame frame = pictures.frame(AccessUnits.picture(random, true, 40_000), true, 1)) {
            send(frame, FRAMES);
            long thread = Thread.currentThread().getId();
            long before = threads.getThreadAllocatedBytes(thread);
            long measuring = threads.getThreadAllocatedBytes(thread) - before;
            // What every frame takes shows in every window; what a class takes when it is first used, in one.
            long least = Long.MAX_VALUE;
            for (int window = 0; window < WINDOWS; window++) {
                before = threads.getThreadAllocatedBytes(thread);
                int packets = send(frame, FRAMES);
                least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before - measuring);
                assertTrue(packets > 30 * FRAMES, packets + " packets");
            }
            assertTrue(sender.network().retransmitted() > FRAMES / 10, sender.network().toString());
            assertEquals(0, least, "bytes in " + FRAMES + " frames");
        }
    }
}
