package flathead.webrtc.libwebrtc.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.MediaException;
import flathead.api.StreamId;
import flathead.signaling.Peer;
import flathead.signaling.PeerFactory;
import flathead.testkit.Await;
import java.lang.reflect.Proxy;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

class LibwebrtcComponentTest {
    private final AtomicReference<PeerFactory> service = new AtomicReference<>();
    private volatile Dictionary<?, ?> properties;

    /** Of the framework only what the component uses: one registration. */
    private BundleContext framework() {
        Object registration = Proxy.newProxyInstance(getClass().getClassLoader(),
            new Class<?>[] {ServiceRegistration.class}, (proxy, method, arguments) -> {
                assertEquals("unregister", method.getName());
                service.set(null);
                return null;
            });
        return (BundleContext) Proxy.newProxyInstance(getClass().getClassLoader(),
            new Class<?>[] {BundleContext.class}, (proxy, method, arguments) -> {
                assertEquals("registerService", method.getName());
                properties = (Dictionary<?, ?>) arguments[2];
                service.set((PeerFactory) arguments[1]);
                return registration;
            });
    }

    @Test
    void registersOnceLoadedAndWithdrawsWithPeersOpen() throws Exception {
        LibwebrtcComponent component = new LibwebrtcComponent(framework(), Map.of());
        Await.until("the service", () -> service.get() != null);
        assertEquals("libwebrtc", properties.get(PeerFactory.NAME));
        assertEquals(-10, properties.get("service.ranking"));
        assertTrue(service.get().receives().contains(Codec.H264));
        Recorder events = new Recorder();
        Peer peer = service.get().receive(StreamId.local("left"), Offers.RTP, List.of(), events);
        events.awaitAnswer();
        component.deactivate();
        assertEquals(Peer.State.CLOSED, peer.state());
        assertEquals(null, service.get());
        peer.close();
        assertFalse(laneLives());
    }

    @Test
    void deactivatedAtOnceItLeavesNothing() {
        LibwebrtcComponent component = new LibwebrtcComponent(framework(), Map.of());
        component.deactivate();
        assertEquals(null, service.get());
        assertFalse(laneLives());
    }

    @Test
    void loadsWhenUsedIfItIsToldSo() throws Exception {
        AtomicInteger loads = new AtomicInteger();
        LibwebrtcComponent component = new LibwebrtcComponent(framework(), Map.of("load", "use"), () -> {
            loads.incrementAndGet();
            return NativeStack.load();
        });
        Await.until("the service", () -> service.get() != null);
        assertEquals(0, loads.get());
        Recorder events = new Recorder();
        Peer peer = service.get().receive(StreamId.local("left"), Offers.RTP, List.of(), events);
        events.awaitAnswer();
        assertEquals(1, loads.get());
        peer.close();
        component.deactivate();
        assertFalse(laneLives());
    }

    /** A library may be installed while this runs; until then each session is refused with the reason. */
    @Test
    void whereItCannotBeLoadedASessionIsTold() {
        AtomicInteger loads = new AtomicInteger();
        LibwebrtcComponent component = new LibwebrtcComponent(framework(), Map.of("load", "use"), () -> {
            loads.incrementAndGet();
            throw new MediaException("libpulse.so.0 is missing; apt install libpulse0");
        });
        Await.until("the service", () -> service.get() != null);
        for (int i = 0; i < 3; i++) {
            String message = assertThrows(MediaException.class, () -> service.get().receive(StreamId.local("left"),
                Offers.RTP, List.of(), new Recorder())).getMessage();
            assertTrue(message.contains("apt install libpulse0"), message);
        }
        assertEquals(1, loads.get(), "not tried again at once");
        component.deactivate();
    }

    @Test
    void toBeLoadedAtTheStartNothingIsRegisteredWhereItCannot() {
        AtomicInteger loads = new AtomicInteger();
        LibwebrtcComponent component = new LibwebrtcComponent(framework(), Map.of(), () -> {
            loads.incrementAndGet();
            throw new MediaException("expected in the log of this test");
        });
        Await.until("a try", () -> loads.get() == 1);
        component.deactivate();
        assertEquals(null, service.get());
    }

    private static boolean laneLives() {
        return Thread.getAllStackTraces().keySet().stream().anyMatch(t -> t.getName().equals("flathead-libwebrtc"));
    }
}
