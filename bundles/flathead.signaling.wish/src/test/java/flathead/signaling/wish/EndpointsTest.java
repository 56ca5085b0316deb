package flathead.signaling.wish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.signaling.Candidate;
import flathead.signaling.IceServer;
import flathead.signaling.OfferHandler;
import flathead.testkit.FakeClock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EndpointsTest {
    private static final String FRAGMENT = "a=mid:0\r\na=ice-ufrag:u\r\na=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\n";
    private static final String OFFER = "\r\na=ice-ufrag:u\r\na=ice-pwd:p\r\n";
    private static final String TRICKLE = "Content-Type: application/trickle-ice-sdpfrag";

    private static final Kind WHIP = new Kind("WHIP", "/whip", "the.pid", "published", "receiver", true, 64, 16);

    private final FakeClock clock = new FakeClock();
    private final AtomicInteger ids = new AtomicInteger();
    private final FakeHandler receiver = new FakeHandler();
    private List<IceServer> iceServers = List.of();
    private final Endpoints endpoints =
        new Endpoints(WHIP, clock, () -> "id" + ids.incrementAndGet(), () -> iceServers);

    EndpointsTest() {
        endpoints.handlerCame(receiver);
    }

    private Asked published(String camera) {
        Asked post = Asked.post(endpoints, camera, OFFER + "at once");
        assertEquals(201, post.status(), post.response()::toString);
        return post;
    }

    private static String path(Asked created) {
        return created.header("Location").substring("/whip".length());
    }

    private Asked patch(String path, String body, String... headers) {
        return Asked.of(endpoints, "PATCH " + path, body, headers);
    }

    @Test
    void answersAnOfferAsSoonAsTheReceiverDoes() {
        Asked post = Asked.post(endpoints, "left", "offer");
        assertFalse(post.isAnswered());
        FakeHandler.Session session = receiver.last();
        assertEquals("left", session.camera);
        assertEquals("v=0 offer", session.sdp);
        assertTrue(session.origin.contains("192.0.2.1"), session.origin);
        session.reply.answer("v=0 answer");
        assertEquals(201, post.status());
        assertEquals("v=0 answer", post.response().body());
        assertEquals("application/sdp", post.response().type());
        assertTrue(post.header("Location").matches("/whip/left/id\\d"), post.header("Location"));
        assertTrue(post.header("ETag").matches("\"id\\d\""), post.header("ETag"));
        assertNotEquals(post.header("Location").replaceAll(".*/", ""), post.header("ETag").replace("\"", ""));
        assertEquals("application/trickle-ice-sdpfrag", post.header("Accept-Patch"));
        assertNull(post.header("Link"));
    }

    @Test
    void deleteEndsTheSessionOnce() {
        Asked post = published("left");
        assertEquals(200, Asked.of(endpoints, "DELETE " + path(post), "").status());
        assertEquals(1, receiver.last().closed);
        assertEquals(404, Asked.of(endpoints, "DELETE " + path(post), "").status());
        assertEquals(404, patch(path(post), FRAGMENT, TRICKLE, "If-Match: " + post.header("ETag")).status());
        assertEquals(1, receiver.last().closed);
    }

    @Test
    void aSessionGoesWithItsPeerConnection() {
        Asked post = published("left");
        receiver.last().reply.error("the peer connection failed");
        assertEquals(404, Asked.of(endpoints, "GET " + path(post), "").status());
        assertEquals(0, endpoints.size());
        assertEquals(201, post.status(), "what was told stays");
    }

    @Test
    void aSessionGoesWithWhoSaysGoodbye() {
        Asked post = published("left");
        receiver.last().reply.left();
        assertEquals(0, endpoints.size(), "others have its room");
        assertEquals(404, Asked.of(endpoints, "DELETE " + path(post), "").status());
        assertEquals(1, receiver.last().closed);
    }

    @Test
    void anOfferThatIsRefusedIs422() {
        Asked post = Asked.post(endpoints, "left", "offer");
        receiver.last().reply.refused("Failed to process offer", "libwebrtc: no codec\nin common");
        assertEquals(422, post.status());
        assertEquals("libwebrtc: no codec\\u000ain common\n", post.response().body());
        assertEquals(0, endpoints.size());
        assertEquals(1, receiver.last().closed);
    }

    @Test
    void candidatesTrickle() {
        Asked post = published("left");
        String etag = "If-Match: " + post.header("ETag");
        assertEquals(204, patch(path(post), FRAGMENT, TRICKLE, etag).status());
        assertEquals(List.of(new Candidate("candidate:1 1 udp 1 192.0.2.1 9 typ host", "0", 0)),
            receiver.last().candidates);
        assertNull(patch(path(post), FRAGMENT, TRICKLE, etag).header("ETag"));
        assertEquals(428, patch(path(post), FRAGMENT, TRICKLE).status());
        assertEquals(412, patch(path(post), FRAGMENT, TRICKLE, "If-Match: \"other\"").status());
        assertEquals(204, patch(path(post), FRAGMENT, TRICKLE, "If-Match: \"other\", " + post.header("ETag")).status());
        assertEquals(400, patch(path(post), "{}", TRICKLE, etag).status());
        Asked json = patch(path(post), "{}", "Content-Type: application/json", etag);
        assertEquals(415, json.status());
        assertEquals("application/trickle-ice-sdpfrag", json.header("Accept-Patch"));
        assertEquals(3, receiver.last().candidates.size());
    }

    @Test
    void audioIsLeftOutAndItsCandidatesAreTheVideos() {
        String audio = "\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\na=ice-ufrag:u\r\na=ice-pwd:p\r\n";
        Asked post = Asked.post(endpoints, "left", "at once\r\na=group:BUNDLE 0 1" + audio
            + "m=video 0 UDP/TLS/RTP/SAVPF 96\r\na=mid:1\r\na=bundle-only\r\n");
        assertEquals(201, post.status());
        assertFalse(receiver.last().sdp.contains("m=audio"), receiver.last().sdp);
        assertEquals(204, patch(path(post), FRAGMENT, TRICKLE, "If-Match: *").status());
        assertEquals(List.of(new Candidate("candidate:1 1 udp 1 192.0.2.1 9 typ host", "1", 0)),
            receiver.last().candidates);
    }

    @Test
    void aRestartIsRefusedAndTheSessionGoesOn() {
        Asked post = published("left");
        assertEquals(422, patch(path(post), "a=ice-ufrag:new\r\na=ice-pwd:new\r\n", TRICKLE, "If-Match: *").status());
        assertEquals(204, patch(path(post), FRAGMENT, TRICKLE, "If-Match: *").status(), "the same session");
        assertEquals(0, receiver.last().closed);
    }

    @Test
    void whoComesAgainReplacesItsSession() {
        Asked first = published("left");
        Asked second = published("left");
        assertEquals(0, receiver.sessions.get(0).closed, "the receiver has done that already");
        assertEquals(receiver.sessions.get(0).client, receiver.sessions.get(1).client);
        assertEquals(404, Asked.of(endpoints, "DELETE " + path(first), "").status());
        assertEquals(0, receiver.sessions.get(1).closed);
        assertEquals(204, Asked.of(endpoints, "GET " + path(second), "").status());
        receiver.sessions.get(0).reply.error("late");
        assertEquals(204, Asked.of(endpoints, "GET " + path(second), "").status());

        Asked waiting = Asked.post(endpoints, "left", "offer");
        published("left");
        assertEquals(409, waiting.status());
        Asked elsewhere = Asked.of(endpoints, "POST /left 198.51.100.1", "v=0 at once",
            "Content-Type: application/sdp");
        assertEquals(201, elsewhere.status());
        assertNotEquals(receiver.sessions.get(0).client, receiver.last().client);
        assertEquals(2, endpoints.size());
    }

    @Test
    void saysWhatIsWrongWithARequest() {
        assertEquals(404, Asked.of(endpoints, "POST /", "v=0", "Content-Type: application/sdp").status());
        assertEquals(404, Asked.of(endpoints, "POST /a/b/c", "v=0", "Content-Type: application/sdp").status());
        assertEquals(404, Asked.of(endpoints, "POST /" + "x".repeat(65), "v=0", "Content-Type: application/sdp")
            .status());
        assertEquals(404, Asked.of(endpoints, "POST /a\u0007b", "v=0", "Content-Type: application/sdp").status());
        Asked json = Asked.of(endpoints, "POST /left", "{}", "Content-Type: application/json");
        assertEquals(415, json.status());
        assertEquals("application/sdp", json.header("Accept-Post"));
        assertEquals(415, Asked.of(endpoints, "POST /left", "v=0").status());
        assertEquals(400, Asked.of(endpoints, "POST /left", "", "Content-Type: application/sdp").status());
        assertEquals(400, Asked.of(endpoints, "POST /left", "hello", "Content-Type: Application/SDP; x=y").status());
        assertEquals(413, Asked.post(endpoints, "left", "x".repeat(Endpoints.LONGEST_BODY)).status());
        Asked put = Asked.of(endpoints, "PUT /left", "v=0");
        assertEquals(405, put.status());
        assertEquals("OPTIONS, GET, HEAD, POST", put.header("Allow"));
        Asked post = published("left");
        assertEquals(405, Asked.of(endpoints, "POST " + path(post), "v=0", "Content-Type: application/sdp").status());
        assertEquals(204, Asked.of(endpoints, "GET /left", "").status());
        assertEquals(404, Asked.of(endpoints, "DELETE " + path(post).replace("left", "right"), "").status());
        assertEquals(500, Asked.post(endpoints, "left", "throw").status());
        assertEquals(0, endpoints.size());
    }

    @Test
    void aTokenIsNeededWhereOneIsSet() throws Exception {
        endpoints.settings(Settings.of("the.pid", Map.of("token", "s3cret")));
        Asked none = Asked.post(endpoints, "left", OFFER);
        assertEquals(401, none.status());
        assertEquals("Bearer realm=\"flathead\"", none.header("WWW-Authenticate"));
        for (String wrong : List.of("Bearer other", "Bearer", "Bearer s3crets", "Basic s3cret", "s3cret", "Bearer ")) {
            Asked asked = Asked.of(endpoints, "POST /left", "v=0 at once", "Content-Type: application/sdp",
                "Authorization: " + wrong);
            assertEquals(401, asked.status(), wrong);
            assertTrue(asked.header("WWW-Authenticate").contains("invalid_token"));
        }
        assertTrue(receiver.sessions.isEmpty());
        Asked right = Asked.of(endpoints, "POST /left", "v=0 at once", "Content-Type: application/sdp",
            "Authorization: bearer s3cret");
        assertEquals(201, right.status());
        assertEquals(401, Asked.of(endpoints, "DELETE " + path(right), "").status());
        assertEquals(401, patch(path(right), FRAGMENT, TRICKLE, "If-Match: *").status());
        assertEquals(200, Asked.of(endpoints, "DELETE " + path(right), "", "Authorization: Bearer s3cret").status());
    }

    @Test
    void namesIceServersAndNoPasswordToEverybody() throws Exception {
        iceServers = List.of(new IceServer(List.of("stun:stun.example.net"), "", ""),
            new IceServer(List.of("turn:t.example.net?transport=udp"), "u", "p\"w"));
        assertEquals(List.of("<stun:stun.example.net>; rel=\"ice-server\""), links(published("left")));
        assertEquals(1, links(Asked.of(endpoints, "OPTIONS /left", "")).size());
        Asked preflight = Asked.of(endpoints, "OPTIONS /left", "", "Access-Control-Request-Method: POST");
        assertEquals(200, preflight.status());
        assertEquals("application/sdp", preflight.header("Accept-Post"));
        assertEquals(List.of(), links(preflight));

        endpoints.settings(Settings.of("the.pid", Map.of("token", "t")));
        assertEquals(List.of(), links(Asked.of(endpoints, "OPTIONS /left", "")));
        assertEquals(List.of("<stun:stun.example.net>; rel=\"ice-server\"",
            "<turn:t.example.net?transport=udp>; rel=\"ice-server\"; username=\"u\"; credential=\"p\\\"w\";"
                + " credential-type=\"password\""),
            links(Asked.of(endpoints, "OPTIONS /left", "", "Authorization: Bearer t")));
    }

    private static List<String> links(Asked asked) {
        return asked.response().headers().stream().filter(header -> header.name().equals("Link"))
            .map(WishResponse.Header::value).toList();
    }

    @Test
    void aReceiverThatGoesTakesItsSessionsAlong() {
        Asked post = published("left");
        Asked waiting = Asked.post(endpoints, "right", "offer");
        endpoints.handlerGone(receiver);
        assertEquals(503, waiting.status());
        assertEquals("2", waiting.header("Retry-After"));
        assertEquals(404, Asked.of(endpoints, "GET " + path(post), "").status());
        assertEquals(503, Asked.post(endpoints, "left", "offer").status());
        assertEquals(List.of(1, 1), receiver.sessions.stream().map(each -> each.closed).toList());
        endpoints.handlerCame(receiver);
        published("left");
    }

    @Test
    void whatIsNotAnsweredInTimeIsGivenUp() {
        Asked post = Asked.post(endpoints, "left", "offer");
        post.giveUp.run();
        assertEquals(504, post.status());
        assertEquals(1, receiver.last().closed);
        assertEquals(0, endpoints.size());
        Asked answered = published("left");
        answered.giveUp.run();
        assertEquals(201, answered.status());
        assertEquals(1, endpoints.size());
    }

    @Test
    void whatAClientCanCostIsBounded() {
        for (int i = 0; i < WHIP.mostOfOne(); i++) {
            published("camera" + i);
        }
        Asked more = Asked.post(endpoints, "more", "offer");
        assertEquals(503, more.status());
        assertEquals(503, more.status());
        for (int i = 0; i < WHIP.offersAtOnce() - WHIP.mostOfOne() - 1; i++) {
            published("camera0");
        }
        Asked often = Asked.post(endpoints, "camera0", "offer");
        assertEquals(429, often.status());
        assertEquals("1", often.header("Retry-After"));
        clock.advanceMillis(1_000);
        published("camera0");
        for (int client = 2; endpoints.size() < WHIP.mostSessions(); client++) {
            for (int i = 0; i < WHIP.mostOfOne(); i++) {
                assertEquals(201, Asked.of(endpoints, "POST /c" + i + " 192.0.2." + client, "v=0 at once",
                    "Content-Type: application/sdp").status());
            }
        }
        assertEquals(503, Asked.of(endpoints, "POST /c 192.0.2.200", "v=0 at once",
            "Content-Type: application/sdp").status());
    }

    @Test
    void candidatesComeAtARateThatAHostHas() {
        Asked post = published("left");
        for (int i = 0; i < 100; i++) {
            assertEquals(204, patch(path(post), FRAGMENT, TRICKLE, "If-Match: *").status());
        }
        assertEquals(429, patch(path(post), FRAGMENT, TRICKLE, "If-Match: *").status());
        clock.advanceMillis(100);
        assertEquals(204, patch(path(post), FRAGMENT.repeat(300), TRICKLE, "If-Match: *").status());
        assertEquals(256, receiver.last().candidates.size(), "the rest are passed over");
    }

    @Test
    void aCameraOfAnyNameHasAUrl() {
        Asked post = published("links-ü?%");
        assertEquals("/whip/links-%C3%BC%3F%25/", post.header("Location").replaceAll("id\\d+$", ""));
    }

    @Test
    void whatAViewerIsToldHasItsStatus() {
        Map<OfferHandler.Refusal, Integer> statuses = Map.of(OfferHandler.Refusal.UNKNOWN, 404,
            OfferHandler.Refusal.UNACCEPTABLE, 406, OfferHandler.Refusal.WAITING, 503);
        statuses.forEach((kind, status) -> {
            Asked post = Asked.post(endpoints, "left", "offer");
            receiver.last().reply.refused(kind, "that is why");
            assertEquals(status, post.status());
            assertEquals("that is why\n", post.response().body());
            assertEquals(status == 503 ? "2" : null, post.header("Retry-After"));
        });
        assertEquals(0, endpoints.size());
    }

    @Test
    void viewersOfOneAddressAreSeveral() {
        Endpoints whep = new Endpoints(new Kind("WHEP", "/whep", "the.pid", "seen", "server of viewers", false, 4, 3),
            clock, () -> "id" + ids.incrementAndGet(), List::of);
        assertEquals("no server of viewers is running\n", Asked.post(whep, "left", "offer").response().body());
        whep.handlerCame(receiver);
        for (int i = 0; i < 3; i++) {
            Asked post = Asked.post(whep, "left", OFFER + "at once");
            assertTrue(post.header("Location").startsWith("/whep/left/"), post.header("Location"));
        }
        assertEquals(3, whep.size());
        assertEquals(3, receiver.sessions.stream().map(each -> each.client).distinct().count());
        Asked more = Asked.post(whep, "left", "offer");
        assertEquals(503, more.status());
        assertEquals("a client may have at most 3 sessions\n", more.response().body());
    }
}
