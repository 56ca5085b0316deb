package flathead.snapshot.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.Frame;
import flathead.api.SnapshotException;
import flathead.api.StereoConsumer;
import flathead.api.StereoPair;
import flathead.api.TimeQuality;
import flathead.api.VideoFormat;
import flathead.testkit.Frames;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** Pairs come to a consumer that is there while somebody asks, and are not held for ever. */
class PairShotsTest {
    private static final long SECOND = 1_000_000_000L;

    private final Frames frames = new Frames(new VideoFormat(Codec.I420, 64, 48, 30));
    private final Jpegs jpegs = new Jpegs();
    private final PairShots pairs = new PairShots(context(), new Newest.Studio("run", jpegs, Clock.systemUTC()));
    /** Null while there is none. */
    private StereoConsumer consumer;

    private BundleContext context() {
        ServiceRegistration<?> registration = proxy(ServiceRegistration.class, "unregister", arguments -> {
            consumer = null;
            return null;
        });
        return proxy(BundleContext.class, "registerService", arguments -> {
            consumer = (StereoConsumer) arguments[1];
            return registration;
        });
    }

    private interface Answer {
        Object to(Object... arguments);
    }

    private static <T> T proxy(Class<T> type, String name, Answer answer) {
        return type.cast(Proxy.newProxyInstance(PairShotsTest.class.getClassLoader(), new Class<?>[] {type},
            (proxy, method, arguments) -> {
                assertEquals(name, method.getName());
                return answer.to(arguments);
            }));
    }

    @AfterEach
    void close() {
        pairs.close();
        assertNull(consumer);
        assertEquals(0, frames.inFlight());
        jpegs.close();
        frames.close();
    }

    private void pair(long nanos) {
        try (Frame left = (Frame) frames.next(nanos); Frame right = (Frame) frames.next(nanos)) {
            Map<String, Object> told = Map.of("sequence", 7L, "left", left, "right", right, "quality",
                TimeQuality.CAPTURE);
            consumer.pair((StereoPair) Proxy.newProxyInstance(PairShotsTest.class.getClassLoader(),
                new Class<?>[] {StereoPair.class}, (proxy, method, arguments) -> told.get(method.getName())));
        }
    }

    @Test
    void aPairThatNoneFollowsIsLetGo() throws Exception {
        Newest newest = pairs.ask("main", 60 * SECOND);
        pair(SECOND);
        assertEquals(128, newest.next(1, 85).width());
        assertTrue(pairs.expire(SECOND + PairShots.OLD_NANOS));
        assertEquals(2, frames.inFlight());
        assertTrue(pairs.expire(SECOND + PairShots.OLD_NANOS + 1));
        assertEquals(0, frames.inFlight(), "the streams may have ended");
        assertEquals(SnapshotException.Reason.NO_PICTURE,
            assertThrows(SnapshotException.class, () -> newest.next(1, 85)).reason());
        pair(7 * SECOND);
        assertEquals(7 * SECOND, newest.next(1, 85).captureNanos());
        assertFalse(pairs.expire(60 * SECOND), "nobody has asked for long");
        assertNull(consumer);
    }
}
