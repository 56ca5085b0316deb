package flathead.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * An operator swaps the encoder of two streaming cameras in the web console, in every way that it offers. Both ends
 * run in processes of their own; whether a picture is missing is read from the stamps of what was decoded.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Alone
class LiveSwapIT {
    private static final String SOFTWARE = "flathead.encoder.software";
    private static final String X264 = "flathead.encoder.x264";
    private static final String FAULTY = "flathead.encoder.faulty";
    private static final Duration SETTLED = Duration.ofMillis(500);

    private static final List<Double> GAPS = new ArrayList<>();
    private static final Map<String, List<Double>> GAPS_BY_FAULT = new TreeMap<>();
    private static LiveRig rig;
    private static int version = 1;

    /** What makes a swap. */
    private interface Gesture {
        void make() throws IOException;
    }

    @BeforeAll
    static void start() throws Exception {
        rig = LiveRig.start();
        rig.install(rig.operator, LiveRig.jar("itests/" + FAULTY));
        Await.until("it is there", () -> rig.stateOf(FAULTY).equals("Active"));
        LiveRig.let(Duration.ofSeconds(2));
    }

    @AfterAll
    static void stop() {
        if (rig != null) {
            rig.close();
        }
    }

    /** Makes a swap of both cameras and answers the largest gap of each while it went on. */
    private static List<Double> swap(String to, Gesture gesture) throws IOException {
        int mark = rig.mark();
        long from = System.nanoTime();
        gesture.make();
        rig.awaitEncoder(mark, to);
        long until = System.nanoTime() + SETTLED.toNanos();
        Recording recording = rig.awaitRecorded(until);
        List<Double> gaps = new ArrayList<>();
        for (String stream : recording.names()) {
            gaps.add(recording.largestGap(stream, from, until));
        }
        GAPS.addAll(gaps);
        return gaps;
    }

    private static void print(String what, List<Double> gaps) {
        System.out.println(what + ": largest gap between two decoded pictures, ms: " + Recording.distribution(gaps)
            + String.format("; 3 intervals are %.0f ms", 3 * LiveRig.INTERVAL_MILLIS));
    }

    private static void stopAndStart(int rounds) throws IOException {
        for (int i = 0; i < rounds; i++) {
            swap("x264", () -> rig.bundle(SOFTWARE, "stop"));
            swap("openh264", () -> rig.bundle(SOFTWARE, "start"));
        }
    }

    private static void retarget() throws IOException {
        for (String encoder : List.of("x264", "openh264")) {
            swap(encoder, () -> {
                for (String camera : LiveRig.CAMERAS) {
                    rig.retarget(camera, encoder);
                }
            });
        }
        for (String camera : LiveRig.CAMERAS) {
            rig.retarget(camera, "");
        }
    }

    private static void retargetInTheConfiguration() throws IOException {
        for (String target : List.of("(flathead.encoder=x264)", "")) {
            swap(target.isEmpty() ? "openh264" : "x264", () -> {
                for (String camera : LiveRig.CAMERAS) {
                    rig.set(rig.operator, "flathead.camera~" + camera, "encoder.target", target);
                }
            });
        }
    }

    private static void update() throws IOException {
        Path next = newVersion(LiveRig.jar("bundles/" + SOFTWARE));
        swap("openh264", () -> rig.install(rig.operator, next));
    }

    private static void uninstallAndInstall() throws IOException {
        swap("x264", () -> rig.bundle(SOFTWARE, "uninstall"));
        Path next = newVersion(LiveRig.jar("bundles/" + SOFTWARE));
        swap("openh264", () -> rig.install(rig.operator, next));
    }

    private static void ranking() throws IOException {
        fault("NONE", -1_000);
        rig.bundle(FAULTY, "start");
        swap("faulty", () -> rig.set(rig.operator, FAULTY, "service.ranking", "1000"));
        swap("openh264", () -> rig.set(rig.operator, FAULTY, "service.ranking", "-1000"));
        rig.bundle(FAULTY, "stop");
    }

    /** The same bundle, with a higher version. */
    private static Path newVersion(Path jar) throws IOException {
        Path next = Files.createTempFile(Path.of("target"), "newer", ".jar");
        try (JarFile from = new JarFile(jar.toFile())) {
            Manifest manifest = new Manifest(from.getManifest());
            manifest.getMainAttributes().put(new Attributes.Name("Bundle-Version"), "0.1." + version++);
            try (OutputStream out = Files.newOutputStream(next);
                    JarOutputStream to = new JarOutputStream(out, manifest)) {
                for (ZipEntry entry : from.stream().filter(e -> !e.getName().equals(JarFile.MANIFEST_NAME)).toList()) {
                    to.putNextEntry(new ZipEntry(entry.getName()));
                    try (InputStream in = from.getInputStream(entry)) {
                        in.transferTo(to);
                    }
                }
            }
        }
        return next;
    }

    private static void fault(String fault, int ranking) throws IOException {
        assertEquals(302, rig.operator.post(LiveRig.CONSOLE + "/configMgr/" + FAULTY, "apply", "update", "action",
            "ajaxConfigManager", "propertylist", "fault,service.ranking", "fault", fault, "service.ranking",
            Integer.toString(ranking)).statusCode());
    }

