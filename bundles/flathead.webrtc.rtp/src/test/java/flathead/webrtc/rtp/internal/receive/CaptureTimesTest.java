package flathead.webrtc.rtp.internal.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.EncodedFrame;
import flathead.api.Feedback;
import flathead.api.ReceiverStatus;
import flathead.api.TimeQuality;
import flathead.webrtc.rtp.internal.rtp.RtpSender;
import flathead.webrtc.rtp.internal.rtp.RtpSenderSettings;
import flathead.webrtc.rtp.internal.rtp.TransportObserver;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our sender with a clock of its own, our receiver, and what the receiver makes of the instants of capture. */
class CaptureTimesTest {
    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;
    private static final int SECONDS = 120;
    private static final int WARM_UP = 20;

    private final Random random = new Random(6);
    private final Units units = new Units();
    private final byte[] packet = new byte[RtpSender.PACKET_CAPACITY];
    private final PriorityQueue<Flying> flying = new PriorityQueue<>((a, b) -> Long.compare(a.at, b.at));
    private final List<Double> errors = new ArrayList<>();
    private int beyond;
    private double drift;
    private RtpSender sender;
    private RtpReceiver receiver;

    private record Flying(long at, byte[] bytes, boolean rtcp, boolean toSender) {
    }

    /** What the sender's clock says at an instant of ours. */
    private long theirs(long ours) {
        return 77_000_000_000L + Math.round(ours * (1 + drift));
    }

    @ParameterizedTest
    @CsvSource({"0.05, 0.05, 0.1, 0, 1.0", "0.05, 0.05, 0.1, 50, 1.0", "10, 10, 2, 50, 12.5",
        "40, 0, 1, 50, 21.5", "0, 40, 1, -50, 21.5"})
    void theErrorStaysWithinWhatIsTold(double forth, double back, double jitter, double ppm, double most) {
        drift = ppm / 1e6;
        sender = new RtpSender(new RtpSenderSettings(0x1111, Link.MEDIA, 0x2222, Link.RTX, "flathead", "0",
            Settings.SENDER_EXTENSIONS, new RtpSenderSettings.Start(1, 100, -90_000), 1_200, 1_024, Settings.WALL),
            Feedback.NONE, TransportObserver.NONE);
        receiver = new RtpReceiver(Settings.receiver());
        run((long) (forth * MILLI), (long) (back * MILLI), jitter);
        errors.sort(null);
        double p99 = errors.get((int) (errors.size() * 0.99));
        ReceiverStatus.Clock clock = receiver.captureClock(SECONDS * 1_000_000_000L);
        System.out.printf("ways %.2f and %.2f ms, jitter %.1f ms, drift %.0f ppm: error of capture p50 %.3f p99 %.3f"
            + " max %.3f ms; told %.3f ms and %.1f ppm%n", forth, back, jitter, ppm, errors.get(errors.size() / 2),
            p99, errors.get(errors.size() - 1), clock.errorMillis(), clock.driftPpm());
        assertTrue(p99 < most, "p99 " + p99);
        assertEquals(0, beyond, "pictures with a greater error than was told");
        assertEquals(ppm, clock.driftPpm(), 15);
    }

    private void run(long forth, long back, double jitter) {
        for (long now = 0; now < SECONDS * 1_000_000_000L; now += 50 * MICRO) {
            if (now % (33 * MILLI) == 0) {
                // Encoded for 5 ms before it is sent.
                boolean keyframe = now == 0;
                try (EncodedFrame frame = units.frame(Units.picture(random, keyframe, 800), keyframe,
                        theirs(now - 5 * MILLI))) {
                    sender.offer(frame, theirs(now));
                }
            }
            for (int length = sender.pollRtp(packet, theirs(now)); length > 0;
                    length = sender.pollRtp(packet, theirs(now))) {
                fly(length, now + forth, jitter, false, false);
            }
            for (int length = sender.pollRtcp(packet, theirs(now)); length > 0;
                    length = sender.pollRtcp(packet, theirs(now))) {
                fly(length, now + forth, jitter, true, false);
            }
            arrive(now);
            for (EncodedFrame frame = receiver.nextPicture(now); frame != null; frame = receiver.nextPicture(now)) {
                note(frame, now);
                frame.close();
            }
            for (int length = receiver.pollRtcp(packet, now); length > 0; length = receiver.pollRtcp(packet, now)) {
                fly(length, now + back, jitter, true, true);
            }
        }
    }

    private void note(EncodedFrame frame, long now) {
        if (now < WARM_UP * 1_000_000_000L) {
            return;
        }
        assertEquals(TimeQuality.CAPTURE, frame.timeQuality());
        long truth = frame.sequence() * 33 * MILLI - 5 * MILLI;
        double error = Math.abs(frame.captureNanos() - truth) / 1e6;
        errors.add(error);
        beyond += error > receiver.captureClock(now).errorMillis() ? 1 : 0;
    }

    private void fly(int length, long at, double jitter, boolean rtcp, boolean toSender) {
        long late = (long) (Math.abs(random.nextGaussian()) * jitter * MILLI);
        flying.add(new Flying(at + late, Arrays.copyOf(packet, length), rtcp, toSender));
    }

    private void arrive(long now) {
        while (!flying.isEmpty() && flying.peek().at <= now) {
            Flying next = flying.poll();
            if (next.toSender) {
                sender.receiveRtcp(next.bytes, 0, next.bytes.length, theirs(now));
            } else if (next.rtcp) {
                receiver.receiveRtcp(next.bytes, 0, next.bytes.length, now);
            } else {
                receiver.receiveRtp(next.bytes, next.bytes.length, now);
            }
        }
    }
}
