package flathead.signaling.socketio.server.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import flathead.signaling.OfferHandler;
import flathead.testkit.FakeClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;

class ClientTest {
    private final FakeClock clock = new FakeClock();
    private final Room room = new Room();
    private final EchoHandler handler = new EchoHandler();
    private final List<String> sent = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();
    private final Client client = client("abc");

    private Client client(String id) {
        Client made = new Client(id, "10.0.0.7", new Outbound() {
            @Override
            public void send(String event, JSONObject payload) {
                sent.add(event + " " + payload.optString("cameraId"));
            }

            @Override
            public void close() {
                closed.add(id);
            }
        }, room, clock);
        room.enter(made);
        return made;
    }

    private static JSONObject offer(String cameraId) {
        return offer(cameraId, "v=0");
    }

    private static JSONObject offer(String cameraId, String sdp) {
        return new JSONObject().put("cameraId", cameraId)
            .put("offer", new JSONObject().put("type", "offer").put("sdp", sdp));
    }

    private List<String> sent() {
        List<String> now = List.copyOf(sent);
        sent.clear();
        return now;
    }

    @Test
    void saysThatNobodyTakesOffers() {
        client.receive("offer", offer("left"));
        assertEquals(List.of("error left"), sent());
        room.handlerCame(handler);
        client.receive("offer", offer("left"));
        assertEquals(List.of("answer left", "ice-candidate left"), sent());
    }

    @Test
    void keepsOneSessionACamera() {
        room.handlerCame(handler);
        client.receive("offer", offer("left"));
        EchoHandler.Echo first = handler.sessions.get(0);
        client.receive("offer", offer("left"));
        assertEquals(0, first.closed.get(), "the handler replaces it");
        sent();
        first.reply.answer("late");
        first.reply.candidate(EchoHandler.OURS);
        first.reply.error("late");
        assertEquals(List.of(), sent(), "nothing of the replaced session reaches the client");
        assertEquals(1, room.stats().getInt("total"));
        client.receive("disconnect-camera", offer("left"));
        assertEquals(1, handler.sessions.get(0).closed.get());
        assertEquals(0, room.stats().getInt("total"));
    }

    @Test
    void endsTheSessionsOfAHandlerThatGoes() {
        room.handlerCame(handler);
        client.receive("offer", offer("left"));
        EchoHandler next = new EchoHandler();
        room.handlerCame(next);
        client.receive("offer", offer("right"));
        sent();
        room.handlerGone(handler);
        assertEquals(List.of("error left"), sent());
        assertEquals(List.of(), handler.open());
        assertEquals(1, next.open().size());
        client.receive("offer", offer("left"));
        assertEquals(2, next.open().size());
        room.handlerGone(next);
        assertNull(room.handler());
        assertEquals(List.of(), next.open());
    }

    @Test
    void closesTheOldHandlersSessionWhenTheNewOneTakesTheCamera() {
        room.handlerCame(handler);
        client.receive("offer", offer("left"));
        room.handlerCame(new EchoHandler());
        client.receive("offer", offer("left"));
        assertEquals(List.of(), handler.open());
    }

    @Test
    void endsASessionThatBeginsWhileTheClientGoes() {
        List<EchoHandler.Echo> begun = new ArrayList<>();
        room.handlerCame((clientId, origin, cameraId, sdp, reply) -> {
            room.leave(client);
            EchoHandler.Echo echo = new EchoHandler.Echo(clientId, origin, cameraId, sdp, reply);
            begun.add(echo);
            return echo;
        });
        client.receive("offer", offer("left"));
        assertEquals(1, begun.get(0).closed.get());
        assertEquals(List.of(), sent());
    }

