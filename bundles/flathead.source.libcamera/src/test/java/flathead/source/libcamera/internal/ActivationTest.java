package flathead.source.libcamera.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import flathead.api.CaptureFactory;
import flathead.testkit.Await;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.LoggerFactory;

/** What the bundle says and registers: with cameras, without, and without libcamera. */
@Timeout(60)
class ActivationTest {
    private final List<ILoggingEvent> said = new CopyOnWriteArrayList<>();
    private final List<Dictionary<?, ?>> registered = new CopyOnWriteArrayList<>();
    private final AtomicInteger unregistered = new AtomicInteger();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Activation.class);
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

    private interface Answer {
        Object to(String method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
            (self, method, arguments) -> answer.to(method.getName(), arguments)));
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

    @Test
    void itIsThereWhileThereIsACamera() throws Exception {
        FakeLibcamera libcamera = new FakeLibcamera();
        List<Libcamera.Listed> both = libcamera.cameras();
        libcamera.cameras.clear();
        Activation activation = new Activation(context(), () -> libcamera);
        Await.until("said", () -> !said.isEmpty());
        assertEquals("libcamera 0.7.0 has no camera", said.get(0).getFormattedMessage());
        assertEquals(List.of(), registered);
        libcamera.cameras.add(both.get(0));
        libcamera.change();
        Await.until("registered", () -> registered.size() == 1);
        assertEquals("libcamera", registered.get(0).get(CaptureFactory.NAME));
        assertEquals(100, registered.get(0).get(Constants.SERVICE_RANKING));
        libcamera.cameras.add(both.get(1));
        libcamera.change();
        Await.until("said", () -> said.size() == 3);
        libcamera.cameras.clear();
        libcamera.change();
        Await.until("taken back", () -> unregistered.get() == 1);
        libcamera.cameras.add(both.get(1));
        libcamera.change();
        Await.until("registered again", () -> registered.size() == 2);
        activation.deactivate();
        assertEquals(2, unregistered.get());
        assertEquals(1, libcamera.stops.get());
    }

    @Test
    void whatIsMissingIsSaidOnce() throws Exception {
        Activation activation = new Activation(context(), () -> {
            throw new Shim.Missing("there is no libcamera on this system");
        });
        Await.until("said", () -> !said.isEmpty());
        activation.deactivate();
        assertEquals(List.of("[INFO] No cameras of libcamera: there is no libcamera on this system"),
            said.stream().map(event -> "[" + event.getLevel() + "] " + event.getFormattedMessage()).toList());
        assertEquals(List.of(), registered);
    }

    @Test
    void theBuildNamesWhatIsMissing(@TempDir Path empty) {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "libcamera is for Linux");
        Shim.Missing missing = assertThrows(Shim.Missing.class,
            () -> Shim.make(Map.of("FLATHEAD_LIBCAMERA", empty.toString())));
        assertTrue(missing.getMessage().startsWith("there is no libcamera on this system; ./flathead setup camera"),
            missing.getMessage());
    }
}
