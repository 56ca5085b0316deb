package flathead.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Frame;
import flathead.api.FrameInput;
import flathead.api.Media;
import flathead.api.Stats;
import flathead.stamp.StampReader;
import flathead.testkit.Await;
import jakarta.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Senders of others send H.264 to our receiver, with libavcodec behind it, over ways that lose a twentieth of the
 * packets, both ways. What they sent is counted on the way, what arrived is counted as it is decoded.
 */
@Alone
class PeerLossIT {
    private static final int PERCENT = 5;
    private static final int SHORT = 300;
    private static final int LONG = 1_800;
    private static final int WARM = 90;
    private static final int ATTEMPTS = 3;
    private static final long SEED = 11;
    /** Pictures between the counters of both ends, beside those that the way takes. */
    private static final int UNDER_WAY = 4;
    private static final long LEAST_FREEZE_NANOS = 150_000_000;

    private static OurMedia ours;

    /** Who sends. */
    enum Sender {
        /** Its pictures have a stamp. */
        AIORTC(true),
        /** Its fake camera has none. */
        CHROMIUM(false),
        /** Its pictures have a stamp. */
        WEBRTCBIN(true);

        private final boolean stamped;

        Sender(boolean stamped) {
            this.stamped = stamped;
        }

        PeerProcess start() throws IOException {
            return switch (this) {
                case AIORTC -> PeerProcess.python(Map.of(), "direct_aiortc.py");
                case CHROMIUM -> PeerProcess.node(Map.of(), "direct-chromium.js");
                case WEBRTCBIN -> PeerProcess.python(Map.of(), "direct_webrtcbin.py");
            };
        }
    }

    @BeforeAll
    static void start() {
        assertNotNull(System.getenv("CHROMIUM"),
            "CHROMIUM is not set; it must be the path of Chromium, as ./flathead test sets it");
        ours = new OurMedia();
    }

    @AfterAll
    static void stop() {
        ours.close();
    }

    /** What was decoded, and when. */
    private static final class Decoded implements FrameInput {
        private final boolean stamped;
        private final StampReader stamp = new StampReader();
        private final List<Long> times = new ArrayList<>();
        private int number = -1;
        private int disordered;
        private String size = "";

        Decoded(boolean stamped) {
            this.stamped = stamped;
        }

        @Override
        public synchronized boolean offer(Media media) {
            Frame frame = (Frame) media;
            if (stamped) {
                boolean read = stamp.read(frame.memory().plane(0), frame.memory().stride(0), frame.format().width(),
                    frame.format().height());
                disordered += !read || number >= 0 && (short) (stamp.counter() - number) <= 0 ? 1 : 0;
                number = read ? stamp.counter() : number;
            }
            size = frame.format().width() + "x" + frame.format().height();
            times.add(System.nanoTime());
            return true;
        }

        synchronized int count() {
            return times.size();
        }

        /** How many had a damaged stamp, or a number not above the one before. */
        synchronized int disordered() {
            return disordered;
        }

        synchronized String size() {
            return size;
        }

        synchronized long largestGapMillis() {
            long largest = 0;
            for (int i = 1; i < times.size(); i++) {
                largest = Math.max(largest, times.get(i) - times.get(i - 1));
            }
            return largest / 1_000_000;
        }

        /** Gaps longer than max(3 × mean, mean + 150 ms) since there were so many pictures. */
        synchronized long freezes(int from) {
            if (times.size() < from + 2) {
                return 0;
            }
            long mean = (times.get(times.size() - 1) - times.get(from)) / (times.size() - 1 - from);
            long longest = Math.max(3 * mean, mean + LEAST_FREEZE_NANOS);
            long freezes = 0;
            for (int i = from + 1; i < times.size(); i++) {
                freezes += times.get(i) - times.get(i - 1) > longest ? 1 : 0;
            }
            return freezes;
        }
    }

    /** What was measured. */
    private record Outcome(Sender sender, Loss loss, LossyLink.Seen link, long decoded, long freezes, int disordered,
            Stats.Network network, long nacked, double seconds, String size) {
        long missing() {
            return link.pictures() - decoded;
        }

        @Override
        public String toString() {
            return String.format("%s, %s: %d of %d pictures decoded (%s at the end), %d freezes (%d stalls of the"
                + " sender), %d NACKs heard, %d packets received again, %d keyframe requests in %.1f s; lost %d of %d"
                + " packets, %d of %d repairs, %d of %d reports", sender, loss, decoded, link.pictures(), size, freezes,
                link.stalls(), nacked, network.retransmitted(), network.keyframeRequests(), seconds, link.lost(),
                link.packets(), link.repairsLost(), link.repairs(), link.feedbackLost(), link.feedback());
        }
    }

    @ParameterizedTest
    @EnumSource
    void randomLoss(Sender sender) throws Exception {
        check(sender, new Loss(PERCENT, 1, 20), SHORT);
    }

    @ParameterizedTest
    @EnumSource
    @EnabledIfSystemProperty(named = "flathead.long", matches = "true",
        disabledReason = "minutes: ./flathead test --long")
    void everyKindOfLossForAMinute(Sender sender) throws Exception {
        for (int roundTrip : List.of(0, 20, 60)) {
            check(sender, new Loss(PERCENT, 1, roundTrip), LONG);
            check(sender, new Loss(PERCENT, 5, roundTrip), LONG);
        }
    }

