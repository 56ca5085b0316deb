package flathead.session.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.MediaException;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import flathead.signaling.PeerFactory;
import flathead.signaling.SignalingClient;
import flathead.testkit.Await;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

class PublisherTest {
    private static final VideoFormat FORMAT = new VideoFormat(Codec.H264, 64, 48, 30);

    private final FakeServer server = new FakeServer();
    /** The sinks that are registered, by their names. */
    private final Map<String, VideoSink> sinks = new ConcurrentHashMap<>();
    private volatile Runnable whileUnregistered = () -> { };
    private final BundleContext context = (BundleContext) Proxy.newProxyInstance(getClass().getClassLoader(),
        new Class<?>[] {BundleContext.class}, (proxy, method, arguments) -> {
            assertEquals("registerService", method.getName());
            String name = ((Dictionary<?, ?>) arguments[2]).get(VideoSink.NAME).toString();
            sinks.put(name, (VideoSink) arguments[1]);
            return registration(name);
        });
    private final Publisher publisher = new Publisher(context, Map.of());

    private ServiceRegistration<?> registration(String name) {
        return (ServiceRegistration<?>) Proxy.newProxyInstance(getClass().getClassLoader(),
            new Class<?>[] {ServiceRegistration.class}, (proxy, method, arguments) -> {
                assertEquals("unregister", method.getName());
                whileUnregistered.run();
                sinks.remove(name);
                return null;
            });
    }

    @AfterEach
    void deactivate() {
        publisher.deactivate();
        assertEquals(Map.of(), sinks);
        assertTrue(server.listener == null || server.closed);
    }

    private VideoSink.Outlet open(String sink, String camera) throws MediaException {
        return sinks.get(sink).open(StreamId.local(camera), FORMAT, Feedback.NONE);
    }

    private void await(Set<String> names) {
        Await.until(() -> "the sinks " + names + ", not " + sinks.keySet(), Duration.ofSeconds(5),
            () -> sinks.keySet().equals(names));
    }

    @Test
    void isASinkWhileThereIsAServerAndAStackThatCanSend() {
        PeerFactory stack = new FakeStack();
        publisher.putPeers(stack, Map.of(PeerFactory.NAME, "fake"));
        publisher.putSignaling(server, Map.of(SignalingClient.NAME, "test"));
        await(Set.of("uplink-test"));
        assertEquals(List.of(Codec.H264), sinks.get("uplink-test").accepts());
        publisher.removePeers(stack);
        assertEquals(Map.of(), sinks);
        publisher.putPeers(new FakeStack(Codec.I420, Codec.NV12), Map.of(PeerFactory.NAME, "raw"));
        await(Set.of("uplink-test-raw"));
        assertEquals(List.of(Codec.I420, Codec.NV12), sinks.get("uplink-test-raw").accepts());
        publisher.removeSignaling(server);
        assertEquals(Map.of(), sinks);
    }

    @Test
    void everyServerIsAnUplinkOfItsOwn() throws Exception {
        FakeServer other = new FakeServer() {
            @Override
            public boolean carries(String cameraId) {
                return cameraId.equals("right");
            }
        };
        publisher.putPeers(new FakeStack(), Map.of(PeerFactory.NAME, "fake"));
        publisher.putSignaling(server, Map.of(SignalingClient.NAME, "one"));
        publisher.putSignaling(other, Map.of(SignalingClient.NAME, "other"));
        await(Set.of("uplink-one", "uplink-other"));
        VideoSink.Outlet one = open("uplink-one", "left");
        VideoSink.Outlet none = open("uplink-other", "left");
        Await.until("a conversation", () -> server.listener != null);
        VideoSink.Outlet both = open("uplink-other", "right");
        Await.until("another", () -> other.listener != null);
        assertEquals(List.of("left"), server.cameras);
        assertEquals(List.of("right"), other.cameras);
        none.close();
        both.close();
        assertTrue(other.closed && !server.closed);
        one.close();
        publisher.removeSignaling(server);
        await(Set.of("uplink-other"));
    }

    /** A pipeline, as soon as the sink goes, closes its streams on a thread of its own and waits for that. */
    @Test
    void streamsCanBeClosedWhileTheSinkGoes() throws Exception {
        publisher.putPeers(new FakeStack(), Map.of(PeerFactory.NAME, "fake"));
        publisher.putSignaling(server, Map.of(SignalingClient.NAME, "test"));
        await(Set.of("uplink-test"));
        VideoSink.Outlet stream = open("uplink-test", "left");
        CountDownLatch closed = new CountDownLatch(1);
        List<Boolean> inTime = new CopyOnWriteArrayList<>();
        whileUnregistered = () -> {
            new Thread(() -> {
                stream.close();
                closed.countDown();
            }, "pipeline").start();
            try {
                inTime.add(closed.await(1, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        publisher.deactivate();
        assertEquals(List.of(true), inTime);
    }

    @Test
    void aStreamThatWasClosedCanBeOpenedAgain() throws Exception {
        publisher.putPeers(new FakeStack(), Map.of(PeerFactory.NAME, "fake"));
        publisher.putSignaling(server, Map.of(SignalingClient.NAME, "test"));
        await(Set.of("uplink-test"));
        for (int i = 1; i <= 3; i++) {
            int times = i;
            VideoSink.Outlet stream = open("uplink-test", "left");
            Await.until("a conversation", () -> server.cameras.size() == times && !server.closed);
            stream.close();
            assertTrue(server.closed);
        }
    }
}
