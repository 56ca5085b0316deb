package flathead.signaling.socketio.client.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.signaling.Candidate;
import java.util.Random;
import org.json.JSONException;
import org.json.JSONTokener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerEventTest {
    private static final int ROUNDS = 200_000;

    private static Object json(String text) {
        return new JSONTokener(text).nextValue();
    }

    @Test
    void readsWhatTheWireSays() throws ServerEvent.Malformed {
        assertEquals(new ServerEvent.Answer("left", "v=0"), ServerEvent.parse("answer",
            json("{'cameraId':'left','answer':{'type':'answer','sdp':'v=0'}}")));
        assertEquals(new ServerEvent.RemoteCandidate("left", new Candidate("candidate:1", "0", 0)),
            ServerEvent.parse("ice-candidate", json("{'cameraId':'left','candidate':"
                + "{'candidate':'candidate:1','sdpMid':'0','sdpMLineIndex':0}}")));
        assertEquals(new ServerEvent.RemoteCandidate("left", new Candidate("", null, -1)),
            ServerEvent.parse("ice-candidate", json("{'cameraId':'left','candidate':null}")));
        assertEquals(new ServerEvent.Refused("left", "Failed to process offer"),
            ServerEvent.parse("error", json("{'cameraId':'left','message':'Failed to process offer'}")));
        assertEquals(new ServerEvent.Failed("Internal server error"),
            ServerEvent.parse("exception", json("{'status':'error','message':'Internal server error'}")));
        assertEquals(new ServerEvent.Failed("no reason given"), ServerEvent.parse("exception"));
        assertEquals(new ServerEvent.Other(), ServerEvent.parse("connected", json("{'clientId':'x'}")));
    }

    @Test
    void keepsTheServersTextOnOneLine() throws ServerEvent.Malformed {
        ServerEvent.Refused refused = (ServerEvent.Refused) ServerEvent.parse("error",
            json("{'cameraId':'left','message':'a\\nb\\u001bc" + "x".repeat(10_000) + "'}"));
        assertTrue(refused.message().startsWith("a?b?cxxx"), refused.message());
        assertEquals(201, refused.message().length());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "answer        | null                               | the payload is no object",
        "answer        | {'cameraId':'l'}                   | answer is no object",
        "answer        | {'answer':{'sdp':'v=0'}}           | cameraId is no text",
        "answer        | {'cameraId':'l','answer':{}}       | answer.sdp is no text",
        "ice-candidate | {'cameraId':'l','candidate':{}}    | candidate.candidate is no text",
        "error         | {'message':'x'}                    | cameraId is no text"})
    void refusesTheRest(String event, String payload, String why) {
        assertEquals(why,
            assertThrows(ServerEvent.Malformed.class, () -> ServerEvent.parse(event, json(payload))).getMessage());
    }

    @Test
    void neverThrowsAnythingElse() {
        Random random = new Random(20_260_101L);
        String[] events = {"answer", "ice-candidate", "error", "exception", "connected"};
        int read = 0;
        for (int round = 0; round < ROUNDS; round++) {
            try {
                ServerEvent.parse(events[random.nextInt(events.length)], damaged(random));
                read++;
            } catch (ServerEvent.Malformed e) {
                assertTrue(e.getMessage().length() < 100, e.getMessage());
            }
        }
        assertTrue(read > ROUNDS / 100 && read < ROUNDS, "some are well formed and some are not: " + read);
    }

    private static Object damaged(Random random) {
        StringBuilder text =
            new StringBuilder("{\"cameraId\":\"left\",\"answer\":{\"type\":\"answer\",\"sdp\":\"v=0\"},"
            + "\"candidate\":{\"candidate\":\"c\",\"sdpMid\":\"0\",\"sdpMLineIndex\":0},\"message\":\"m\"}");
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
}
