package flathead.webrtc.rtp.internal.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import flathead.api.EncodedFrame;
import flathead.api.Feedback;
import flathead.testkit.FakeClock;
import flathead.webrtc.rtp.internal.rtp.RtpSender;
import flathead.webrtc.rtp.internal.rtp.RtpSenderSettings;
import flathead.webrtc.rtp.internal.rtp.TransportObserver;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Packets in, pictures out, losses repaired, RTCP both ways: not a byte is allocated. */
class ReceiverAllocationTest {
    private static final int WINDOWS = 3;
    private static final int FRAMES = 2_000;

    private final FakeClock clock = new FakeClock();
    private final RtpSender sender = new RtpSender(new RtpSenderSettings(0x1111, Link.MEDIA, 0x2222, Link.RTX, "a", "0",
        Settings.SENDER_EXTENSIONS, new RtpSenderSettings.Start(0, 0, 0), 1_200, 1_024, Settings.WALL), Feedback.NONE,
        TransportObserver.NONE);
    private final RtpReceiver receiver = new RtpReceiver(Settings.receiver());
    private final Units units = new Units();
    private final byte[] packet = new byte[RtpSender.PACKET_CAPACITY];
    private int counter;

    private int run(EncodedFrame frame, int frames) {
        int pictures = 0;
        for (int i = 0; i < frames; i++) {
            frame.set(Units.FORMAT, i, clock.nanos(), frame.size(), true);
            if (!sender.offer(frame, clock.nanos())) {
                throw new AssertionError("refused");
            }
            for (int tick = 0; tick < 33; tick++) {
                pictures += exchange(clock.nanos());
                clock.advanceMillis(1);
            }
        }
        return pictures;
    }

    private int exchange(long now) {
        int pictures = 0;
        for (int length = sender.pollRtp(packet, now); length > 0; length = sender.pollRtp(packet, now)) {
            if (++counter % 20 != 0) {
                receiver.receiveRtp(packet, length, now);
            }
        }
        for (int length = sender.pollRtcp(packet, now); length > 0; length = sender.pollRtcp(packet, now)) {
            receiver.receiveRtcp(packet, 0, length, now);
        }
        for (EncodedFrame got = receiver.nextPicture(now); got != null; got = receiver.nextPicture(now)) {
            pictures++;
            got.close();
        }
        for (int length = receiver.pollRtcp(packet, now); length > 0; length = receiver.pollRtcp(packet, now)) {
            sender.receiveRtcp(packet, 0, length, now);
        }
        return pictures;
    }

    @Test
    void notAByteAPicture() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (EncodedFrame frame = units.frame(Units.picture(new Random(8), true, 40_000), true, 1)) {
            run(frame, FRAMES);
            long thread = Thread.currentThread().getId();
            long before = threads.getThreadAllocatedBytes(thread);
            long measuring = threads.getThreadAllocatedBytes(thread) - before;
            long least = Long.MAX_VALUE;
            for (int window = 0; window < WINDOWS; window++) {
                before = threads.getThreadAllocatedBytes(thread);
                int pictures = run(frame, FRAMES);
                least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before - measuring);
                assertTrue(pictures > FRAMES * 99 / 100, pictures + " pictures");
            }
            assertTrue(receiver.network().retransmitted() > FRAMES, receiver.network().toString());
            assertEquals(0, least, "bytes in " + FRAMES + " pictures");
        }
    }
}