    @Test
    @Order(1)
    void everyGestureSwapsWithoutABreak() throws Exception {
        LiveRig.Count count = rig.count();
        try {
            stopAndStart(2);
            retarget();
            retargetInTheConfiguration();
            update();
            uninstallAndInstall();
            ranking();
        } finally {
            print(GAPS.size() / 2 + " swaps of two cameras", GAPS);
        }
        count.assertNothingIsMissing("swaps");
    }

    /** Every fault, at the first picture or in the midst, is a swap as well: to the faulty one, and away from it. */
    @Test
    @Order(2)
    void whatBreaksCostsNoPicture() throws Exception {
        LiveRig.Count count = rig.count();
        try {
            for (String fault : List.of("THROW", "OPEN", "HANG", "SILENT", "DRAIN")) {
                faulty(fault);
            }
        } finally {
            GAPS_BY_FAULT.forEach((fault, gaps) -> print("an encoder with the fault " + fault, gaps));
        }
        count.assertNothingIsMissing("faults");
    }

    private static void faulty(String fault) throws IOException {
        if (rig.stateOf(FAULTY).equals("Active")) {
            rig.bundle(FAULTY, "stop");
        }
        fault(fault, 1_000);
        List<Double> gaps = GAPS_BY_FAULT.computeIfAbsent(fault, name -> new ArrayList<>());
        switch (fault) {
            case "OPEN" -> {
                int mark = rig.mark();
                long from = System.nanoTime();
                rig.bundle(FAULTY, "start");
                rig.awaitLog(mark, "encoder faulty did not open");
                long until = System.nanoTime() + SETTLED.toNanos();
                Recording recording = rig.awaitRecorded(until);
                recording.names().forEach(stream -> gaps.add(recording.largestGap(stream, from, until)));
                assertEquals(0, rig.logged(mark, "openh264 encodes"));
                rig.bundle(FAULTY, "stop");
            }
            case "DRAIN" -> {
                swap("faulty", () -> rig.bundle(FAULTY, "start"));
                gaps.addAll(swap("openh264", () -> rig.bundle(FAULTY, "stop")));
            }
            default -> {
                gaps.addAll(swap("openh264", () -> rig.bundle(FAULTY, "start")));
                rig.bundle(FAULTY, "stop");
            }
        }
    }

    @Test
    @Order(3)
    void withoutAnEncoderTheCameraWaitsAndResumesWithTheNextPicture() throws Exception {
        rig.bundle(X264, "stop");
        rig.bundle(SOFTWARE, "stop");
        for (String camera : LiveRig.CAMERAS) {
            Await.until(() -> "it waits and says so: " + rig.camera(camera), Duration.ofSeconds(10),
                () -> rig.camera(camera).getString("state").equals("waiting")
                    && rig.camera(camera).getString("detail", "").contains("waits for an encoder"));
            System.out.println(camera + ": " + rig.camera(camera).getString("detail"));
        }
        int mark = rig.mark();
        LiveRig.Count count = rig.count();
        rig.bundle(X264, "start");
        Await.until("there is one", () -> rig.logged(mark, "Encoder x264 is there") > 0);
        long there = System.nanoTime();
        rig.awaitEncoder(mark, "x264");
        Recording recording = rig.awaitRecorded(System.nanoTime() + SETTLED.toNanos());
        for (String stream : recording.names()) {
            // The log is read some milliseconds after it was written.
            Recording.Picture first = recording.of(stream).stream()
                .filter(picture -> picture.nanos() > there - 100_000_000).findFirst().orElseThrow();
            System.out.printf("%s: the first picture %.0f ms after x264 was there%n", stream,
                (first.nanos() - there) / 1e6);
        }
        count.assertNothingIsMissing("an encoder came back");
        int next = rig.mark();
        rig.bundle(SOFTWARE, "start");
        rig.awaitEncoder(next, "openh264");
        assertEquals(2, rig.offers().size(), () -> "one offer for each camera: " + rig.offers());
        assertTrue(rig.camera("left").isNull("detail") || rig.camera("left").getString("detail").isEmpty());
    }

    @Test
    @Order(4)
    @EnabledIfSystemProperty(named = "flathead.long", matches = "true",
        disabledReason = "minutes: ./flathead test --long")
    void aHundredSwapsInARow() throws Exception {
        LiveRig.Count count = rig.count();
        GAPS.clear();
        GAPS_BY_FAULT.clear();
        while (GAPS.size() < 2 * 100) {
            stopAndStart(1);
            retarget();
            retargetInTheConfiguration();
            update();
            uninstallAndInstall();
            ranking();
        }
        print(GAPS.size() / 2 + " swaps of two cameras", GAPS);
        List<String> faults = List.of("THROW", "HANG", "SILENT", "DRAIN");
        for (int i = 0; i < 50; i++) {
            faulty(faults.get(i % faults.size()));
        }
        GAPS_BY_FAULT.forEach((fault, gaps) -> print("an encoder with the fault " + fault, gaps));
        count.assertNothingIsMissing("a hundred swaps, and fifty to an encoder that breaks");
    }
}
