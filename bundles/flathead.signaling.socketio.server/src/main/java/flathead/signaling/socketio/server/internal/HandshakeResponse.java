package flathead.signaling.socketio.server.internal;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The response to a client's first poll; puts into the handshake what the library forgets. It is held back until the
 * library has finished with it: the library answers first and only then remembers the client, who may be back with its
 * new id by then.
 */
final class HandshakeResponse extends HttpServletResponseWrapper {
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private boolean written;

    HandshakeResponse(HttpServletResponse response) {
        super(response);
    }

    /** Told when the body is known. */
    @Override
    public void setContentLength(int length) {
    }

    @Override
    public ServletOutputStream getOutputStream() {
        written = true;
        return new Body();
    }

    /** Sends what was written, if anything was; called once, by the thread of the request. */
    void send() throws IOException {
        if (!written) {
            return;
        }
        byte[] body = EnginePackets.withMaxPayload(held.toString(StandardCharsets.UTF_8))
            .getBytes(StandardCharsets.UTF_8);
        super.setContentLength(body.length);
        try (ServletOutputStream out = super.getOutputStream()) {
            out.write(body);
        }
    }

    /** Holds the body back. */
    private final class Body extends ServletOutputStream {
        @Override
        public void write(int octet) {
            held.write(octet);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException("written at once");
        }
    }
}
