package flathead.signaling.whip.client.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.signaling.Candidate;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublicationTest {
    private static final String URL = "http://media.example/whip/left";
    private static final String SESSION = "http://media.example/sessions/1";
    private static final String OFFER = "v=0\r\na=group:BUNDLE 0\r\nm=video 9 UDP/TLS/RTP/SAVPF 102\r\n"
        + "a=mid:0\r\na=ice-ufrag:u\r\na=ice-pwd:p\r\na=rtcp-mux\r\na=sendonly\r\n";
    private static final String STUN = "Link: <stun:stun.example.net>; rel=\"ice-server\"";
    private static final Candidate FIRST = new Candidate("candidate:1 1 udp 1 192.0.2.1 9 typ srflx", "0", 0);
    private static final Candidate END = new Candidate("", "0", 0);

    private final FakeServer server = new FakeServer();
    private final Heard heard = new Heard();
    private Publication left = new Publication("left", FakeServer.endpoint(), server.as("s3cret"), heard);

    private void reach(String... headers) {
        left.seek();
        server.answer("OPTIONS", URL, 200, "", headers);
    }

    private void publish(String... headers) {
        left.offer(OFFER);
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "location: /sessions/1";
        all[headers.length + 1] = "ETag: \"e1\"";
        server.answer("POST", URL, 201, "v=0 answer", all);
        assertEquals("answered v=0 answer", heard.last());
    }

    @Test
    void offersToAServerThatIsThere() {
        reach();
        assertEquals(List.of("connected []"), heard.words);
        left.offer(OFFER);
        Http.Request post = server.answer("POST", URL, 201, "v=0 answer", "Location: http://other.example/s/1",
            "ETag: \"e1\"");
        assertEquals("application/sdp", post.type());
        assertEquals(OFFER.replace("a=sendonly", "a=rtcp-mux-only\r\na=sendonly"), post.body());
        assertEquals("s3cret", post.token());
        assertEquals("answered v=0 answer", heard.last());
        left.close();
        Http.Request delete = server.answer("DELETE", "http://other.example/s/1", 200, "");
        assertEquals("s3cret", delete.token());
        assertEquals(0, server.waiting());
    }

    @Test
    void optionsThatAreRefusedSayNothingOfOffers() {
        for (int status : new int[] {204, 401, 404, 405, 500}) {
            left.seek();
            server.answer("OPTIONS", URL, status, "", STUN);
        }
        assertEquals(List.of("connected [stun:stun.example.net]", "connected [stun:stun.example.net]",
            "connected [stun:stun.example.net]", "connected [stun:stun.example.net]",
            "connected [stun:stun.example.net]"), heard.words, "named once, known for good");
    }

    @Test
    void tricklesInOneRequestAtATime() {
        reach();
        left.offer(OFFER);
        left.candidate(FIRST);
        assertEquals(1, server.waiting(), "nothing is told before there is a session");
        server.answer("POST", URL, 201, "v=0", "Location: /sessions/1", "ETag: \"e1\"");
        left.candidate(FIRST);
        left.candidate(END);
        Http.Request first = server.answer("PATCH", SESSION, 204, "");
        assertEquals("application/trickle-ice-sdpfrag", first.type());
        assertEquals("\"e1\"", first.entityTag());
        assertEquals("s3cret", first.token());
        assertEquals("a=group:BUNDLE 0\r\nm=video 9 UDP/TLS/RTP/SAVPF 102\r\na=mid:0\r\na=ice-ufrag:u\r\n"
            + "a=ice-pwd:p\r\na=" + FIRST.candidate() + "\r\n", first.body());
        Http.Request second = server.answer("PATCH", SESSION, 204, "");
        assertTrue(second.body().endsWith("a=" + FIRST.candidate() + "\r\na=end-of-candidates\r\n"), second.body());
        assertEquals(0, server.waiting());
    }

    @Test
    void aServerThatTakesNoCandidatesIsNotTroubledAgain() {
        reach();
        publish();
        left.candidate(FIRST);
        server.answer("PATCH", SESSION, 405, "");
        left.candidate(FIRST);
        assertEquals(0, server.waiting());
        assertEquals("answered v=0 answer", heard.last(), "the session goes on");
    }

    @Test
    void aSessionThatIsGoneIsSaid() {
        reach();
        publish();
        left.candidate(FIRST);
        server.answer("PATCH", SESSION, 404, "");
        assertEquals("refused the session is gone", heard.last());
        left.close();
        assertEquals(0, server.waiting());
    }

    @Test
    void aNewOfferComesAfterTheOldSessionsEnd() {
        reach();
        publish();
        left.offer(OFFER);
        server.answer("DELETE", SESSION, 404, "");
        server.answer("POST", URL, 201, "v=0 second", "Location: /sessions/2");
        assertEquals("answered v=0 second", heard.last());
        left.candidate(FIRST);
        assertNull(server.answer("PATCH", "http://media.example/sessions/2", 204, "").entityTag());
        left.offer(OFFER);
        server.fail("no answer in time");
        assertEquals("POST", server.request().method(), "a goodbye that is not heard holds nothing up");
    }

    @Test
    void anAnswerThatComesTooLateIsUndone() {
        reach();
        left.offer(OFFER);
        left.offer(OFFER);
        server.answer("POST", URL, 201, "v=0 first", "Location: /sessions/1");
        server.answer("POST", URL, 201, "v=0 second", "Location: /sessions/2");
        server.answer("DELETE", SESSION, 200, "");
        assertEquals("answered v=0 second", heard.last());
        left.offer(OFFER);
        server.answer("DELETE", "http://media.example/sessions/2", 200, "");
        left.close();
        server.answer("POST", URL, 201, "v=0 third", "Location: /sessions/3");
        server.answer("DELETE", "http://media.example/sessions/3", 200, "");
        assertEquals("answered v=0 second", heard.last());
    }

    @Test
    void whatIsRefusedMayBeOfferedInAnotherForm() {
        for (int status : new int[] {400, 406, 415, 422, 500, 501}) {
            reach();
            left.offer(OFFER);
            server.answer("POST", URL, status, "no H264\n  here", "Content-Type: text/plain");
            assertEquals("refused " + status + " (no H264 here)", heard.last());
        }
        assertEquals(0, server.waiting());
    }

    @Test
    void whoIsNotWelcomeComesAgainLater() {
        reach();
        left.offer(OFFER);
        server.answer("POST", URL, 401, "<html>x</html>", "Content-Type: text/html; charset=utf-8");
        assertEquals("disconnected 401", heard.last());
        server.pass(1_999);
        assertEquals(0, server.waiting());
        server.pass(1);
        server.answer("OPTIONS", URL, 200, "");
        left.offer(OFFER);
        server.answer("POST", URL, 429, "", "Retry-After: 7");
        server.pass(6_999);
        assertEquals(0, server.waiting());
        server.pass(1);
        server.answer("OPTIONS", URL, 503, "", "Retry-After: Thu, 01 Jan 2026 00:01:09 GMT");
        server.pass(59_999);
        assertEquals(0, server.waiting(), "until 00:01:09, from 00:00:09");
        server.pass(1);
        server.answer("OPTIONS", URL, 503, "", "Retry-After: soon");
        server.pass(16_000);
        server.answer("OPTIONS", URL, 503, "", "Retry-After: 999999999");
        server.pass(600_000);
        assertEquals("OPTIONS", server.request().method());
    }

    @Test
    void whoCannotBeReachedIsSoughtForEver() {
        left.seek();
        for (long wait : new long[] {250, 500, 1_000, 2_000, 2_000, 2_000}) {
            server.fail("connection refused");
            server.pass(wait - 1);
            assertEquals(0, server.waiting());
            server.pass(1);
        }
        assertEquals(List.of(), heard.words);
        server.answer("OPTIONS", URL, 200, "");
        left.offer(OFFER);
        server.fail("connection reset");
        assertEquals(List.of("connected []", "disconnected connection reset"), heard.words);
        left.offer(OFFER);
        assertEquals(0, server.waiting(), "what is said to nobody is dropped");
        server.pass(250);
        server.answer("OPTIONS", URL, 200, "");
        assertEquals("connected []", heard.last());
    }

    @Test
    void iceServersOfASessionAreForTheNextPeer() {
        reach(STUN);
        assertEquals("connected [stun:stun.example.net]", heard.last());
        publish("Link: <turn:t.example.net?transport=udp>; rel=ice-server; username=\"u\"; credential=\"a\\\"b, c\"");
        left.offer(OFFER);
        assertEquals("connected [turn:t.example.net?transport=udp]", heard.last());
        left.offer(OFFER);
        server.answer("DELETE", SESSION, 200, "");
        assertEquals("POST", server.request().method());
    }

    @Test
    void followsRedirectsWithTheWholeRequest() {
        reach();
        left.offer(OFFER);
        server.answer("POST", URL, 307, "", "Location: https://second.example/whip");
        Http.Request second = server.answer("POST", "https://second.example/whip", 308, "",
            "Location: //third.example/x");
        assertEquals("s3cret", second.token());
        assertTrue(second.body().startsWith("v=0\r\n"), second.body());
        assertEquals("application/sdp", second.type());
        server.answer("POST", "https://third.example/x", 201, "v=0", "Location: session");
        left.close();
        assertEquals("https://third.example/session", server.request().uri().toString());
    }

    @Test
    void aTokenDoesNotLeaveTls() {
        left = new Publication("left", URI.create("https://media.example/whip"), server.as("s3cret"), heard);
        left.seek();
        server.answer(200, "");
        left.offer(OFFER);
        server.answer("POST", "https://media.example/whip", 307, "", "Location: http://media.example/whip");
        assertEquals("", server.request().token());
        server.answer(201, "v=0", "Location: http://media.example/s");
        left.close();
        assertEquals("", server.request().token());
    }

    @Test
    void redirectsEnd() {
        reach();
        left.offer(OFFER);
        for (int i = 0; i <= Redirects.MOST; i++) {
            server.answer(307, "", "Location: /again");
        }
        assertTrue(heard.last().startsWith("disconnected it redirects"), heard.last());
        server.pass(250);
        server.answer("OPTIONS", URL, 307, "", "Location: mailto:somebody");
        assertEquals(0, server.waiting());
    }

    @Test
    void nothingIsHeardAfterTheEnd() {
        left.seek();
        left.close();
        server.answer("OPTIONS", URL, 200, "");
        left.offer(OFFER);
        server.pass(60_000);
        assertEquals(0, server.waiting());
        assertEquals(List.of(), heard.words);
    }
}
