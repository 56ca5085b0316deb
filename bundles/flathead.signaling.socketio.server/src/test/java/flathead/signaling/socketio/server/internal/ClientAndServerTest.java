package flathead.signaling.socketio.server.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import flathead.signaling.Candidate;
import flathead.signaling.IceServer;
import flathead.signaling.SignalingClient;
import flathead.signaling.socketio.client.internal.SocketIoSignalingClient;
import flathead.testkit.Await;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Both ends of ours, over real connections. */
class ClientAndServerTest {
    private static final Duration FOUND_AGAIN = Duration.ofSeconds(5);
    private SocketIoSignalingClient client;

    @AfterEach
    void leavesNoThreads() {
        if (client != null) {
            client.deactivate();
            Await.until(() -> "no thread is left: " + threads(), Duration.ofSeconds(2), () -> threads().isEmpty());
        }
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName()
            .matches("(flathead-signaling-(client|http)|OkHttp [^T]|EventThread|engine.io-client|Timer).*")).toList();
    }

    private SocketIoSignalingClient client(String url) {
        client = new SocketIoSignalingClient(Map.of("url", url));
        return client;
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Keeps what it hears. */
    private static class Heard implements SignalingClient.Listener {
        private final List<String> events = new CopyOnWriteArrayList<>();
        private final List<String> threads = new CopyOnWriteArrayList<>();

        private void hear(String event) {
            threads.add(Thread.currentThread().getName());
            events.add(event);
        }

        @Override
        public void connected(List<IceServer> servers) {
            hear("connected");
        }

        @Override
        public void answered(String sdp) {
            hear(sdp);
        }

        @Override
        public void candidate(Candidate candidate) {
            hear(candidate.toString());
        }

        @Override
        public void refused(String message) {
            hear("refused: " + message);
        }

        @Override
        public void disconnected(String why) {
            hear("disconnected");
        }

        void await(String... expected) {
            Await.until(() -> List.of(expected) + " and not " + events, Duration.ofSeconds(10),
                () -> events.size() >= expected.length);
            assertEquals(List.of(expected), events);
            events.clear();
        }
    }

    @Test
    void carriesTheConversationsOfAllCameras() throws Exception {
        try (TestServer server = new TestServer()) {
            client(server.url());
            Heard left = new Heard();
            Heard right = new Heard();
            SignalingClient.Conversation ofLeft = client.open("left", left);
            SignalingClient.Conversation ofRight = client.open("right", right);
            left.await("connected");
            right.await("connected");
            ofLeft.offer("v=0 left");
            left.await("answer to v=0 left", EchoHandler.OURS.toString());
            ofRight.offer("v=0 right");
            right.await("answer to v=0 right", EchoHandler.OURS.toString());
            assertEquals(server.handler.sessions.get(0).clientId, server.handler.sessions.get(1).clientId);
            assertEquals("127.0.0.1", server.handler.sessions.get(0).origin);
            for (Candidate candidate : List.of(new Candidate("candidate:9", "0", 0), new Candidate("", null, -1))) {
                ofRight.candidate(candidate);
                right.await(candidate.toString());
            }
            ofLeft.offer("refuse");
            left.await("refused: Failed to process offer");
            ofLeft.offer(" ");
            left.await("refused: Failed to process offer");

            ofRight.close();
            Await.until("the server knows that the camera is gone", () -> server.handler.open().isEmpty());
            ofRight.offer("v=0 after the end");
            ofLeft.offer("v=0 again");
            left.await("answer to v=0 again", EchoHandler.OURS.toString());
            assertEquals(List.of(), right.events);
            assertTrue(left.threads.stream().allMatch("flathead-signaling-client"::equals), left.threads.toString());
            assertTrue(threads().stream().allMatch(Thread::isDaemon), threads().toString());
        }
    }

    @Test
    void findsTheServerWheneverItComes() throws Exception {
        int port = freePort();
        try (Logged logged = new Logged()) {
            client("http://127.0.0.1:" + port);
            Heard heard = new Heard();
            SignalingClient.Conversation conversation = client.open("left", heard);
            Await.until("it tells that nobody is there",
                () -> logged.all().stream().anyMatch(line -> line.startsWith("cannot reach the server")));
            conversation.offer("dropped");
            for (int round = 0; round < 3; round++) {
                try (TestServer server = new TestServer(port)) {
                    Await.until("connected", FOUND_AGAIN, () -> heard.events.contains("connected"));
                    heard.await("connected");
                    conversation.offer("v=0");
                    heard.await("answer to v=0", EchoHandler.OURS.toString());
                    assertEquals("v=0", server.handler.sessions.get(0).sdp);
                }
                heard.await("disconnected");
            }
            String address = " the server http://127.0.0.1:" + port + "/stream: ";
            assertEquals(1, logged.all().stream().filter(line -> line.startsWith("cannot reach" + address)).count());
            List<String> warnings = logged.at(Level.WARN).stream().filter(line -> line.contains("the server")).toList();
            assertEquals(3, warnings.size(), warnings.toString());
            assertTrue(warnings.stream().allMatch(line -> line.startsWith("lost" + address)), warnings.toString());
            assertEquals(0, logged.withStackTrace());
        }
    }

    @Test
    void comesBackAfterItWasShownOut() throws Exception {
        try (TestServer server = new TestServer()) {
            client(server.url());
            Heard heard = new Heard();
            SignalingClient.Conversation conversation = client.open("left", heard);
            heard.await("connected");
            for (int i = 0; i < 2 * Client.EVENTS_AT_ONCE; i++) {
                conversation.candidate(new Candidate("candidate:1", null, -1));
            }
            heard.await("disconnected", "connected");
        }
    }

    @Test
    void changesTheServerOnlyIfItsAddressChanged() throws Exception {
        try (TestServer one = new TestServer(); TestServer two = new TestServer(); Logged logged = new Logged()) {
            client(one.url());
            Heard heard = new Heard();
            SignalingClient.Conversation conversation = client.open("left", heard);
            heard.await("connected");
            client.modified(Map.of("url", one.url() + "/", "reconnect_delay", "1"));
            client.modified(Map.of("url", "nonsense"));
            conversation.offer("v=0");
            heard.await("answer to v=0", EchoHandler.OURS.toString());
            client.modified(Map.of("url", two.url()));
            heard.await("disconnected", "connected");
            Await.until("the first server knows", () -> one.handler.open().isEmpty());
            conversation.offer("v=0");
            heard.await("answer to v=0", EchoHandler.OURS.toString());
            assertEquals(1, two.handler.open().size());
            assertEquals(List.of("flathead.signaling.socketio.client: url \"nonsense\" is not allowed; http://host:port"
                + " or https://host:port is, such as http://localhost:8080; the settings before stay in force"),
                logged.at(Level.ERROR));
        }
    }

    @Test
    void staysAsideWithABadUrlUntilItIsMended() throws Exception {
        try (TestServer server = new TestServer(); Logged logged = new Logged()) {
            client("localhost:8080");
            Heard heard = new Heard();
            client.open("left", heard);
            Await.until("it says so", () -> logged.at(Level.ERROR).size() == 1);
            assertTrue(logged.at(Level.ERROR).get(0).endsWith("; no server is sought"));
            Map<String, Object> mended = new HashMap<>(Map.of("url", server.url()));
            client.modified(mended);
            heard.await("connected");
            assertEquals(List.of(), logged.at(Level.WARN));
        }
    }

    @Test
    void tellsWhichNamespaceIsRefused() throws Exception {
        try (TestServer server = new TestServer(); Logged logged = new Logged()) {
            client = new SocketIoSignalingClient(Map.of("url", server.url(), "namespace", "/nowhere"));
            Await.until("it says so", () -> logged.all().stream()
                .anyMatch(line -> line.contains("/nowhere: refused: Invalid namespace")));
        }
    }

    @Test
    void hearsNothingAfterClose() throws Exception {
        try (TestServer server = new TestServer()) {
            client(server.url());
            Heard kept = new Heard();
            SignalingClient.Conversation[] own = new SignalingClient.Conversation[1];
            Heard closing = new Heard() {
                @Override
                public void answered(String sdp) {
                    own[0].close();
                    super.answered(sdp);
                }
            };
            own[0] = client.open("left", closing);
            client.open("right", kept);
            closing.await("connected");
            kept.await("connected");
            own[0].offer("v=0");
            closing.await("answer to v=0");
            Await.until("the server knows",
                () -> server.handler.open().isEmpty() && !server.handler.sessions.isEmpty());
            own[0].close();

            Heard second = new Heard();
            SignalingClient.Conversation next = client.open("left", second);
            second.await("connected");
            Heard third = new Heard();
            SignalingClient.Conversation replacing = client.open("left", third);
            second.await("disconnected");
            third.await("connected");
            replacing.offer("v=0 third");
            third.await("answer to v=0 third", EchoHandler.OURS.toString());
            next.close();
            replacing.offer("v=0 third again");
            third.await("answer to v=0 third again", EchoHandler.OURS.toString());
            assertEquals(1, server.handler.open().size(), "closing what was replaced does not end its successor");
            assertNotEquals(0, kept.threads.size());
            assertEquals(List.of(), kept.events);
            assertEquals(List.of(), closing.events);
            assertEquals(List.of(), second.events);
        }
    }
}
