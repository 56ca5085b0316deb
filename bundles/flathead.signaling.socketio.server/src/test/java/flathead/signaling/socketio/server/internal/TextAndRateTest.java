package flathead.signaling.socketio.server.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.FakeClock;
import org.junit.jupiter.api.Test;

class TextAndRateTest {
    @Test
    void printsOnOneLineWhatItIs() {
        assertEquals("left ä 漢 🎥", Printable.of("left ä 漢 🎥"));
        assertEquals("a\\u000a\\u001b[31mb\\\\n\\u202e\\ud800\\u2028",
            Printable.of("a\n\u001b[31mb\\n\u202e\ud800\u2028"));
        String shortened = Printable.of("\u0000".repeat(1_000_000));
        assertTrue(shortened.length() < 120 && shortened.endsWith("… (1000000 characters)"), shortened);
    }

    @Test
    void letsABurstThroughAndThenSoManyASecond() {
        FakeClock clock = new FakeClock(Long.MAX_VALUE - 1_000);
        TokenBucket bucket = new TokenBucket(clock, 3, 1_000_000);
        for (int i = 0; i < 3; i++) {
            assertTrue(bucket.tryTake());
        }
        assertFalse(bucket.tryTake());
        clock.advanceMillis(1);
        assertTrue(bucket.tryTake());
        assertFalse(bucket.tryTake());
        clock.advanceMillis(1_000);
        for (int i = 0; i < 3; i++) {
            assertTrue(bucket.tryTake());
        }
        assertFalse(bucket.tryTake(), "what was not taken is not saved up beyond the burst");
    }

    @Test
    void knowsEnginePackets() {
        assertTrue(EnginePackets.isPacket("40/stream,"));
        assertTrue(EnginePackets.isPacket("2probe"));
        assertFalse(EnginePackets.isPacket(""));
        assertFalse(EnginePackets.isPacket("7"));
        assertFalse(EnginePackets.isPacket("bAAAA"));
        assertTrue(EnginePackets.isPayload("40\u001e42[\"stats\"]\u001e3"));
        assertFalse(EnginePackets.isPayload(""));
        assertFalse(EnginePackets.isPayload("40\u001e"));
        assertFalse(EnginePackets.isPayload("40\u001e\u001e3"));
        assertFalse(EnginePackets.isPayload("40\u001ebAAAA"));
        assertEquals("0{\"sid\": \"a\", \"maxPayload\": 1000000}", EnginePackets.withMaxPayload("0{\"sid\": \"a\"}"));
        assertEquals("40{\"sid\":\"a\"}", EnginePackets.withMaxPayload("40{\"sid\":\"a\"}"));
    }
}
