package flathead.encoder.v4l2.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.EncoderFactory;
import flathead.api.EncoderSettings;
import flathead.api.Frame;
import flathead.api.MediaException;
import flathead.api.Pool;
import flathead.api.VideoEncoder;
import flathead.api.VideoFormat;
import flathead.testkit.Await;
import flathead.testkit.Collector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** vicodec is taken from its driver and given back, as if it were pulled out and put in again. */
@Tag("guest")
@Timeout(60)
class HotPlugGuestTest {
    private static final VideoFormat VGA = new VideoFormat(Codec.I420, 640, 480, 30);
    private static final Path DRIVER = Path.of("/sys/bus/platform/drivers/vicodec");

    private static String name() throws IOException {
        try (var entries = Files.list(DRIVER)) {
            return entries.map(entry -> entry.getFileName().toString()).filter(name -> name.startsWith("vicodec"))
                .findFirst().orElse("vicodec.0");
        }
    }

    private static void tell(String file, String device) throws IOException {
        Files.writeString(DRIVER.resolve(file), device);
    }

    @Test
    void pulledOutInTheMiddleOfAStreamItFailsByNameAndComesBack() throws MediaException, IOException {
        FakeContext context = new FakeContext();
        Registry registry = new Registry(context.context(), new Probe(Vicodec.NODES, Fwht.PIXEL_FORMAT),
            device -> new V4l2EncoderFactory(Vicodec.NODES, device, Fwht::new, Vicodec.STALL_NANOS));
        DeviceWatch watch = new DeviceWatch(Path.of("/dev"), registry::look);
        String device = name();
        Pool<Frame> pool = Pool.ofFrames(VGA, 8);
        Collector out = new Collector();
        try {
            Await.until("it is registered", () -> context.services().size() == 1);
            EncoderFactory factory = context.services().get(0);
            VideoEncoder encoder = factory.open(VGA, new EncoderSettings(1_000_000, 0), out);
            int taken = feed(encoder, pool, 0, 10);
            assertEquals(10, taken);
            Await.until("some came out", () -> out.count() > 3);
            tell("unbind", device);
            while (out.failure() == null && taken < 1_000) {
                taken += feed(encoder, pool, taken, 1);
            }
            Await.until("it failed", () -> out.failure() != null);
            String message = out.failure().getMessage();
            assertTrue(message.matches("/dev/video[0-9]+ \\(vicodec\\) is gone"), message);
            assertEquals(1, out.failures());
            encoder.close();
            assertEquals(0, pool.inFlight());
            Await.until("it is unregistered", () -> context.services().isEmpty());
            tell("bind", device);
            Await.until("it is registered again", () -> context.services().size() == 1);
            assertEquals(List.of("vicodec"), context.property("driver"));
            try (VideoEncoder again = context.services().get(0).open(VGA, new EncoderSettings(1_000_000, 0), out)) {
                int before = out.count();
                assertEquals(5, feed(again, pool, 0, 5));
                assertTrue(again.drain(10_000_000_000L));
                assertEquals(before + 5, out.count());
            }
            System.out.println("guest: pulled out in the middle of a stream: " + message);
        } finally {
            watch.close();
            registry.close();
        }
    }

    private static int feed(VideoEncoder encoder, Pool<Frame> pool, int from, int count) {
        int taken = 0;
        for (int i = 0; i < count; i++) {
            try (Frame frame = pool.tryTake()) {
                if (frame != null) {
                    frame.set(from + i, (from + i) * 33_333_333L);
                    taken += encoder.offer(frame) ? 1 : 0;
                }
            }
        }
        return taken;
    }
}
