package flathead.source.libcamera.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.CameraInfo;
import flathead.api.CaptureLink;
import flathead.api.CaptureSettings;
import flathead.api.Control;
import flathead.api.Frame;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.VideoFormat;
import flathead.testkit.Await;
import flathead.testkit.Collector;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What only a camera shows. Run in a guest by {@link GuestTest}. */
@Timeout(120)
class VimcCapture {
    private static final Duration LONG = Duration.ofSeconds(40);

    /** Remembers how bright pictures are. */
    private static final class Brightness extends Collector {
        private volatile double mean;

        @Override
        protected void offered(Media media) {
            Frame frame = (Frame) media;
            VideoFormat format = frame.format();
            long sum = 0;
            for (int y = 0; y < format.height(); y++) {
                int line = y * frame.memory().stride(0);
                for (int x = 0; x < format.width(); x++) {
                    sum += frame.memory().plane(0).get(line + x) & 0xff;
                }
            }
            mean = (double) sum / (format.width() * format.height());
        }

        /** Of the luma of the last picture, once so many more have come. */
        double after(int pictures) {
            int wanted = count() + pictures;
            Await.until(() -> count() + " pictures, " + failure(), LONG, () -> count() >= wanted);
            return mean;
        }
    }

    private static void say(String text) {
        System.out.println("vimc: " + text);
    }

    @Test
    void itIsListed() {
        List<CameraInfo> cameras = Vimc.factory().cameras();
        say("libcamera " + Vimc.libcamera().version() + " lists " + cameras);
        CameraInfo vimc = cameras.get(cameras.size() - 1);
        assertEquals(String.valueOf(cameras.size() - 1), vimc.device());
        assertTrue(vimc.model().contains("Sensor B"), vimc.model());
    }

    @Test
    void threeHundredPicturesComeWithRisingTimes() throws MediaException {
        Collector out = new Collector();
        CaptureLink link = Vimc.open(out);
        Await.until(() -> out.count() + " pictures, " + out.failure(), LONG, () -> out.count() >= 300);
        link.close();
        List<Collector.Seen> seen = out.seen();
        long shortest = Long.MAX_VALUE;
        long longest = 0;
        for (int i = 1; i < seen.size(); i++) {
            long step = seen.get(i).captureNanos() - seen.get(i - 1).captureNanos();
            assertTrue(step > 0, "times rise");
            shortest = Math.min(shortest, step);
            longest = Math.max(longest, step);
        }
        double seconds = (seen.get(299).captureNanos() - seen.get(0).captureNanos()) / 1e9;
        say("300 pictures of " + link.format() + " in " + seconds + " s, intervals " + shortest / 1000 + " to "
            + longest / 1000 + " us, " + link.stats());
        assertEquals(0, link.stats().inFlight());
        assertEquals(seen.size(), link.stats().out());
    }

    @Test
    void brightnessChangesOnTheRunningStream() throws MediaException {
        Brightness out = new Brightness();
        CaptureLink link = Vimc.open(out);
        say("controls: " + link.controls().stream().map(Control::name).toList());
        double before = out.after(10);
        assertTrue(link.apply(Vimc.settings(Map.of("brightness", "0.5"))));
        double bright = out.after(20);
        assertTrue(link.apply(Vimc.SETTINGS));
        double after = out.after(20);
        link.close();
        say("brightness 0, 0.5, 0: luma " + before + ", " + bright + ", " + after);
        assertTrue(bright > before + 20, before + " to " + bright);
        assertEquals(before, after, 5);
    }

    @Test
    void aDeviceIsNamedByNumberModelOrId() throws MediaException {
        List<Libcamera.Listed> all = Vimc.libcamera().cameras();
        Libcamera.Listed listed = all.get(all.size() - 1);
        for (String device : List.of(String.valueOf(all.size() - 1), listed.id(), listed.model())) {
            Collector out = new Collector();
            CaptureLink link = Vimc.factory().open(
                new CaptureSettings(device, Vimc.SETTINGS.format(), Map.of()), out);
            Await.until("a picture of " + device, LONG, () -> out.count() > 0);
            link.close();
        }
        MediaException refusal = assertThrows(MediaException.class, () -> Vimc.factory().open(
            new CaptureSettings("7", Vimc.SETTINGS.format(), Map.of()), new Collector()));
        assertTrue(refusal.getMessage().contains("7") && refusal.getMessage().contains("Sensor B"),
            refusal.getMessage());
    }

    @Test
    void fiftyStartsLeaveNothingOpen() throws Exception {
        cycles(20);
        long filesBefore = openFiles();
        long memoryBefore = residentKilobytes();
        cycles(50);
        long files = openFiles();
        long memory = residentKilobytes();
        say("50 starts: files " + filesBefore + " to " + files + ", resident " + memoryBefore + " to " + memory
            + " kB");
        assertEquals(filesBefore, files, "open files");
        assertTrue(memory - memoryBefore < 8_000, memoryBefore + " kB to " + memory + " kB");
    }

    private static void cycles(int count) throws MediaException {
        for (int i = 0; i < count; i++) {
            Collector out = new Collector();
            CaptureLink link = Vimc.open(out);
            Await.until(() -> "a picture, " + out.failure(), LONG, () -> out.count() >= 2);
            link.close();
            if (i % 5 == 4) {
                // The pictures that are copied into are memory of Java's, which only its collector gives back.
                System.gc();
            }
        }
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    private static long residentKilobytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", ""))).sum();
    }

    /** In another process: the camera, until it is killed. */
    static final class Other {
        private Other() {
        }

        /** Says {@code captures} after the first pictures. */
        public static void main(String[] arguments) throws Exception {
            Collector out = new Collector();
            Vimc.open(out);
            Await.until(() -> "pictures, " + out.failure(), LONG, () -> out.count() >= 5);
            System.out.println("captures");
            Thread.currentThread().join();
        }
    }

    @Test
    void aBusyCameraIsNamedAndAKilledOwnerLetsItGo() throws Exception {
        Process other = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(),
            "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
            Other.class.getName()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader lines = other.inputReader()) {
            assertEquals("captures", lines.readLine());
            MediaException busy = assertThrows(MediaException.class, () -> Vimc.open(new Collector()));
            say(busy.getMessage());
            assertTrue(busy.getMessage().contains("in use"), busy.getMessage());
        } finally {
            // SIGKILL, while it captures
            other.destroyForcibly().waitFor();
        }
        Collector out = new Collector();
        CaptureLink link = Vimc.open(out);
        Await.until(() -> "pictures after the owner was killed, " + out.failure(), LONG, () -> out.count() >= 5);
        link.close();
        say("captures again after kill -9 of who did");
    }
}
