package flathead.signaling.socketio.server.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EnginePacketsTest {
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
