package flathead.signaling.socketio.server.internal;

import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.websocket.server.config.JettyWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The servlet in a Jetty of its own, on a port of its own or one given. */
final class TestServer implements AutoCloseable {
    final SignalingServlet servlet = new SignalingServlet();
    final EchoHandler handler = new EchoHandler();
    private final Server server = new Server();
    private final int port;

    TestServer() throws Exception {
        this(0);
    }

    TestServer(int wanted) throws Exception {
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setPort(wanted);
        server.addConnector(connector);
        server.setStopTimeout(0);
        ServletContextHandler context = new ServletContextHandler("/");
        ServletHolder holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/socket.io/*");
        JettyWebSocketServletContainerInitializer.configure(context, null);
        server.setHandler(context);
        servlet.putHandler(handler);
        server.start();
        port = connector.getLocalPort();
    }

    int port() {
        return port;
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        servlet.deactivate();
        try {
            server.stop();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
