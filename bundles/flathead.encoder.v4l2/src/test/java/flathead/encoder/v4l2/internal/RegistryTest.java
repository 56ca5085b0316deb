package flathead.encoder.v4l2.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import flathead.api.Codec;
import flathead.api.EncoderFactory;
import flathead.api.VideoFormat;
import flathead.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Constants;
import org.slf4j.LoggerFactory;

/** What the bundle says and registers, with a device and without. */
@Timeout(30)
class RegistryTest {
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Registry.class);
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            said.add(event.getLevel() + " " + event.getFormattedMessage());
        }
    };
    private final FakeContext context = new FakeContext();
    private final FakeBcm2835 fake = new FakeBcm2835();
    private final Registry registry = new Registry(context.context(), new Probe(fake, Layout.H264),
        device -> new V4l2EncoderFactory(fake, device));

    @TempDir
    private Path folder;

    @BeforeEach
    void listen() {
        appender.start();
        logger.addAppender(appender);
        logger.setLevel(Level.INFO);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(appender);
    }

    @Test
    void aDeviceIsRegisteredWithWhatItIs() {
        registry.look();
        EncoderFactory factory = context.services().get(0);
        assertEquals(Codec.H264, factory.produces());
        assertTrue(factory.supports(new VideoFormat(Codec.NV12, 1920, 1080, 30)));
        assertFalse(factory.supports(new VideoFormat(Codec.I420, 2048, 1080, 30)));
        assertEquals(List.of("v4l2"), context.property(EncoderFactory.NAME));
        assertEquals(List.of("true"), context.property(EncoderFactory.HARDWARE));
        assertEquals(List.of(100), context.property(Constants.SERVICE_RANKING));
        assertEquals(List.of("/dev/video11"), context.property("device"));
        assertEquals(List.of("bcm2835-codec"), context.property("driver"));
        assertEquals(List.of("bcm2835-codec-encode"), context.property("card"));
        assertEquals(List.of("32x32 to 1920x1920"), context.property("limits"));
        assertEquals(List.of("INFO Encoder v4l2 is there: /dev/video11 (bcm2835-codec-encode), driver bcm2835-codec,"
            + " 32x32 to 1920x1920"), said);
        registry.close();
        assertEquals(List.of(), context.services());
    }

    @Test
    void lookingAgainChangesNothing() {
        registry.look();
        List<EncoderFactory> before = context.services();
        registry.look();
        assertEquals(before, context.services());
        assertEquals(1, said.size());
        assertEquals(0, fake.openNow());
    }

    @Test
    void itComesAndGoesWithTheDevice() {
        fake.unplug(true);
        registry.look();
        registry.look();
        assertEquals(1, said.size(), said::toString);
        assertTrue(said.get(0).startsWith("INFO No hardware H.264 encoder here: the software encoder is used."
            + " (A Raspberry Pi 5 has none"), said.get(0));
        assertTrue(said.get(0).endsWith("Looked at /dev/video*: there are none"), said.get(0));
        fake.unplug(false);
        registry.look();
        assertEquals(1, context.services().size());
        fake.unplug(true);
        registry.look();
        assertEquals(0, context.services().size());
        assertTrue(said.get(2).startsWith("INFO Encoder v4l2 is gone: /dev/video11"), said::toString);
    }

    @Test
    void whatIsNoEncoderIsNamed() {
        Registry other = new Registry(context.context(), new Probe(fake, Fwht.PIXEL_FORMAT), device -> null);
        other.look();
        assertTrue(said.get(0).endsWith("Looked at [/dev/video11 (bcm2835-codec, no encoder of FWHT)]"), said.get(0));
        assertEquals(List.of(), context.services());
    }

    @Test
    void afterClosingNothingIsRegistered() {
        registry.close();
        registry.look();
        assertEquals(List.of(), context.services());
    }

    @Test
    void filesThatAreNoDevicesAreLookedAtAndNamed() throws IOException {
        Files.writeString(folder.resolve("video0"), "no device");
        Files.writeString(folder.resolve("video"), "no number");
        Nodes nodes = new LinuxNodes(folder);
        assertEquals(List.of(folder.resolve("video0").toString()), nodes.paths());
        Probe.Finding finding = new Probe(nodes, Layout.H264).look(nodes.paths().get(0));
        assertEquals(null, finding.encoder());
        assertTrue(finding.what().matches("not a video device: .+"), finding.what());
        assertEquals(List.of(), new LinuxNodes(folder.resolve("none")).paths());
    }

    @Test
    void theWatchSeesDevicesComeAndGoOnceItIsQuiet() throws IOException {
        AtomicInteger looks = new AtomicInteger();
        DeviceWatch watch = new DeviceWatch(folder, looks::incrementAndGet);
        try {
            Await.until("it looked", () -> looks.get() == 1);
            for (int i = 0; i < 5; i++) {
                Files.writeString(folder.resolve("video" + i), "");
            }
            Await.until("it looked again", () -> looks.get() >= 2);
            int before = looks.get();
            assertTrue(before <= 3, before + " looks for five files");
            Files.writeString(folder.resolve("tty7"), "");
            Files.delete(folder.resolve("video3"));
            Await.until("and again", () -> looks.get() > before);
        } finally {
            watch.close();
        }
        Await.until("its thread ended", () -> Thread.getAllStackTraces().keySet().stream()
            .noneMatch(thread -> thread.getName().equals("flathead-v4l2-watch")));
    }

    @Test
    void onThisMachineItSaysWhatThereIs() {
        Activation activation = new Activation(context.context());
        Await.until("said", () -> !said.isEmpty());
        assertTrue(said.get(0).startsWith("INFO No hardware H.264 encoder here") || said.get(0).contains("is there"),
            said.get(0));
        activation.deactivate();
        assertEquals(List.of(), context.services());
    }

    @Test
    void onAnotherSystemThereIsNothingToSay() {
        new Activation(context.context(), "Mac OS X", folder).deactivate();
        assertEquals(List.of(), said);
    }
}
