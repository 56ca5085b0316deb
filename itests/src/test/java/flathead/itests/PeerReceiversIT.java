package flathead.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.Await;
import flathead.testkit.FreePort;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./flathead pi} streams to receivers of other people's. Pictures are counted, and their stamps read, there. */
class PeerReceiversIT {
    private static final List<String> CAMERAS = List.of("left", "right");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int PICTURES = 120;
    private static final String PASSWORD = "as-tests-have-it";

    /**
     * As the one that is replaced: no H.264, an answer without candidates, none later. It is sent raw pictures, which
     * libwebrtc encodes and is loaded for only then.
     */
    @Test
    void oldReceiverGetsVp8() throws Exception {
        getsVp8(1);
    }

    /** wrtc by itself does not refuse an offer of H.264 alone: it answers, and rejects the video in its answer. */
    @Test
    void receiverWhoseAnswerRejectsTheVideoGetsVp8() throws Exception {
        getsVp8(0, "--reject");
    }

    private static void getsVp8(int errors, String... option) throws Exception {
        int port = FreePort.find();
        List<String> arguments = new ArrayList<>(List.of(option));
        arguments.add(0, Integer.toString(port));
        try (PeerProcess receiver = PeerProcess.node(Map.of(), event -> { }, "old-receiver.js",
                arguments.toArray(String[]::new)); RuntimeProcess pi = RuntimeProcess.start("pi", port,
                null, Map.of("CONSOLE_PASSWORD", PASSWORD))) {
            for (int i = 0; i < CAMERAS.size(); i++) {
                String camera = CAMERAS.get(i);
                assertPictures(receiver, camera, i);
                String answer = receiver.last("answer", of(camera)).getString("sdp");
                assertEquals("VP8", firstCodec(answer), answer);
                assertFalse(answer.contains("a=candidate:"), answer);
                assertTrue(answer.contains("a=recvonly") && answer.contains("a=setup:active"), answer);
                List<JsonObject> offers = all(receiver, "offer", camera);
                assertEquals(2, offers.size(), receiver::toString);
                assertEquals("H264", firstCodec(offers.get(0).getString("sdp")));
                assertEquals("VP8", firstCodec(offers.get(1).getString("sdp")));
                assertEquals(errors, all(receiver, "refused", camera).size(), receiver::toString);
            }
            ConsoleClient console = ConsoleClient.of(pi.consolePort(), "admin", PASSWORD);
            Await.until(() -> "the status tells of it; " + streams(console), LIMIT,
                () -> streams(console).stream().filter(PeerReceiversIT::isSentAsVp8).count() == 2);
            pi.stop();
            assertEquals(List.of(), pi.complaints());
            assertEquals(1, pi.log().stream().filter(line -> line.contains("libwebrtc is ready")).count());
        }
    }

    @Test
    void aiortcGetsH264() throws Exception {
        int port = FreePort.find();
        try (PeerProcess receiver = PeerProcess.python(Map.of(), "receiver.py", Integer.toString(port));
                RuntimeProcess pi = RuntimeProcess.start("pi", port)) {
            for (int i = 0; i < CAMERAS.size(); i++) {
                String camera = CAMERAS.get(i);
                assertPictures(receiver, camera, i);
                String answer = receiver.last("answer", of(camera)).getString("sdp");
                assertEquals("H264", firstCodec(answer), answer);
                assertEquals(1, all(receiver, "offer", camera).size(), receiver::toString);
            }
            pi.stop();
            assertEquals(List.of(), pi.complaints());
            assertEquals(0, pi.log().stream().filter(line -> line.contains("libwebrtc is ready")).count());
        }
    }

    /** As on a Pi without libpulse0: who needs VP8 gets nothing, and the log says why; who takes H.264 gets it. */
    @Test
    void whereLibwebrtcCannotBeLoadedH264FlowsAndTheLogSaysWhatVp8Needs(@TempDir Path libraries) throws Exception {
        Files.createFile(libraries.resolve("libpulse.so.0"));
        int port = FreePort.find();
        try (RuntimeProcess pi = RuntimeProcess.start("pi", port, null,
                Map.of("LD_LIBRARY_PATH", libraries.toAbsolutePath().toString()))) {
            try (PeerProcess receiver = PeerProcess.node(Map.of(), event -> { }, "old-receiver.js",
                    Integer.toString(port))) {
                receiver.await("refused", of("left"), LIMIT);
                Await.until(() -> "a complaint in " + pi.log(), LIMIT, () -> complaints(pi, "left") > 0);
            }
            String complaint = pi.log().stream().filter(line -> line.contains("left: libwebrtc")).findFirst()
                .orElseThrow();
            System.out.println(complaint);
            assertTrue(complaint.contains("libpulse") && complaint.contains("apt install libpulse0 libx11-6"),
                complaint);
            try (PeerProcess receiver = PeerProcess.python(Map.of(), "receiver.py", Integer.toString(port))) {
                assertPictures(receiver, "left", 0);
                assertPictures(receiver, "right", 1);
            }
            assertEquals(1, complaints(pi, "left"), () -> String.join("\n", pi.log()));
        }
    }

    private static long complaints(RuntimeProcess pi, String camera) {
        return pi.log().stream().filter(line -> line.contains(camera + ": libwebrtc is needed to encode VP8")).count();
    }

    private static boolean isSentAsVp8(JsonObject stream) {
        return stream.getString("codec", "").equals("VP8") && stream.getInt("bitrate", 0) > 100_000
            && stream.getInt("keyframes", 0) > 0 && !stream.isNull("roundTrip");
    }

    /** What the Flathead page of the console shows; nothing while there is no console. */
    private static List<JsonObject> streams(ConsoleClient console) {
        try {
            HttpResponse<byte[]> data = console.get("/system/console/flathead/data.json");
            if (data.statusCode() != 200) {
                return List.of();
            }
            try (JsonReader json = Json.createReader(new ByteArrayInputStream(data.body()))) {
                return json.readObject().getJsonArray("streams").getValuesAs(JsonObject.class);
            }
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Nearly all pictures have a stamp that is whole and of this camera; the first ones may be coarse. */
    private static void assertPictures(PeerProcess receiver, String camera, int number) {
        JsonObject seen = receiver.await("pictures", event -> of(camera).test(event)
            && event.getInt("stamped") >= PICTURES, LIMIT);
        System.out.println("seen: " + seen);
        assertEquals(640, seen.getInt("width"), seen::toString);
        assertEquals(480, seen.getInt("height"), seen::toString);
        assertEquals(number, seen.getInt("camera"), seen::toString);
        assertTrue(seen.getInt("pictures") - seen.getInt("stamped") < 30, seen::toString);
    }

    private static Predicate<JsonObject> of(String camera) {
        return event -> event.getString("cameraId").equals(camera);
    }

    private static List<JsonObject> all(PeerProcess receiver, String event, String camera) {
        return receiver.events().stream().filter(told -> told.getString("event").equals(event)
            && of(camera).test(told)).toList();
    }

    /** The codec of the payload type that stands first. */
    private static String firstCodec(String sdp) {
        String first = sdp.replaceAll("(?s).*\r\nm=video \\d+ \\S+ (\\d+).*", "$1");
        return sdp.replaceAll("(?s).*\r\na=rtpmap:" + first + " ([^/]+)/.*", "$1");
    }
}
