package flathead.itests;

import flathead.testkit.Await;
import flathead.testkit.FreePort;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The Pi runtime sends to Chromium over ways that lose packets. Freezes are those that Chromium itself counts. */
class ChromiumLossIT extends LossContract {
    private static final Duration CONNECTED = Duration.ofSeconds(60);
    private static final long SEED = 5;
    private static final int WARM = 90;

    /** What both ends have counted of a camera at one time. */
    private record Moment(long nanos, LossyLink.Seen link, JsonObject chromium) {
        /** At the next that Chromium tells. */
        static Moment next(LossyLink link, ChromiumReceiver chromium, String camera) {
            JsonObject counted = chromium.next(camera);
            return new Moment(System.nanoTime(), link.seen(), counted);
        }

        LossContract.Outcome since(Moment start, Loss loss) {
            return new LossContract.Outcome(loss, link.since(start.link), count(start, "framesDecoded"),
                count(start, "freezeCount"), count(start, "pliCount") + count(start, "firCount"),
                (nanos - start.nanos) / 1e9);
        }

        private long count(Moment start, String name) {
            return chromium.getJsonNumber(name).longValue() - start.chromium.getJsonNumber(name).longValue();
        }
    }

    @Override
    List<Outcome> measure(Loss left, Loss right, int pictures) throws Exception {
        int port = FreePort.find();
        try (LossyLink leftLink = new LossyLink(left, SEED);
                LossyLink rightLink = new LossyLink(right, SEED + 1);
                ChromiumReceiver chromium = new ChromiumReceiver(port, Map.of("left", leftLink, "right", rightLink));
                RuntimeProcess pi = RuntimeProcess.start("pi", port)) {
            chromium.awaitDecoded("left", WARM, CONNECTED);
            chromium.awaitDecoded("right", WARM, CONNECTED);
            Moment leftStart = Moment.next(leftLink, chromium, "left");
            Moment rightStart = Moment.next(rightLink, chromium, "right");
            awaitSent(leftLink, leftStart, pictures, pi);
            awaitSent(rightLink, rightStart, pictures, pi);
            return List.of(settled(() -> Moment.next(leftLink, chromium, "left").since(leftStart, left)),
                settled(() -> Moment.next(rightLink, chromium, "right").since(rightStart, right)));
        }
    }

    private static void awaitSent(LossyLink link, Moment start, int pictures, RuntimeProcess pi) {
        Await.until(() -> pictures + " pictures sent; " + link.seen() + "\n" + String.join("\n", pi.log()),
            Duration.ofMillis(100L * pictures), () -> link.seen().since(start.link).pictures() >= pictures);
    }
}
