package flathead.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.Await;
import flathead.testkit.FreePort;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The server's page of a running demo: headless Chromium opens it, and GStreamer plays what it plays. */
@Alone
class ViewerIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    /** Of both cameras, while the processor is measured: eight seconds of them. */
    private static final int PICTURES = 480;
    private static final long ASKED_NANOS = 500_000_000;
    private static RuntimeProcess demo;

    @BeforeAll
    static void start() throws Exception {
        assertNotNull(System.getenv("CHROMIUM"),
            "CHROMIUM is not set; it must be the path of Chromium, as ./flathead test sets it");
        demo = RuntimeProcess.start("demo", FreePort.find());
        demo.awaitStreams(2, Duration.ofSeconds(60), 3);
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    private static String url() {
        return "http://127.0.0.1:" + demo.port() + "/";
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder at(String path) {
        return HttpRequest.newBuilder(URI.create(url() + path));
    }

    /** The view sinks' counters, by stream. */
    private static Map<String, JsonObject> views() {
        return demo.remoteStreams().stream().collect(Collectors.toMap(stream -> stream.getString("name"),
            stream -> stream.getJsonArray("outlets").getValuesAs(JsonObject.class).stream()
                .filter(outlet -> outlet.getString("role").equals("view")).findFirst().orElseThrow()));
    }

    private static long received() {
        return demo.remoteStreams().stream().mapToLong(stream -> stream.getJsonObject("captured").getInt("out")).sum();
    }

    private static long encoders() {
        return demo.status().getJsonArray("streams").getValuesAs(JsonObject.class).stream()
            .filter(stream -> !stream.isNull("encoder")).count();
    }

    @Test
    void aPersonSeesBothCameras() throws Exception {
        try (PeerProcess browser = PeerProcess.node(Map.of(), "viewer.js", url(), "tour")) {
            JsonObject live = browser.await("live", LIMIT);
            assertEquals("[\"left\",\"right\"]", live.getJsonArray("cameras").toString());
            assertEquals("2 cameras, live", live.getString("summary"));
            for (String camera : List.of("left", "right")) {
                // A busy machine may show fewer for a while, or show them late.
                measured(browser.await("measured", told -> told.getString("camera").equals(camera) && flows(told),
                    LIMIT), camera);
            }
            browser.say(JsonValue.EMPTY_JSON_OBJECT);
            browser.await("done", LIMIT);
            for (String camera : List.of("left", "right")) {
                assertTrue(browser.last("changed", told -> told.getString("camera").equals(camera))
                    .getBoolean("changed"), browser::toString);
            }
            layout(browser.await("layout", LIMIT));
            List<JsonObject> examined = browser.events().stream()
                .filter(told -> told.getString("event").equals("axe")).toList();
            assertEquals(5, examined.size());
            for (JsonObject each : examined) {
                System.out.println("axe-core: " + each);
                List<String> impacts = each.getJsonArray("violations").getValuesAs(JsonObject.class).stream()
                    .map(violation -> violation.getString("impact")).toList();
                assertTrue(!impacts.contains("serious") && !impacts.contains("critical"), each::toString);
                assertTrue(each.getInt("passes") > 10, each::toString);
                assertTrue(each.getBoolean("fits"), () -> "no scrolling sideways: " + each);
            }
            assertEquals(2, browser.await("reloaded", LIMIT).getJsonArray("cameras").size());
            List<JsonString> states = browser.await("codecless", LIMIT).getJsonArray("states")
                .getValuesAs(JsonString.class);
            assertEquals(2, states.size());
            for (JsonString state : states) {
                assertEquals("Trying again: this browser offers no H.264 for live video; Firefox needs its plugin"
                    + " OpenH264 (about:addons)", state.getString());
            }
            assertEquals("[]", browser.await("complaints", LIMIT).getJsonArray("lines").toString());
        }
        Await.until(() -> "nobody looks any more: " + String.join("\n", demo.log()), Duration.ofSeconds(20),
            () -> looking() == 0);
        Map<String, JsonObject> before = views();
        long received = received();
        Await.until(() -> "pictures still come: " + demo.status(), LIMIT, () -> received() > received + 60);
        assertEquals(before, views(), "what nobody looks at goes nowhere");
        assertEquals(List.of(), demo.complaints());
    }

    /** Whether the page shows the pictures and the rate that the camera makes, and their age as the stamps have it. */
    private static boolean flows(JsonObject shown) {
        return shown.getString("state").equals("Live") && shown.getInt("stamps") >= 8
            && !shown.isNull("fps") && Math.abs(shown.getJsonNumber("fps").doubleValue() - 30) < 3
            && !shown.isNull("loss") && shown.getJsonNumber("loss").doubleValue() <= 1
            && (shown.isNull("latency") || !shown.isNull("difference")
                && Math.abs(shown.getJsonNumber("difference").doubleValue()) < 10);
    }

    private static void measured(JsonObject shown, String camera) {
        System.out.println("shown: " + shown);
        assertTrue(shown.getJsonNumber("bitrate").doubleValue() > 100_000, shown::toString);
        assertEquals(1, shown.getJsonArray("numbers").size(), () -> "one camera's stamps: " + shown);
        assertEquals("mock", shown.getString("source"));
        assertNotEquals("—", shown.getString("encoder"));
        for (String chart : List.of("Glass to glass", "Pictures over", "Bitrate over", "Loss over")) {
            assertTrue(shown.getJsonArray("charts").toString().contains(chart), shown::toString);
        }
        // What the page estimates against what the stamps say, of the same pictures.
        boolean told = demo.remoteStreams().stream().filter(stream -> stream.getString("name").equals(camera))
            .anyMatch(stream -> !stream.getJsonObject("receiver").getJsonObject("clock").getString("quality")
                .equals("arrival"));
        assertEquals(told, !shown.isNull("latency"), () -> "known where it can be: " + shown + demo.status());
        if (told) {
            double latency = shown.getJsonNumber("latency").doubleValue();
            double difference = shown.getJsonNumber("difference").doubleValue();
            System.out.printf("%s: glass to glass by the page %.1f ms; less what the stamps say of the same pictures:"
                + " %.1f ms%n", camera, latency, difference);
        }
    }

    private static void layout(JsonObject layout) {
        System.out.println("layout: " + layout);
        assertEquals("[\"left\",\"right\"]", layout.getJsonArray("before").toString());
        assertEquals("[\"right\",\"left\"]", layout.getJsonArray("swapped").toString());
        JsonArray modes = layout.getJsonArray("modes");
        assertEquals(List.of("difference", "anaglyph", "blend"), modes.getValuesAs(JsonObject.class).stream()
            .map(mode -> mode.getString("mode")).toList());
        assertTrue(layout.getBoolean("closed"));
        String reached = layout.getJsonArray("reached").toString();
        assertTrue(reached.contains("Swap left and right") && reached.contains("Full screen: left"), reached);
    }

    /** Viewers cost their packets and nothing else: pictures are encoded once, if at all. */
    @Test
    void moreViewersNeedNoMoreEncoders() throws Exception {
        System.out.printf("server CPU without viewers: %.3f core%n", cores());
        long encoders = -1;
        for (int viewers : new int[] {1, 8}) {
            try (PeerProcess browser = PeerProcess.node(Map.of(), "viewer.js", url(), "watch",
                    Integer.toString(viewers))) {
                browser.await("watching", LIMIT);
                long now = encoders();
                assertTrue(encoders < 0 || encoders == now, () -> "encoders: " + now);
                encoders = now;
                JsonObject before = browser.await("decoded", LIMIT);
                System.out.printf("server CPU with %d viewers of both cameras: %.3f core, %d encoders%n", viewers,
                    cores(), encoders);
                browser.await("decoded", told -> told.getInt("least") >= before.getInt("least") + 30, LIMIT);
                assertEquals(2L * viewers, looking(), () -> String.join("\n", demo.log()));
                assertEquals(2, demo.remoteStreams().size());
            }
            Await.until(() -> "all are gone: " + String.join("\n", demo.log()), Duration.ofSeconds(40),
                () -> looking() == 0);
        }
    }

    /** How many look on, by the log, in which each comes and goes once. */
    private static long looking() {
        List<String> lines = demo.log().stream().filter(line -> line.contains(" INFO  Viewer ")).toList();
        long came = lines.stream().filter(line -> line.contains(" looks on, by rtp")).count();
        return came - (lines.size() - came - lines.stream().filter(line -> line.contains("there is no stream")
            || line.contains("no payload type")).count());
    }

    private static double cores() {
        ProcessHandle process = ProcessHandle.of(demo.pid()).orElseThrow();
        long received = received();
        Duration before = process.info().totalCpuDuration().orElseThrow();
        long start = System.nanoTime();
        long[] asked = {start};
        Await.until(() -> PICTURES + " pictures more: " + demo.status(), LIMIT, () -> {
            // To ask more often would be measured, too.
            if (System.nanoTime() - asked[0] < ASKED_NANOS) {
                return false;
            }
            asked[0] = System.nanoTime();
            return received() >= received + PICTURES;
        });
        Duration used = process.info().totalCpuDuration().orElseThrow().minus(before);
        return used.toNanos() / (double) (System.nanoTime() - start);
    }

    @Test
    void webrtcbinPlaysByWhep() throws Exception {
        for (String camera : List.of("left", "right")) {
            try (PeerProcess gstreamer = PeerProcess.python(Map.of(), "whep.py", url() + "whep/" + camera)) {
                JsonObject answered = gstreamer.await("answered", LIMIT);
                assertEquals(201, answered.getInt("status"), answered::toString);
                System.out.println("WHEP to webrtcbin: "
                    + gstreamer.await("frames", told -> told.getInt("count") >= 60, LIMIT));
                assertEquals("H264", gstreamer.await("decoding", LIMIT).getString("codec"));
                assertEquals(204, gstreamer.await("patched", LIMIT).getInt("status"), gstreamer::toString);
                assertDeletes(gstreamer);
            }
        }
    }

    private static void assertDeletes(PeerProcess viewer) {
        viewer.close();
        assertEquals(200, viewer.last("deleted", told -> true).getInt("status"), viewer::toString);
    }

    @Test
    void whoCannotBeServedIsToldWhy() throws Exception {
        HttpResponse<String> unknown = send(at("whep/nobody").header("Content-Type", "application/sdp")
            .POST(HttpRequest.BodyPublishers.ofString("v=0\r\n")));
        assertEquals(404, unknown.statusCode());
        assertEquals("there is no stream \"nobody\"; there are [left, right]\n", unknown.body());
        HttpResponse<String> none = send(at("whep/left").header("Content-Type", "application/sdp")
            .POST(HttpRequest.BodyPublishers.ofString("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"
                + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=recvonly\r\na=rtpmap:96 VP8/90000\r\n")));
        assertEquals(406, none.statusCode(), none.body());
        assertTrue(none.body().contains("no payload type H264/90000"), none.body());
        HttpResponse<String> options = send(at("whep/left").method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
        assertEquals("application/sdp", options.headers().firstValue("Accept-Post").orElse(""));
        assertEquals("*", options.headers().firstValue("Access-Control-Allow-Origin").orElse(""));
    }

    @Test
    void curlGetsTheStatusAndABrowserThePage() throws Exception {
        HttpResponse<String> page = send(at("").header("Accept", "text/html,*/*;q=0.8"));
        assertTrue(page.body().startsWith("<!DOCTYPE html>"), page.body());
        assertTrue(page.headers().firstValue("Content-Security-Policy").orElse("").startsWith("default-src 'none'"));
        HttpResponse<String> status = send(at("").header("Accept", "*/*"));
        assertEquals("application/json;charset=utf-8", status.headers().firstValue("Content-Type").orElse(""));
        assertEquals(404, send(at("nothing").header("Accept", "text/html")).statusCode());
    }
}
