package flathead.exam;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import flathead.api.FrameConsumer;
import flathead.api.Snapshot;
import flathead.api.SnapshotException;
import flathead.api.Snapshots;
import flathead.api.StereoMonitor;
import flathead.api.StereoStatus;
import flathead.api.StreamStatus;
import flathead.stamp.Stamp;
import flathead.stamp.StampReader;
import flathead.testkit.Await;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.inject.Inject;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;

/** Programs take the pictures of a running demo: as a service, and as files. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class FramesIT {
    private static final int PICTURES = 45;
    private static final int WARM = 10;

    @Inject
    private BundleContext context;
    @Inject
    private Snapshots snapshots;

    /** The bundles of {@code demo.jar}. */
    @Configuration
    public Option[] runtime() {
        return ExportedRuntime.of("demo");
    }

    private Bundle bundle(String name) {
        return Stream.of(context.getBundles()).filter(each -> each.getSymbolicName().equals(name)).findAny()
            .orElseThrow();
    }

    private List<StreamStatus> streams() {
        return Services.streams(context).filter(each -> each.source().equals("remote")).toList();
    }

    private List<StereoStatus> pairings() {
        return Services.of(context, StereoMonitor.class).map(StereoMonitor::status).toList();
    }

    private void awaitPairs() {
        Await.until(() -> "pairs come by the sender's clock: " + pairings() + " " + streams(), ShippedRuntime.LIMIT,
            () -> pairings().stream().anyMatch(each -> each.name().equals("received") && each.pairs() > 0
                && each.clock() == StereoStatus.Clock.SENDER));
    }

    private void awaitDecoded(String... names) {
        Await.until(() -> "only these are decoded: " + List.of(names) + ": " + streams(), ShippedRuntime.LIMIT,
            () -> streams().size() == 2 && streams().stream().allMatch(each ->
                each.state() == StreamStatus.State.STREAMING
                    && each.decoder().isEmpty() != List.of(names).contains(each.id().name())));
    }

    /** The meter alone would have every picture decoded. */
    @Before
    public void nobodyElseWantsPictures() throws BundleException {
        bundle("flathead.meter").stop();
    }

    @Test
    public void aCameraIsDecodedWhileAConsumerWantsIt() {
        awaitDecoded();
        List<String> wrong = Collections.synchronizedList(new ArrayList<>());
        List<Long> seen = Collections.synchronizedList(new ArrayList<>());
        StampReader reader = new StampReader();
        FrameConsumer consumer = (stream, frame) -> {
            boolean stamped = reader.read(frame.memory().plane(0), frame.memory().stride(0), frame.format().width(),
                frame.format().height());
            if (!stamped || !stream.name().equals("left")
                    || Math.abs(Stamp.ticks(frame.captureNanos()) - reader.ticks()) > 20) {
                wrong.add(stream + " " + frame + " " + stamped);
            }
            seen.add(frame.sequence());
        };
        ServiceRegistration<FrameConsumer> registration = context.registerService(FrameConsumer.class, consumer,
            new Hashtable<>(Map.of(FrameConsumer.NAME, "watch", FrameConsumer.CAMERAS, "left")));
        Await.until(() -> seen.size() + " pictures", ShippedRuntime.LIMIT, () -> seen.size() >= PICTURES);
        awaitDecoded("left");
        registration.unregister();
        int last = seen.size();
        awaitDecoded();
        assertEquals("nothing comes any more", last, seen.size());
        assertEquals("[]", wrong.toString());
        List<Long> sorted = seen.stream().sorted().distinct().toList();
        assertEquals("in order, each once", sorted, List.copyOf(seen));
    }

    @Test
    public void aSnapshotIsTheNewestPicture() throws Exception {
        for (String camera : List.of("left", "right")) {
            long asked = System.nanoTime();
            Snapshot first = snapshots.camera(camera);
            String cold = millis(first, asked);
            StampReader reader = new StampReader();
            Snapshot before = first;
            List<Double> times = new ArrayList<>();
            for (int i = 0; i < WARM; i++) {
                Snapshot last = before;
                Await.until("the next picture", ShippedRuntime.LIMIT, () -> !shot(camera).tag().equals(last.tag()));
                asked = System.nanoTime();
                Snapshot next = snapshots.camera(camera);
                times.add(Double.valueOf(millis(next, asked)));
                read(reader, next, 0);
                assertTrue(Math.abs(Stamp.ticks(next.captureNanos()) - reader.ticks()) <= 20);
                assertNotEquals(before.tag(), next.tag());
                assertTrue(next.sequence() > before.sequence());
                before = next;
            }
            Collections.sort(times);
            System.out.println("frames: snapshot of " + camera + ", " + first.width() + "x" + first.height() + ", "
                + before.jpeg().length + " bytes: the first after " + cold + " ms; warm, ask and encode, p50 "
                + times.get(WARM / 2) + " ms, most " + times.get(WARM - 1) + " ms");
        }
        awaitDecoded("left", "right");
        SnapshotException unknown = assertRefused();
        assertEquals(SnapshotException.Reason.UNKNOWN, unknown.reason());
        assertEquals("no camera streams under the name moon; there is left, right", unknown.getMessage());
        bundle("flathead.snapshot").stop();
        awaitDecoded();
        bundle("flathead.snapshot").start();
    }

    @Test
    public void aSnapshotOfAPairHasBothEyes() throws Exception {
        Snapshots now = context.getService(context.getServiceReference(Snapshots.class));
        awaitPairs();
        Snapshot pair = now.stereo("received");
        assertEquals("1280 480", pair.width() + " " + pair.height());
        StampReader reader = new StampReader();
        read(reader, pair, 0);
        int left = reader.ticks();
        int number = reader.camera();
        read(reader, pair, 640);
        assertNotEquals("two cameras", number, reader.camera());
        assertTrue("within half an interval: " + left + " " + reader.ticks(), Math.abs(left - reader.ticks()) <= 170);
        bundle("flathead.snapshot").stop();
        bundle("flathead.snapshot").start();
    }

    /** As {@code examples/reader.py} does, which it uses; and reads the stamps. */
    @Test
    public void aProgramOutsideReadsCamerasAndPairs() throws Exception {
        JsonObject read = python(PICTURES, "camera left", "camera right", "pair received");
        System.out.println("frames: a reader of two cameras and their pair: " + read);
        JsonObject streams = read.getJsonObject("streams");
        assertEquals(Set.of("left", "right", "received"), streams.keySet());
        for (String name : streams.keySet()) {
            JsonObject stream = streams.getJsonObject(name);
            assertEquals(stream.toString(), "[]", stream.getJsonArray("wrong").toString());
            assertTrue(stream.toString(), stream.getBoolean("ordered"));
            assertEquals(stream.toString(), name.equals("received") ? 2 : 1, stream.getJsonArray("cameras").size());
        }
        JsonObject pair = streams.getJsonObject("received");
        assertTrue(pair.toString(), pair.getJsonNumber("skew").doubleValue() < 0.3);
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime();
    }

    /** What the reader tells, and how much of a core the demo takes meanwhile. */
    private JsonObject python(int pictures, String... wishes) throws Exception {
        List<String> command = new ArrayList<>(List.of("/usr/bin/python3", "-B", System.getProperty("flathead.root")
            + "/itests/peers/python/feed.py", context.getProperty(Constants.FRAMEWORK_STORAGE) + "/feed/socket",
            Integer.toString(pictures)));
        command.addAll(List.of(wishes));
        long began = System.nanoTime();
        long cpu = cpu();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(said, 0, process.waitFor());
        double core = (cpu() - cpu) / (double) (System.nanoTime() - began);
        return Json.createObjectBuilder(Json.createReader(new StringReader(said)).readObject()).add("demo", core)
            .build();
    }

    @Test
    public void anExampleIsInstalledLive() throws Exception {
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(copy, true));
        Bundle example = null;
        try {
            example = context.installBundle(Path.of(System.getProperty("flathead.root"), "examples",
                "flathead.examples.brightness/target/flathead.examples.brightness-0.1.0-SNAPSHOT.jar").toUri()
                .toString());
            example.start();
            Await.until(() -> "it tells of both: " + copy, ShippedRuntime.LIMIT, () -> copy.toString().matches(
                "(?s).*Brightness +left: brightness \\d+ of.*") && copy.toString().matches(
                "(?s).*Brightness +right: brightness \\d+ of.*"));
        } finally {
            System.setOut(before);
            if (example != null) {
                example.uninstall();
            }
        }
    }

    private Snapshot shot(String camera) {
        try {
            return snapshots.camera(camera);
        } catch (SnapshotException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private SnapshotException assertRefused() throws InterruptedException {
        try {
            snapshots.camera("moon");
        } catch (SnapshotException e) {
            return e;
        }
        throw new AssertionError("there is no moon");
    }

    private static String millis(Snapshot shot, long since) throws SnapshotException {
        shot.jpeg();
        return String.format(Locale.ROOT, "%.1f", (System.nanoTime() - since) / 1e6);
    }

    private static void read(StampReader reader, Snapshot shot, int column) throws IOException, SnapshotException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(shot.jpeg()));
        assertEquals(shot.width(), image.getWidth());
        ByteBuffer luma = ByteBuffer.allocate(640 * 480);
        for (int i = 0; i < 640 * 480; i++) {
            luma.put(i, (byte) (image.getRGB(column + i % 640, i / 640) >> 8));
        }
        assertTrue("there is a stamp", reader.read(luma, 640, 640, 480));
    }
}
