package flathead.itests;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.FrameInput;
import flathead.api.Media;
import flathead.api.StreamId;
import flathead.api.VideoSource;
import flathead.signaling.Peer;
import flathead.testkit.Await;
import flathead.webrtc.rtp.internal.RtpPeerFactory;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/**
 * Senders of others send less when the sinks here wish it, and more when they do not any longer: aiortc, which is told
 * by REMB alone, and Chromium, which is told what arrives when as well. (webrtcbin offers no REMB.)
 */
class BitrateWishIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final long WINDOW_NANOS = 3_000_000_000L;

    /** Bits a second that arrive, over the last seconds. */
    private static final class Rate {
        private final Peer.Receiving receiver;
        private final Deque<long[]> readings = new ArrayDeque<>();

        Rate(Peer.Receiving receiver) {
            this.receiver = receiver;
        }

        /** 0 while it was not measured for long enough. */
        double read() {
            long now = System.nanoTime();
            long bytes = receiver.network().bytes();
            readings.add(new long[] {now, bytes});
            double rate = 0;
            while (now - readings.peekFirst()[0] >= WINDOW_NANOS) {
                long[] first = readings.removeFirst();
                rate = (bytes - first[1]) * 8e9 / (now - first[0]);
            }
            return rate;
        }
    }

    /**
     * What the encoder aims at is judged; of what arrives, which is less on a busy machine, that it falls and rises.
     *
     * @param wished bits a second
     * @param least the least that the sender goes down to, when it is wished less
     */
    private static void check(PeerProcess sender, int wished, int least) throws Exception {
        StreamOverLink.Events events = new StreamOverLink.Events();
        RtpPeerFactory peers = new RtpPeerFactory();
        try (sender; LossyLink link = new LossyLink(new Loss(0, 1, 0), 1)) {
            String offer = sender.await("offer", LIMIT).getString("sdp");
            Peer.Receiving receiver = peers.receive(StreamId.local("peer"), link.through(offer), List.of(),
                events);
            String answer = LossyLink.withoutCandidates(events.await("an answer"));
            sender.say(Json.createObjectBuilder().add("sdp", answer).build());
            Await.until(() -> "it is connected; " + receiver.state() + " " + events.failure() + "\n" + sender, LIMIT,
                () -> receiver.state() == Peer.State.CONNECTED);
            VideoSource.SourceLink video = receiver.source().open(Codec.H264, new FrameInput() {
                @Override
                public boolean offer(Media media) {
                    return true;
                }
            });
            video.requestKeyframe();
            int before = target(sender, target -> target >= 2 * least);
            video.limitBitrate(wished);
            int limited = target(sender, target -> target <= least);
            double arriving = arriving(receiver, rate -> rate > 0 && rate <= 1.2 * least);
            video.limitBitrate(Feedback.UNLIMITED);
            int after = target(sender, target -> target >= 2 * least);
            double more = arriving(receiver, rate -> rate >= 1.3 * arriving);
            System.out.printf("BitrateWishIT: aims at %d kbit/s; at %d when %d are wished, %.0f arrive; at %d when"
                + " all may come, %.0f arrive%n", before / 1000, limited / 1000, wished / 1000, arriving / 1e3,
                after / 1000, more / 1e3);
            video.close();
            receiver.close();
        } finally {
            peers.close();
        }
    }

    private static int target(PeerProcess sender, IntPredicate wanted) {
        int[] last = {0};
        Await.until(() -> "it aims at as much as is wished; " + sender, LIMIT, () -> {
            JsonObject sent = sender.last("sent", any -> true);
            last[0] = sent == null ? 0 : sent.getInt("target");
            return last[0] > 0 && wanted.test(last[0]);
        });
        return last[0];
    }

    private static double arriving(Peer.Receiving receiver, DoublePredicate wanted) {
        Rate rate = new Rate(receiver);
        double[] last = {0};
        Await.until(() -> "as much as is wished arrives; now " + last[0] + " bit/s, " + receiver.network(), LIMIT,
            () -> {
                last[0] = rate.read();
                return wanted.test(last[0]);
            });
        return last[0];
    }

    @Test
    void aiortc() throws Exception {
        check(PeerProcess.python(Map.of(), "direct_aiortc.py", "restless"), 100_000, 500_000);
    }

    @Test
    void chromium() throws Exception {
        assertNotNull(System.getenv("CHROMIUM"),
            "CHROMIUM is not set; it must be the path of Chromium, as ./flathead test sets it");
        check(PeerProcess.node(Map.of(), "direct-chromium.js", "restless"), 120_000, 120_000);
    }
}
