package flathead.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.Await;
import flathead.testkit.FreePort;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The demo for ten minutes: no freeze, no leak, no complaint. */
@EnabledIfSystemProperty(named = "flathead.long", matches = "true", disabledReason = "minutes: ./flathead test --long")
@Alone
class SoakIT {
    private static final Duration RUN = Duration.ofMinutes(10);
    private static final Duration SAMPLE = Duration.ofSeconds(10);

    /** A look at the running demo: resident memory, and pictures out of their pools or waiting. */
    private record Sample(long megabytes, long inFlight, double worstFps) {
    }

    @TempDir
    private Path folder;

    @Test
    void tenMinutesWithoutAFreezeALeakOrAComplaint() throws Exception {
        Path file = folder.resolve("recording.csv");
        int port = FreePort.find();
        try (RuntimeProcess demo = RuntimeProcess.start("demo", port, recordingTo(file), Map.of())) {
            demo.awaitStreams(2, Duration.ofSeconds(60), 0.3);
            long begin = System.nanoTime();
            List<Sample> samples = new ArrayList<>();
            long end = System.nanoTime() + RUN.toNanos();
            while (System.nanoTime() < end) {
                long next = System.nanoTime() + SAMPLE.toNanos();
                Await.until("the next sample", SAMPLE.plusSeconds(5), () -> System.nanoTime() >= next);
                samples.add(sample(demo));
            }
            System.out.println("every " + SAMPLE.toSeconds() + " s: " + samples);
            Recording recording = Recording.read(file);
            assertEquals(List.of("left", "right"), recording.names());
            for (String stream : recording.names()) {
                List<Recording.Picture> pictures = recording.within(stream, begin, end);
                double fps = pictures.size() * 1e9 / RUN.toNanos();
                System.out.println(stream + ": " + fps + " pictures a second, " + recording.skipped(stream, begin)
                    + " skipped, longest gap " + recording.largestGap(stream, begin, end) + " ms");
                assertEquals(30, fps, 0.3, stream);
                assertEquals(List.of(), freezes(pictures), stream);
            }
            assertTrue(samples.stream().allMatch(sample -> sample.inFlight <= 24), samples::toString);
            // The first third is warm-up; from then on memory is flat.
            long early = samples.get(samples.size() / 3).megabytes;
            long late = samples.get(samples.size() - 1).megabytes;
            assertTrue(late - early < 24, () -> "RSS grew from " + early + " to " + late + " MB");
            assertEquals(List.of(), demo.complaints());
            assertEquals(List.of(), demo.hangs());
        }
    }

    /** The demo's configuration, with a recording. */
    private Path recordingTo(Path file) throws IOException {
        Path demo = Path.of(System.getProperty("flathead.root", ".."), "config", "demo.json");
        try (JsonReader in = Json.createReader(Files.newBufferedReader(demo))) {
            JsonObject config = Json.createObjectBuilder(in.readObject())
                .add("flathead.meter", Json.createObjectBuilder().add("record", file.toString())).build();
            return Files.writeString(folder.resolve("demo.json"), config.toString());
        }
    }

    /** Gaps, in ms, of more than three mean ones and of 150 ms more than the mean: as browsers count freezes. */
    private static List<Long> freezes(List<Recording.Picture> pictures) {
        long mean = (pictures.get(pictures.size() - 1).nanos() - pictures.get(0).nanos()) / (pictures.size() - 1);
        long longest = Math.max(3 * mean, mean + 150_000_000);
        List<Long> freezes = new ArrayList<>();
        for (int i = 1; i < pictures.size(); i++) {
            long gap = pictures.get(i).nanos() - pictures.get(i - 1).nanos();
            if (gap > longest) {
                freezes.add(gap / 1_000_000);
            }
        }
        return freezes;
    }

    private static Sample sample(RuntimeProcess demo) throws IOException {
        long inFlight = 0;
        double worst = Double.MAX_VALUE;
        JsonObject status = demo.status();
        for (JsonObject stream : status.getJsonArray("streams").getValuesAs(JsonObject.class)) {
            worst = Math.min(worst, stream.getJsonNumber("fps").doubleValue());
            inFlight += stream.getJsonObject("captured").getInt("inFlight")
                + stream.getJsonObject("encoded").getInt("inFlight");
        }
        String kilobytes = Files.readAllLines(Path.of("/proc/" + demo.pid() + "/status")).stream()
            .filter(line -> line.startsWith("VmRSS")).findFirst().orElseThrow().replaceAll("\\D", "");
        return new Sample(Long.parseLong(kilobytes) / 1024, inFlight, worst);
    }
}
