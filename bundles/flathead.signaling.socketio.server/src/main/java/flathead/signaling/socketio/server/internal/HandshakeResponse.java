package flathead.signaling.socketio.server.internal;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The response to a client's first poll; puts into the handshake what the library forgets. */
final class HandshakeResponse extends HttpServletResponseWrapper {
    HandshakeResponse(HttpServletResponse response) {
        super(response);
    }

    /** Told when the body is known. */
    @Override
    public void setContentLength(int length) {
    }

    @Override
    public ServletOutputStream getOutputStream() {
        return new Body();
    }

    private void finish(ByteArrayOutputStream held) throws IOException {
        byte[] body = EnginePackets.withMaxPayload(held.toString(StandardCharsets.UTF_8))
            .getBytes(StandardCharsets.UTF_8);
        super.setContentLength(body.length);
        try (ServletOutputStream out = super.getOutputStream()) {
            out.write(body);
        }
    }

    /** Holds the body until it is closed. */
    private final class Body extends ServletOutputStream {
        private final ByteArrayOutputStream held = new ByteArrayOutputStream();

        @Override
        public void write(int octet) {
            held.write(octet);
        }

        @Override
        public void close() throws IOException {
            finish(held);
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