    @Test
    void endsASessionThatBeginsWhileTheHandlerGoes() {
        List<EchoHandler.Echo> begun = new ArrayList<>();
        OfferHandler[] leaving = new OfferHandler[1];
        leaving[0] = (clientId, origin, cameraId, sdp, reply) -> {
            room.handlerGone(leaving[0]);
            EchoHandler.Echo echo = new EchoHandler.Echo(clientId, origin, cameraId, sdp, reply);
            begun.add(echo);
            return echo;
        };
        room.handlerCame(leaving[0]);
        client.receive("offer", offer("left"));
        assertEquals(1, begun.get(0).closed.get());
        assertEquals(List.of("error left"), sent());
        assertEquals(0, room.stats().getInt("total"));
    }

    @Test
    void forgetsEverythingWhenTheClientGoes() {
        room.handlerCame(handler);
        Client other = client("other");
        client.receive("offer", offer("left"));
        client.receive("offer", offer("right"));
        other.receive("offer", offer("left"));
        assertEquals(3, room.stats().getInt("total"));
        assertTrue(room.leave(client));
        assertFalse(room.leave(client));
        sent();
        handler.sessions.forEach(each -> each.reply.answer("late"));
        client.receive("offer", offer("left"));
        assertEquals(List.of("answer left"), sent(), "the other client is not disturbed");
        assertEquals(1, handler.open().size());
        assertEquals("other-left", room.stats().getJSONArray("connections").getJSONObject(0).get("connectionId"));
        room.empty();
        assertEquals(List.of(), handler.open());
    }

    @Test
    void limitsCameras() {
        room.handlerCame(handler);
        for (int i = 0; i < Client.MOST_CAMERAS; i++) {
            client.receive("offer", offer("camera " + i));
        }
        sent();
        client.receive("offer", offer("more"));
        assertEquals(List.of("error more"), sent());
        client.receive("offer", offer("camera 3"));
        assertEquals(List.of("answer camera 3", "ice-candidate camera 3"), sent(), "replacing is not adding");
        client.receive("offer", offer("camera 3", "refuse"));
        client.receive("offer", offer("more"));
        assertEquals(List.of("error camera 3", "answer more", "ice-candidate more"), sent());
    }

    @Test
    void limitsOffers() {
        room.handlerCame(handler);
        try (Logged logged = new Logged()) {
            for (int i = 0; i < Client.OFFERS_AT_ONCE; i++) {
                client.receive("offer", offer("left", "v=0 " + i));
            }
            sent();
            for (int i = 0; i < 200; i++) {
                client.receive("offer", offer("left", "v=0 too many"));
            }
            assertEquals(List.of("error left"),
                sent().stream().distinct().toList(), "each is answered");
            assertEquals("v=0 31", handler.open().get(0).sdp, "the session that there is goes on");
            assertEquals(20, logged.at(Level.WARN).size());
        }
        clock.advanceMillis(1_000);
        client.receive("offer", offer("left", "v=0 later"));
        client.receive("offer", offer("left", "v=0 too early"));
        assertEquals("v=0 later", handler.open().get(0).sdp);
        assertEquals(List.of(), closed);
    }

    @Test
    void limitsEventsAndLogLines() {
        try (Logged logged = new Logged()) {
            for (int i = 0; i < Client.EVENTS_AT_ONCE; i++) {
                client.receive("offer", (Object) null);
            }
            assertEquals(Client.EVENTS_AT_ONCE, sent().size(), "each is answered");
            assertEquals(List.of(), closed);
            assertEquals(20, logged.at(Level.WARN).size());
            clock.advanceMillis(11_000);
            client.receive("offer", (Object) null);
            String last = logged.at(Level.WARN).get(20);
            assertTrue(last.endsWith("(and 980 more refusals that were not logged)"), last);
        }
        for (int i = 0; i < Client.EVENTS_AT_ONCE; i++) {
            client.receive("stats");
        }
        assertEquals(List.of("abc"), closed);
    }

    @Test
    void tellsTheTimeAsJavaScriptDoes() {
        assertEquals("2026-01-02T03:04:05.000Z", Client.createdAt(Instant.parse("2026-01-02T03:04:05Z")));
        assertEquals("2026-01-02T03:04:05.678Z", Client.createdAt(Instant.parse("2026-01-02T03:04:05.678901Z")));
    }
}