    /** What nobody can send again is made good by a keyframe, as soon as the sender makes one. */
    @ParameterizedTest
    @EnumSource
    void aPictureLostForGood(Sender sender) throws Exception {
        Decoded decoded = new Decoded(sender.stamped);
        try (PeerOverLink stream = new PeerOverLink(sender.start(), new LossyLink(new Loss(0, 1, 20), SEED),
                ours.peers(), ours.decoders(), decoded)) {
            awaitPictures(stream, decoded, WARM);
            long asked = stream.receiver().network().keyframeRequests();
            stream.link().stealAPicture();
            Await.until(() -> "a keyframe is asked for; " + stream, Duration.ofSeconds(10),
                () -> stream.receiver().network().keyframeRequests() > asked);
            stream.link().stopStealing();
            awaitPictures(stream, decoded, decoded.count() + WARM);
            System.out.printf("PeerLossIT, %s: a picture lost for good; no picture for %d ms, %d keyframe requests%n",
                sender, decoded.largestGapMillis(), stream.receiver().network().keyframeRequests() - asked);
            assertEquals(0, decoded.disordered());
        }
    }

    @Test
    void chromiumChangesTheSize() throws Exception {
        Decoded decoded = new Decoded(false);
        try (PeerOverLink stream = new PeerOverLink(Sender.CHROMIUM.start(),
                new LossyLink(new Loss(PERCENT, 1, 20), SEED), ours.peers(), ours.decoders(), decoded)) {
            awaitPictures(stream, decoded, WARM);
            for (String size : List.of("320x240", "640x480", "160x120", "640x480")) {
                double scale = 640.0 / Integer.parseInt(size.substring(0, 3));
                stream.say(Json.createObjectBuilder().add("scale", scale).build());
                Await.until(() -> size + ", it is " + decoded.size() + "; " + stream, Duration.ofSeconds(10),
                    () -> decoded.size().equals(size));
                awaitPictures(stream, decoded, decoded.count() + 10);
            }
            assertEquals("640x480", decoded.size());
        }
    }

    private static void awaitPictures(PeerOverLink stream, Decoded decoded, int count) {
        Await.until(() -> count + " pictures, there are " + decoded.count() + "; " + stream, Duration.ofSeconds(30),
            () -> decoded.count() >= count && stream.sent() != null);
    }

    /** Measures again, a few times, what the machine disturbed; checks the last. */
    private static void check(Sender sender, Loss loss, int pictures) throws Exception {
        for (int attempt = 1;; attempt++) {
            try (Pulse pulse = new Pulse()) {
                Outcome outcome = measure(sender, loss, pictures);
                long stalls = pulse.missed() + outcome.link.stalls();
                System.out.println("PeerLossIT, " + outcome + "; " + pulse.missed() + " of the machine");
                if (outcome.freezes == 0 || stalls == 0 || attempt == ATTEMPTS) {
                    check(outcome, stalls);
                    return;
                }
            }
        }
    }

    private static void check(Outcome outcome, long excused) {
        assertTrue(outcome.link.lost() > 0 && outcome.network.retransmitted() > 0, outcome::toString);
        assertEquals(0, outcome.disordered, outcome::toString);
        assertTrue(outcome.network.keyframeRequests() <= 1 + outcome.seconds, outcome::toString);
        if (outcome.loss.burst() == 1 && outcome.loss.roundTripMillis() <= 20) {
            assertTrue(outcome.freezes <= excused, outcome::toString);
        }
    }

    private static Outcome measure(Sender sender, Loss loss, int pictures) throws Exception {
        Decoded decoded = new Decoded(sender.stamped);
        try (PeerOverLink stream = new PeerOverLink(sender.start(), new LossyLink(loss, SEED),
                ours.peers(), ours.decoders(), decoded)) {
            awaitPictures(stream, decoded, WARM);
            Start start = new Start(decoded.count(), stream.link().seen(), stream.receiver().network(),
                nacked(stream), System.nanoTime());
            Supplier<Outcome> since = () -> outcome(sender, loss, stream, decoded, start);
            Await.until(() -> pictures + " pictures sent; " + stream, Duration.ofMillis(100L * pictures),
                () -> since.get().link.pictures() >= pictures);
            // Those that wait for a repair are still to come; those lost for good are missed whatever comes.
            Await.until(() -> "nothing is lost for good; " + since.get() + "; " + stream, Duration.ofSeconds(3),
                () -> since.get().missing() <= UNDER_WAY + loss.roundTripMillis() / 33);
            return since.get();
        }
    }

    /** What both ends had counted when the measurement began. */
    private record Start(int decoded, LossyLink.Seen link, Stats.Network network, long nacked, long nanos) {
    }

    private static Outcome outcome(Sender sender, Loss loss, PeerOverLink stream, Decoded decoded, Start start) {
        int count = decoded.count();
        Stats.Network now = stream.receiver().network();
        Stats.Network then = start.network;
        Stats.Network network = new Stats.Network(now.codec(), now.packets() - then.packets(), now.lost() - then.lost(),
            now.retransmitted() - then.retransmitted(), now.keyframeRequests() - then.keyframeRequests(),
            now.bytes() - then.bytes(), now.roundTripMillis());
        return new Outcome(sender, loss, stream.link().seen().since(start.link), count - start.decoded,
            decoded.freezes(start.decoded), decoded.disordered(), network, nacked(stream) - start.nacked,
            (System.nanoTime() - start.nanos) / 1e9, decoded.size());
    }

    private static long nacked(PeerOverLink stream) {
        return stream.sent().getJsonNumber("nacked").longValue();
    }
}
