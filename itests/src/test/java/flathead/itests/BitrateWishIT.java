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
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
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

    private static void check(PeerProcess sender, int least, int wished) throws Exception {
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
            double before = await("enough before", receiver, rate -> rate >= least);
            video.limitBitrate(wished);
            double limited = await("less, after " + before, receiver, rate -> rate > 0 && rate <= before * 0.8);
            video.limitBitrate(Feedback.UNLIMITED);
            double after = await("more again, after " + limited, receiver, rate -> rate >= before * 0.9);
            System.out.printf("BitrateWishIT: %.0f kbit/s, %.0f when %d are wished, %.0f when all may come%n",
                before / 1e3, limited / 1e3, wished / 1000, after / 1e3);
            video.close();
            receiver.close();
        } finally {
            peers.close();
        }
    }

    private static double await(String what, Peer.Receiving receiver, java.util.function.DoublePredicate wanted) {
        Rate rate = new Rate(receiver);
        double[] last = {0};
        Await.until(() -> what + "; now " + last[0] + " bit/s, " + receiver.network(), LIMIT, () -> {
            last[0] = rate.read();
            return wanted.test(last[0]);
        });
        return last[0];
    }

    /** It goes no lower than 500 kbit/s. */
    @Test
    void aiortc() throws Exception {
        check(PeerProcess.python(Map.of(), "direct_aiortc.py"), 700_000, 100_000);
    }

    @Test
    void chromium() throws Exception {
        assertNotNull(System.getenv("CHROMIUM"),
            "CHROMIUM is not set; it must be the path of Chromium, as ./flathead test sets it");
        check(PeerProcess.node(Map.of(), "direct-chromium.js"), 250_000, 120_000);
    }
}
