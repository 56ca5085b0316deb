package flathead.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.Await;
import flathead.testkit.FreePort;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code ./flathead pi} streams to a real Chromium behind a real Socket.IO server. */
@Alone
class ChromiumIT {
    private static final List<String> CAMERAS = List.of("left", "right");
    private static final Duration CONNECTED = Duration.ofSeconds(60);
    private static final int PICTURES = 120;
    /**
     * Pictures from the request to the keyframe at the most. Two reports of Chromium's counters lie between, a tenth of
     * a second apart and more on a busy machine.
     */
    private static final long KEYFRAME_WITHIN = 30;

    @Test
    void decodesBothCameras() throws Exception {
        int port = FreePort.find();
        try (ChromiumReceiver chromium = new ChromiumReceiver(port, Map.of());
                RuntimeProcess pi = RuntimeProcess.start("pi", port)) {
            for (String camera : CAMERAS) {
                chromium.awaitDecoded(camera, 30, CONNECTED);
            }
            List<JsonObject> start = CAMERAS.stream().map(chromium::stats).toList();
            for (String camera : CAMERAS) {
                chromium.awaitDecoded(camera, 30 + PICTURES, Duration.ofMillis(100L * PICTURES));
                Await.until(() -> camera + " at 30 fps; " + chromium.stats(camera), Duration.ofSeconds(10), () ->
                    Math.abs(chromium.count(camera, "framesPerSecond") - 30) <= 1);
            }
            for (int i = 0; i < CAMERAS.size(); i++) {
                JsonObject end = chromium.stats(CAMERAS.get(i));
                System.out.println("Chromium: " + end);
                assertEquals("video/H264", end.getString("mimeType"), end::toString);
                assertEquals(640, end.getInt("frameWidth"), end::toString);
                assertEquals(480, end.getInt("frameHeight"), end::toString);
                assertEquals(start.get(i).getInt("freezeCount"), end.getInt("freezeCount"), end::toString);
                assertEquals(0, end.getInt("packetsLost"), end::toString);
            }
            pi.stop();
            assertEquals(List.of(), pi.complaints());
        }
    }

    /** A picture is lost beyond repair: Chromium asks for a keyframe, gets it, and goes on from there. */
    @Test
    void getsAKeyframeWhenItAsks() throws Exception {
        int port = FreePort.find();
        Loss none = new Loss(0, 1, 0);
        try (LossyLink left = new LossyLink(none, 0); LossyLink right = new LossyLink(none, 0);
                ChromiumReceiver chromium = new ChromiumReceiver(port, Map.of("left", left, "right", right));
                RuntimeProcess pi = RuntimeProcess.start("pi", port)) {
            for (String camera : CAMERAS) {
                chromium.awaitDecoded(camera, 60, CONNECTED);
            }
            long before = chromium.count("left", "pliCount");
            long keyframes = chromium.count("left", "keyFramesDecoded");
            long others = chromium.count("right", "keyFramesDecoded");
            left.stealAPicture();
            long asked = picturesUntilAsked(left, chromium, before);
            Await.until(() -> "a keyframe; " + chromium.stats("left"), Duration.ofSeconds(20),
                () -> chromium.count("left", "keyFramesDecoded") > keyframes);
            long pictures = left.seen().pictures() - asked;
            System.out.println("Chromium has its keyframe within " + pictures + " pictures from when it asked: "
                + chromium.stats("left"));
            assertTrue(pictures <= KEYFRAME_WITHIN, () -> pictures + " pictures; " + chromium.stats("left"));
            left.stopStealing();
            chromium.awaitDecoded("left", chromium.count("left", "framesDecoded") + 60, Duration.ofSeconds(20));
            assertEquals(others, chromium.count("right", "keyFramesDecoded"), "the other camera is left alone");
            assertEquals(List.of(), pi.complaints());
        }
    }

    /** What was sent when Chromium last told that it had not asked yet. */
    private static long picturesUntilAsked(LossyLink link, ChromiumReceiver chromium, long before) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        long pictures = link.seen().pictures();
        while (chromium.next("left").getInt("pliCount") == before) {
            assertTrue(System.nanoTime() - deadline < 0, () -> "Chromium does not ask; " + chromium.stats("left"));
            pictures = link.seen().pictures();
        }
        return pictures;
    }
}
