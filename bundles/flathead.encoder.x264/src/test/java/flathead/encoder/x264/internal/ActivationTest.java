package flathead.encoder.x264.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.sun.jna.Platform;
import flathead.api.EncoderFactory;
import flathead.api.MediaException;
import flathead.encoder.engine.Registrations;
import flathead.testkit.Await;
import java.lang.reflect.Proxy;
import java.util.Dictionary;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.LoggerFactory;

/** What the bundle says and registers, with a library and without. */
@Timeout(30)
class ActivationTest {
    private static final String ABSENT = "libx264-that-is-not-there.so.164";

    private final List<ILoggingEvent> said = new CopyOnWriteArrayList<>();
    private final List<Dictionary<?, ?>> registered = new CopyOnWriteArrayList<>();
    private final AtomicInteger unregistered = new AtomicInteger();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Registrations.class);
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            said.add(event);
        }
    };

    @BeforeEach
    void listen() {
        appender.start();
        logger.addAppender(appender);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(appender);
    }

    private BundleContext context() {
        return proxy(BundleContext.class, (name, arguments) -> {
            assertEquals("registerService", name);
            registered.add((Dictionary<?, ?>) arguments[2]);
            return proxy(ServiceRegistration.class, (method, none) -> {
                assertEquals("unregister", method);
                unregistered.incrementAndGet();
                return null;
            });
        });
    }

    private interface Answer {
        Object to(String method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
            (self, method, arguments) -> answer.to(method.getName(), arguments)));
    }

    @Test
    void withoutALibraryItSaysSoOnceAndRegistersNothing() {
        assumeTrue(Platform.isLinux(), "libx264 is looked for on 64-bit Linux only");
        Activation activation = new Activation(context(), true, () -> X264.load(ABSENT));
        Await.until("said", () -> !said.isEmpty());
        activation.deactivate();
        assertEquals(1, said.size());
        assertEquals(Level.INFO, said.get(0).getLevel());
        String text = said.get(0).getFormattedMessage();
        assertTrue(text.startsWith("No encoder x264: no libx264 on this system (apt install libx264-164"), text);
        assertEquals(List.of(), registered);
    }

    @Test
    void withTheLibraryItIsAnAlternativeAndGoesWhenStopped() throws MediaException {
        TestX264.factory();
        Activation activation = new Activation(context(), true, X264::load);
        Await.until("said", () -> !said.isEmpty());
        Dictionary<?, ?> properties = registered.get(0);
        assertEquals("x264", properties.get(EncoderFactory.NAME));
        assertEquals("false", properties.get(EncoderFactory.HARDWARE));
        assertTrue((int) properties.get(Constants.SERVICE_RANKING) < -1, "below openh264 on every system");
        assertEquals(0, unregistered.get());
        activation.deactivate();
        activation.deactivate();
        assertEquals(1, unregistered.get());
        assertEquals(1, registered.size());
    }

    @Test
    void whatIsNotLibx264IsNamed() {
        assumeTrue(Platform.isLinux(), "libx264 is looked for on 64-bit Linux only");
        MediaException refusal = assertThrows(MediaException.class, () -> X264.load(ABSENT, "libc.so.6"));
        assertTrue(refusal.getMessage().contains("libc.so.6"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("164"), refusal.getMessage());
    }
}
