package flathead.session.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import flathead.signaling.PeerFactory;
import flathead.testkit.Await;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

class PublisherTest {
    private static final VideoFormat FORMAT = new VideoFormat(Codec.H264, 64, 48, 30);

    private final List<String> registry = new CopyOnWriteArrayList<>();
    private volatile Runnable whileUnregistered = () -> { };

    private final ServiceRegistration<?> registration = (ServiceRegistration<?>) Proxy.newProxyInstance(
        getClass().getClassLoader(), new Class<?>[] {ServiceRegistration.class}, (proxy, method, arguments) -> {
            if (method.getName().equals("unregister")) {
                whileUnregistered.run();
            }
            registry.add(method.getName());
            return null;
        });
    private final BundleContext context = (BundleContext) Proxy.newProxyInstance(getClass().getClassLoader(),
        new Class<?>[] {BundleContext.class}, (proxy, method, arguments) -> {
            registry.add(method.getName());
            return registration;
        });

    @Test
    void isASinkWhileAStackCanSend() {
        Publisher publisher = new Publisher(context);
        PeerFactory stack = new FakeStack();
        publisher.putPeers(stack, Map.of(PeerFactory.NAME, "fake"));
        Await.until("it is registered", () -> registry.contains("registerService"));
        assertEquals(List.of(Codec.H264), publisher.accepts());
        publisher.removePeers(stack);
        assertEquals(List.of("registerService", "unregister"), registry);
        publisher.deactivate();
        assertEquals(List.of("registerService", "unregister"), registry);
    }

    /** A pipeline, as soon as the sink goes, closes its streams on a thread of its own and waits for that. */
    @Test
    void streamsCanBeClosedWhileTheSinkGoes() {
        Publisher publisher = new Publisher(context);
        publisher.putPeers(new FakeStack(), Map.of(PeerFactory.NAME, "fake"));
        Await.until("it is registered", () -> registry.contains("registerService"));
        VideoSink.Outlet stream = publisher.open(StreamId.local("left"), FORMAT, Feedback.NONE);
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
        assertTrue(registry.contains("unregister"));
    }
}
