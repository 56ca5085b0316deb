package flathead.signaling.socketio.server.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.signaling.Candidate;
import flathead.signaling.care.Printable;
import java.util.Random;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.json.JSONTokener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventParserTest {
    private static final long SEED = 20_260_101L;
    private static final int ROUNDS = 200_000;

    private static Object json(String text) {
        return new JSONTokener(text).nextValue();
    }

    @Test
    void readsWhatTheWireSays() throws RefusedEvent {
        assertEquals(new ClientEvent.Offer("left", "v=0"), EventParser.parse("offer",
            json("{'cameraId':'left','offer':{'type':'offer','sdp':'v=0','more':1},'more':[]}")));
        assertEquals(new ClientEvent.RemoteCandidate("left", new Candidate("candidate:1", "0", 3)),
            EventParser.parse("ice-candidate", json("{'cameraId':'left','candidate':"
                + "{'candidate':'candidate:1','sdpMid':'0','sdpMLineIndex':3}}")));
        assertEquals(new ClientEvent.RemoteCandidate("left", new Candidate("candidate:1", null, -1)),
            EventParser.parse("ice-candidate", json("{'cameraId':'left','candidate':{'candidate':'candidate:1'}}")));
        assertEquals(new ClientEvent.RemoteCandidate("left", new Candidate("", null, -1)),
            EventParser.parse("ice-candidate", json("{'cameraId':'left','candidate':null}")));
        assertEquals(new ClientEvent.DisconnectCamera("Kamera 1 ä"),
            EventParser.parse("disconnect-camera", json("{'cameraId':'Kamera 1 ä'}")));
        assertEquals(new ClientEvent.StatsRequest(), EventParser.parse("stats"));
        assertEquals(new ClientEvent.StatsRequest(), EventParser.parse("stats", json("[1]")));
        assertEquals(new ClientEvent.Unknown("connected"), EventParser.parse("connected"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "offer             | null                                          |      | the payload is missing or null",
        "offer             | [1]                                           |      | the payload is a list",
        "offer             | {}                                            |      | cameraId is missing or null",
        "offer             | {'cameraId':1}                                |      | cameraId is a number",
        "offer             | {'cameraId':''}                               |      | cameraId is \"\"",
        "offer             | {'cameraId':'a\\nb'}                          |      | cameraId is \"a\\u000ab\"",
        "offer             | {'cameraId':'l','offer':{'type':'x'}}         | l    | offer.type is \"x\"",
        "offer             | {'cameraId':'l','offer':{'type':'offer'}}     | l    | offer.sdp is missing or null",
        "offer             | {'cameraId':'l','offer':{'type':'offer','sdp':''}} | l | offer.sdp is empty",
        "ice-candidate     | {'cameraId':'l'}                              | l    | candidate is missing or null",
        "ice-candidate   | {'cameraId':'l','candidate':{'candidate':true}} | l  | candidate.candidate is a truth value",
        "disconnect-camera | {'cameraId':{}}                               |      | cameraId is an object"})
    void refusesTheRestAndSaysWhy(String event, String payload, String cameraId, String why) {
        RefusedEvent refused = assertThrows(RefusedEvent.class, () -> EventParser.parse(event, json(payload)));
        assertEquals(cameraId, refused.cameraId());
        assertTrue(refused.getMessage().startsWith(why), refused.getMessage());
    }

    @Test
    void limitsTheNameOfACamera() throws RefusedEvent {
        JSONObject payload = new JSONObject().put("cameraId", "x".repeat(EventParser.LONGEST_CAMERA_ID));
        EventParser.parse("disconnect-camera", payload);
        payload.put("cameraId", "x".repeat(1_000_000));
        RefusedEvent refused = assertThrows(RefusedEvent.class, () -> EventParser.parse("disconnect-camera", payload));
        assertNull(refused.cameraId());
        assertTrue(refused.getMessage().length() < 200, refused.getMessage());
    }

    /** Payloads made at random out of what the wire has, and texts with random damage. */
    @Test
    void neverThrowsAnythingElse() {
        Random random = new Random(SEED);
        String[] events = {"offer", "ice-candidate", "disconnect-camera", "stats", "x"};
        int read = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String event = events[random.nextInt(events.length)];
            Object payload = random.nextBoolean() ? value(random, 0) : damaged(random);
            try {
                EventParser.parse(event, random.nextInt(50) == 0 ? new Object[0] : new Object[] {payload});
                read++;
            } catch (RefusedEvent e) {
                assertTrue(Printable.prints(e.getMessage()), e.getMessage());
                assertTrue(e.getMessage().length() < 300, e.getMessage());
            }
        }
        assertTrue(read > ROUNDS / 100 && read < ROUNDS, "some are well formed and some are not: " + read);
    }

    private static Object damaged(Random random) {
        StringBuilder text = new StringBuilder("{\"cameraId\":\"left\",\"offer\":{\"type\":\"offer\",\"sdp\":\"v=0\"},"
            + "\"candidate\":{\"candidate\":\"c\",\"sdpMid\":\"0\",\"sdpMLineIndex\":0}}");
        for (int hits = random.nextInt(4); hits > 0; hits--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.setCharAt(at, (char) random.nextInt(0x3000));
                case 1 -> text.deleteCharAt(at);
                default -> text.insert(at, "{}[]\",:0tn\\\u0000\u2028".charAt(random.nextInt(13)));
            }
        }
        try {
            return json(text.toString());
        } catch (JSONException e) {
            return text.toString();
        }
    }

    private static Object value(Random random, int depth) {
        String[] names = {"cameraId", "offer", "candidate", "type", "sdp", "sdpMid", "sdpMLineIndex", "\u0000"};
        return switch (random.nextInt(depth > 6 ? 7 : 10)) {
            case 0 -> null;
            case 1 -> JSONObject.NULL;
            case 2 -> random.nextBoolean();
            case 3 -> random.nextInt();
            case 4 -> random.nextDouble();
            case 5 -> random.nextBoolean() ? "offer" : "left";
            case 6 -> random.ints(random.nextInt(100), 0, 0x10ffff)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
            case 7 -> {
                JSONArray list = new JSONArray();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.put(value(random, depth + 1));
                }
                yield list;
            }
            default -> {
                JSONObject object = new JSONObject();
                for (int i = random.nextInt(8); i > 0; i--) {
                    object.put(names[random.nextInt(names.length)], value(random, depth + 1));
                }
                yield object;
            }
        };
    }
}
