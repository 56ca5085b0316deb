package flathead.signaling.socketio.server.internal;

import flathead.api.NanoClock;
import flathead.signaling.OfferHandler;
import flathead.signaling.care.Printable;
import io.socket.engineio.server.utils.ParseQS;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServerContainer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.servlet.whiteboard.annotations.RequireHttpWhiteboard;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardTarget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Engine.IO 4 under {@code /socket.io/}, by polling, WebSocket, and the upgrade from one to the other. Refuses what the
 * library would stumble over: earlier versions, JSONP, bodies that are too long or no packets.
 */
@Component(service = Servlet.class, immediate = true)
@RequireHttpWhiteboard
@HttpWhiteboardServletName("flathead.signaling")
@HttpWhiteboardServletPattern("/socket.io/*")
@HttpWhiteboardTarget("(!(org.apache.felix.http.name=console))")
@HttpWhiteboardServletAsyncSupported
public final class SignalingServlet extends HttpServlet {
    private static final Logger LOG = LoggerFactory.getLogger(SignalingServlet.class);
    private static final int UNKNOWN_TRANSPORT = 0;
    private static final int BAD_REQUEST = 3;
    private static final int UNSUPPORTED_VERSION = 5;

    private final transient Room room = new Room();
    private final transient Endpoint endpoint = new Endpoint(room, NanoClock.SYSTEM);
    private transient volatile boolean toldNoWebSockets;

    /** Nobody is connected yet. */
    @Activate
    public SignalingServlet() {
    }

    /** Ends every session and closes every connection. */
    @Deactivate
    public void deactivate() {
        endpoint.close();
    }

    @Reference(name = "handler", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, unbind = "removeHandler")
    void putHandler(OfferHandler handler) {
        room.handlerCame(handler);
    }

    void removeHandler(OfferHandler handler) {
        room.handlerGone(handler);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Access-Control-Allow-Origin", "*");
        switch (request.getMethod()) {
            case "OPTIONS" -> {
                response.setHeader("Access-Control-Allow-Methods", "GET,HEAD,PUT,PATCH,POST,DELETE");
                response.setHeader("Access-Control-Allow-Headers", "origin, content-type, accept");
                response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            }
            case "GET", "POST" -> {
                try {
                    engine(request, response, query(request));
                } catch (RefusedRequest e) {
                    refuse(response, e);
                }
            }
            default -> refuse(response, new RefusedRequest(HttpServletResponse.SC_BAD_REQUEST, BAD_REQUEST,
                "Bad request"));
        }
    }

    private static void refuse(HttpServletResponse response, RefusedRequest why) throws IOException {
        response.setStatus(why.status);
        response.setContentType("application/json");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.getWriter().write("{\"code\":" + why.code + ",\"message\":\"" + why.getMessage() + "\"}");
    }

    private static Map<String, String> query(HttpServletRequest request) throws RefusedRequest {
        try {
            return request.getQueryString() == null ? Map.of() : ParseQS.decode(request.getQueryString());
        } catch (RuntimeException e) {
            throw new RefusedRequest(HttpServletResponse.SC_BAD_REQUEST, BAD_REQUEST, "Bad request");
        }
    }

    private void engine(HttpServletRequest request, HttpServletResponse response, Map<String, String> query)
            throws IOException, RefusedRequest {
        if (!"4".equals(query.get("EIO"))) {
            throw new RefusedRequest(HttpServletResponse.SC_BAD_REQUEST, UNSUPPORTED_VERSION,
                "Unsupported protocol version");
        }
        if (query.containsKey("j")) {
            throw new RefusedRequest(HttpServletResponse.SC_BAD_REQUEST, BAD_REQUEST, "Bad request");
        }
        switch (query.getOrDefault("transport", "")) {
            case "websocket" -> upgrade(request, response, query);
            case "polling" -> poll(request, response, query);
            default -> throw new RefusedRequest(HttpServletResponse.SC_BAD_REQUEST, UNKNOWN_TRANSPORT,
                "Transport unknown");
        }
    }

    private void upgrade(HttpServletRequest request, HttpServletResponse response, Map<String, String> query)
            throws IOException, RefusedRequest {
        JettyWebSocketServerContainer container = JettyWebSocketServerContainer.getContainer(getServletContext());
        if (container == null && !toldNoWebSockets) {
            toldNoWebSockets = true;
            LOG.warn("no WebSockets: the framework property org.apache.felix.jetty.websocket.enable is not true;"
                + " clients stay with polling");
        }
        String origin = request.getRemoteAddr();
        if (container == null || !container.upgrade(
                (upgrade, answer) -> new WebSocketLink(endpoint, query, origin), request, response)) {
            throw new RefusedRequest(HttpServletResponse.SC_BAD_REQUEST, BAD_REQUEST, "Bad request");
        }
    }

    private void poll(HttpServletRequest request, HttpServletResponse response, Map<String, String> query)
            throws IOException, RefusedRequest {
        String sid = query.get("sid");
        byte[] body = request.getMethod().equals("POST") ? body(request, sid) : new byte[0];
        try {
            if (sid == null) {
                HandshakeResponse handshake = new HandshakeResponse(response);
                endpoint.open(new PollingRequest(request, body), handshake);
                handshake.send();
            } else {
                endpoint.handle(sid, new PollingRequest(request, body), response);
            }
        } catch (RuntimeException e) {
            endpoint.logRefusal(request.getRemoteAddr(), "its request could not be processed: "
                + Printable.of(String.valueOf(e)));
            drop(sid);
            throw new RefusedRequest(HttpServletResponse.SC_BAD_REQUEST, BAD_REQUEST, "Bad request");
        }
    }

    private byte[] body(HttpServletRequest request, String sid) throws IOException, RefusedRequest {
        byte[] body;
        try (ServletInputStream in = request.getInputStream()) {
            body = in.readNBytes(EnginePackets.MAX_PAYLOAD + 1);
        }
        if (body.length > EnginePackets.MAX_PAYLOAD) {
            endpoint.logRefusal(request.getRemoteAddr(),
                "a message is longer than " + EnginePackets.MAX_PAYLOAD + " bytes");
            drop(sid);
            throw new RefusedRequest(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, BAD_REQUEST,
                "Payload too large");
        }
        if (!isPayload(body)) {
            endpoint.logRefusal(request.getRemoteAddr(), "\""
                + Printable.of(new String(body, StandardCharsets.UTF_8)) + "\" are no Engine.IO packets");
            drop(sid);
            throw new RefusedRequest(HttpServletResponse.SC_BAD_REQUEST, BAD_REQUEST, "Bad request");
        }
        return body;
    }

    private static boolean isPayload(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
            return EnginePackets.isPayload(text);
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private void drop(String sid) {
        if (sid != null) {
            endpoint.drop(sid);
        }
    }

    /** A request that is answered with an Engine.IO error. */
    private static final class RefusedRequest extends Exception {
        private final int status;
        private final int code;

        RefusedRequest(int status, int code, String message) {
            super(message, null, false, false);
            this.status = status;
            this.code = code;
        }
    }
}
