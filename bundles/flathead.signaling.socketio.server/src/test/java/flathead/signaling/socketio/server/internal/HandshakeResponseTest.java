package flathead.signaling.socketio.server.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandshakeResponseTest {
    private static final String OPEN = "0{\"sid\":\"x\",\"upgrades\":[],\"pingInterval\":1,\"pingTimeout\":1}";

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final List<Integer> lengths = new ArrayList<>();
    private final HttpServletResponse response = (HttpServletResponse) Proxy.newProxyInstance(
        getClass().getClassLoader(), new Class<?>[] {HttpServletResponse.class}, (proxy, method, arguments) -> {
            if (method.getName().equals("setContentLength")) {
                lengths.add((Integer) arguments[0]);
            }
            return method.getName().equals("getOutputStream") ? new Sent() : null;
        });

    private final class Sent extends ServletOutputStream {
        @Override
        public void write(int octet) {
            sent.write(octet);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException();
        }
    }

    /** The client is known only when the library is done, and must not be told its id before that. */
    @Test
    void tellsTheClientItsIdWhenTheLibraryIsDone() throws IOException {
        HandshakeResponse handshake = new HandshakeResponse(response);
        handshake.setContentLength(OPEN.length());
        try (ServletOutputStream out = handshake.getOutputStream()) {
            out.write(OPEN.getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(0, sent.size());
        handshake.send();
        assertEquals(EnginePackets.withMaxPayload(OPEN), sent.toString(StandardCharsets.UTF_8));
        assertEquals(List.of(sent.size()), lengths);
    }

    @Test
    void sendsNothingWhereNothingWasWritten() throws IOException {
        new HandshakeResponse(response).send();
        assertEquals(0, sent.size());
        assertEquals(List.of(), lengths);
    }
}
