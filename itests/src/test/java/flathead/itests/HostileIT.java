package flathead.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.MediaException;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.signaling.Candidate;
import flathead.signaling.Peer;
import flathead.testkit.Await;
import flathead.testkit.FreePort;
import flathead.webrtc.rtp.internal.RtpPeerFactory;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Strangers send what they should not while a Pi streams two cameras: each is answered or shown out, and logged in one
 * line, and neither camera loses a picture.
 */
@Alone
@Timeout(300)
class HostileIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int LONGEST_LINE = 400;
    /** What strangers do, they do in each round; that another program takes the machine's time is chance. */
    private static final int ROUNDS = 3;
    private static final VideoFormat FORMAT = new VideoFormat(Codec.H264, 640, 480, 30);
    private static final Pattern METER = Pattern.compile(
        " (left|right): ended after (\\d+) pictures.* (\\d+) skipped, (\\d+) repeated, (\\d+) unreadable");
    private static final Pattern NEVER_SENT = Pattern.compile(
        " (left|right): (?:.*, |the \\S+ sink was too slow for |)(\\d+)"
            + " (?:more were due|pictures were left out|pictures$)");

    private RuntimeProcess server;
    private int port;

    @Test
    void neitherCameraSkipsAPicture() throws Exception {
        port = FreePort.find();
        try (RuntimeProcess started = RuntimeProcess.start("server", port);
                RuntimeProcess pi = RuntimeProcess.start("pi", port)) {
            server = started;
            server.awaitStreams(2, Duration.ofSeconds(60), 0.5);
            int dropped = -1;
            for (int round = 0; round < ROUNDS && dropped != 0; round++) {
                dropped = hostilities(quiet());
            }
            assertEquals(0, dropped, () -> "pictures dropped at the server in every round:\n"
                + String.join("\n", server.log()));
            List<JsonObject> last = server.remoteStreams();
            List<String> sender = new ArrayList<>(pi.log());
            server.stop();
            pi.stop();
            pi.log().stream().filter(line -> line.contains(" more were due")).forEach(sender::add);
            everySkipIsAccountedFor(last, sender);
            for (String line : server.log()) {
                assertFalse(line.startsWith("\tat ") || line.contains("Exception"), line);
                assertTrue(line.length() <= LONGEST_LINE, line);
            }
        }
    }

    /** The state once no picture has been late for three seconds, as on a machine that has time for this test. */
    private List<JsonObject> quiet() {
        List<JsonObject> begin = server.awaitStreams(2, LIMIT, 0.5);
        long end = System.nanoTime() + Duration.ofSeconds(45).toNanos();
        while (System.nanoTime() < end) {
            List<JsonObject> from = begin;
            Await.until("90 more pictures", LIMIT, () -> pictures(server.remoteStreams()) >= pictures(from) + 90);
            begin = server.remoteStreams();
            if (dropped(from.get(0)) == dropped(begin.get(0)) && dropped(from.get(1)) == dropped(begin.get(1))) {
                return begin;
            }
        }
        return begin;
    }

    private static int pictures(List<JsonObject> streams) {
        return streams.stream().mapToInt(stream -> stream.getJsonObject("captured").getInt("in")).min().orElse(0);
    }

    /** All of it; answers how many pictures the server dropped meanwhile. */
    private int hostilities(List<JsonObject> before) throws Exception {
        malformedEvents();
        junkBeyondTheLimit();
        notEvenSocketIo();
        garbageDescriptions();
        wrongFingerprint();
        stormOfOffers();
        stormOfEvents();
        List<JsonObject> after = server.awaitStreams(2, LIMIT, 0.5);
        nothingWasLost(before, after);
        return dropped(after.get(0)) + dropped(after.get(1)) - dropped(before.get(0)) - dropped(before.get(1));
    }

    private void malformedEvents() throws Exception {
        String junk = "x".repeat(900_000);
        try (HostileClient client = new HostileClient(port)) {
            JSONObject noOffer = new JSONObject().put("cameraId", "evil");
            expect(client, "exception", "offer refused: the payload is missing", "offer", (Object) null);
            expect(client, "exception", "offer refused: the payload is missing", "offer");
            expect(client, "exception", "offer refused: the payload is a text", "offer", "nonsense");
            expect(client, "exception", "offer refused: the payload is a list", "offer", new JSONArray("[1, 2]"));
            expect(client, "exception", "offer refused: cameraId is missing", "offer", new JSONObject());
            expect(client, "exception", "offer refused: cameraId is a number", "offer",
                new JSONObject().put("cameraId", 7));
            expect(client, "exception", "(900000 characters)", "offer", HostileClient.offer(junk, "v=0"));
            expect(client, "exception", "1 to 64 printable characters", "offer", HostileClient.offer("a\nb", "v=0"));
            expect(client, "error", "offer refused: offer is missing", "offer", noOffer);
            expect(client, "error", "offer.sdp is missing", "offer", new JSONObject().put("cameraId", "evil")
                .put("offer", new JSONObject().put("type", "offer")));
            expect(client, "error", "offer.type is \"answer\"", "offer", new JSONObject().put("cameraId", "evil")
                .put("offer", new JSONObject().put("type", "answer").put("sdp", "v=0")));
            expect(client, "exception", "ice-candidate refused: the payload is missing", "ice-candidate",
                (Object) null);
            expect(client, "exception", "candidate is a number", "ice-candidate",
                new JSONObject().put("cameraId", "evil").put("candidate", 7));
            expect(client, "exception", "disconnect-camera refused: the payload", "disconnect-camera", (Object) null);
            assertTrue(client.heard("error").stream().allMatch(each ->
                each.contains("\"cameraId\":\"evil\"") && each.contains("Failed to process offer")));
            assertEquals(List.of("exception {\"message\":\"Internal server error\",\"status\":\"error\"}"),
                client.heard("exception").stream().distinct().toList());
            client.send("stats");
            client.await("stats", 1);
        }
    }

    /** Sends, and waits for one answer of that name and for one line, no more, that says why. */
    private void expect(HostileClient client, String answer, String line, String event, Object... payload) {
        int answers = client.heard(answer).size();
        int lines = refusals().size();
        client.send(event, payload);
        client.await(answer, answers + 1);
        oneLine(lines, line);
    }

    private void oneLine(int before, String part) {
        Await.until(() -> "a line with " + part + " in\n" + String.join("\n", server.log()), LIMIT,
            () -> refusals().size() > before);
        List<String> lines = refusals();
        assertTrue(lines.get(before).contains(part), lines.get(before));
        assertEquals(before + 1, lines.size(), () -> "one line only: " + lines.subList(before, lines.size()));
    }

    private void junkBeyondTheLimit() throws Exception {
        try (HostileClient client = new HostileClient(port)) {
            int lines = refusals().size();
            client.send("offer", HostileClient.offer("x".repeat(1 << 20), "v=0"));
            shownOut(client);
            oneLine(lines, "a message is longer than 1000000 bytes");
        }
    }

    /** The Java client waits in vain for more after a close frame, so it is the server's word that counts. */
    private void shownOut(HostileClient client) {
        Await.until(() -> "the connection refused; log:\n" + String.join("\n", server.log()), LIMIT,
            () -> server.log().stream().anyMatch(line -> line.contains(client.id()) && line.contains("disconnected")));
    }

    /** Warnings about strangers; that a picture was late on a busy machine is none. */
    private List<String> refusals() {
        return server.complaints().stream().filter(line -> !line.contains(" Lane ")).toList();
    }

    private void notEvenSocketIo() throws Exception {
        for (String packet : List.of("what is this", "42/stream,{{{")) {
            int before = server.log().size();
            CompletableFuture<Integer> closed = new CompletableFuture<>();
            WebSocket socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(
                URI.create("ws://127.0.0.1:" + port + "/socket.io/?EIO=4&transport=websocket"),
                new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onClose(WebSocket web, int code, String reason) {
                        closed.complete(code);
                        return null;
                    }
                }).get(10, TimeUnit.SECONDS);
            socket.sendText("40/stream,", true).get(10, TimeUnit.SECONDS);
            socket.sendText(packet, true).get(10, TimeUnit.SECONDS);
            closed.get(10, TimeUnit.SECONDS);
            Await.until(() -> "a line about " + packet + " in\n" + String.join("\n", server.log()), LIMIT,
                () -> server.log().stream().skip(before)
                    .anyMatch(line -> line.contains("Engine.IO packet") || line.contains("no Socket.IO packet")));
        }
    }

    private void garbageDescriptions() throws Exception {
        try (HostileClient client = new HostileClient(port)) {
            expect(client, "error", "the offer is no SDP", "offer", HostileClient.offer("evil", "garbage\r\n"));
            expect(client, "error", "no media section", "offer", HostileClient.offer("evil", "v=0\r\ns=-\r\n"));
            expect(client, "error", "characters; at most", "offer",
                HostileClient.offer("evil", "v=0\r\n" + "a=x\r\n".repeat(100_000)));
            expect(client, "error", "malformed offer", "offer", HostileClient.offer("evil",
                "v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=rtpmap:96 H264/90000\r\na=setup:\u00ff\r\n"));
        }
    }

    /** A peer of ours that says another certificate's fingerprint than its own. */
    private void wrongFingerprint() throws Exception {
        RtpPeerFactory factory = new RtpPeerFactory();
        try (HostileClient client = new HostileClient(port)) {
            Described events = new Described();
            try (Peer.Publishing peer =
                     factory.publish(StreamId.local("spy"), FORMAT, List.of(), Feedback.NONE, events)) {
                String sdp = events.sdp.get(20, TimeUnit.SECONDS);
                Matcher fingerprint = Pattern.compile("a=fingerprint:sha-256 (\\S+)").matcher(sdp);
                assertTrue(fingerprint.find(), sdp);
                char first = fingerprint.group(1).charAt(0);
                String forged = new StringBuilder(sdp)
                    .replace(fingerprint.start(1), fingerprint.start(1) + 1, first == 'A' ? "B" : "A").toString();
                client.onAnswer(answer -> answer(peer, answer, events));
                expect(client, "error", "spy: the ", "offer", HostileClient.offer("spy", forged));
                MediaException failure = events.failed.get(30, TimeUnit.SECONDS);
                assertTrue(failure.getMessage().contains("DTLS"), failure.getMessage());
                assertEquals(List.of(), server.remoteStreams().stream()
                    .filter(stream -> stream.getString("cameraId").equals("spy")).toList());
            }
        } finally {
            factory.close();
        }
    }

    private static void answer(Peer.Publishing peer, String sdp, Described events) {
        try {
            peer.answer(sdp);
        } catch (MediaException e) {
            events.failed.complete(e);
        }
    }

    /** Offers that would each cost a peer connection of libwebrtc's. */
    private void stormOfOffers() throws Exception {
        RtpPeerFactory factory = new RtpPeerFactory();
        int lines = server.log().size();
        try (HostileClient client = new HostileClient(port)) {
            Described events = new Described();
            Peer.Publishing peer = factory.publish(StreamId.local("storm"), FORMAT, List.of(), Feedback.NONE, events);
            try (peer) {
                String sdp = events.sdp.get(20, TimeUnit.SECONDS);
                for (int i = 0; i < 400; i++) {
                    client.send("offer", HostileClient.offer("storm" + i % 8, sdp));
                }
            }
            client.send("stats");
            client.await("stats", 1);
        } finally {
            factory.close();
        }
        try (HostileClient client = new HostileClient(port)) {
            Await.until(() -> "two sessions are left: " + client.heard("stats"), LIMIT, () -> {
                int replies = client.heard("stats").size();
                client.send("stats");
                client.await("stats", replies + 1);
                return client.heard("stats").get(replies).contains("\"total\":2");
            });
        }
        int said = server.log().size() - lines;
        assertTrue(said < 200, () -> said + " lines about a storm:\n" + String.join("\n", server.log()));
    }

    private void stormOfEvents() throws Exception {
        try (HostileClient client = new HostileClient(port)) {
            int lines = refusals().size();
            for (int i = 0; i < 3_000 && client.isConnected(); i++) {
                client.send("stats");
            }
            shownOut(client);
            oneLine(lines, "more than 1000 events at once");
        }
    }

    private static void nothingWasLost(List<JsonObject> before, List<JsonObject> after) {
        for (int i = 0; i < 2; i++) {
            JsonObject now = after.get(i);
            assertEquals(before.get(i).getString("cameraId"), now.getString("cameraId"));
            assertEquals(before.get(i).getString("client"), now.getString("client"), "the same connection");
            assertEquals(before.get(i).getInt("session"), now.getInt("session"), "the same session");
            assertEquals(0, now.getInt("packetsLost"), now::toString);
            assertEquals(before.get(i).getInt("keyframeRequests"), now.getInt("keyframeRequests"), now::toString);
        }
    }

    /** Pictures that came and did not reach the meter. */
    private static int dropped(JsonObject stream) {
        return stream.getJsonObject("captured").getInt("dropped")
            + stream.getJsonArray("outlets").getValuesAs(JsonObject.class).stream()
                .mapToInt(outlet -> outlet.getInt("dropped") + outlet.getInt("droppedBefore")).sum();
    }

    /** What the stamps miss is what the counters of the server, or the camera and the encoder of the Pi, tell. */
    private void everySkipIsAccountedFor(List<JsonObject> last, List<String> sender) {
        Map<String, Integer> excused = new HashMap<>();
        last.forEach(stream -> excused.put(stream.getString("cameraId"), dropped(stream)));
        for (Matcher line : matches(NEVER_SENT, sender)) {
            excused.merge(line.group(1), Integer.parseInt(line.group(2)), Integer::sum);
        }
        List<Matcher> ends = matches(METER, server.log());
        assertEquals(2, ends.size(), () -> String.join("\n", server.log()));
        for (Matcher end : ends) {
            System.out.println(end.group() + "; dropped by the server or never sent: " + excused);
            assertTrue(Integer.parseInt(end.group(2)) > 100, end.group());
            assertTrue(Integer.parseInt(end.group(3)) <= excused.get(end.group(1)), end.group());
            assertEquals("0", end.group(4), end.group());
            assertEquals("0", end.group(5), end.group());
        }
    }

    private static List<Matcher> matches(Pattern pattern, List<String> log) {
        return log.stream().map(pattern::matcher).filter(Matcher::find).toList();
    }

    /** Keeps the offer and the failure. */
    private static final class Described implements Peer.Events {
        final CompletableFuture<String> sdp = new CompletableFuture<>();
        final CompletableFuture<MediaException> failed = new CompletableFuture<>();

        @Override
        public void described(String offer) {
            sdp.complete(offer);
        }

        @Override
        public void candidate(Candidate candidate) {
        }

        @Override
        public void state(Peer.State state) {
        }

        @Override
        public void failed(MediaException cause) {
            failed.complete(cause);
        }
    }
}
