package flathead.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.Await;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The demo for ten minutes: no freeze, no leak, no complaint. */
@EnabledIfSystemProperty(named = "flathead.long", matches = "true", disabledReason = "minutes: ./flathead test --long")
class SoakIT {
    private static final Duration RUN = Duration.ofMinutes(10);
    private static final Duration SAMPLE = Duration.ofSeconds(10);

    /** A look at the running demo: resident memory, and pictures out of their pools or waiting. */
    private record Sample(long megabytes, long inFlight, double worstFps) {
    }

    @Test
    void tenMinutesWithoutAFreezeALeakOrAComplaint() throws Exception {
        try (RuntimeProcess demo = RuntimeProcess.start("demo", RuntimeProcess.freePort())) {
            demo.awaitStreams(2, Duration.ofSeconds(60), 0.3);
            List<Sample> samples = new ArrayList<>();
            long end = System.nanoTime() + RUN.toNanos();
            while (System.nanoTime() < end) {
                long next = System.nanoTime() + SAMPLE.toNanos();
                Await.until("the next sample", SAMPLE.plusSeconds(5), () -> System.nanoTime() >= next);
                samples.add(sample(demo));
            }
            System.out.println("every " + SAMPLE.toSeconds() + " s: " + samples);
            assertTrue(samples.stream().allMatch(sample -> sample.worstFps > 29), samples::toString);
            assertTrue(samples.stream().allMatch(sample -> sample.inFlight <= 24), samples::toString);
            // The first third is warm-up; from then on memory is flat.
            long early = samples.get(samples.size() / 3).megabytes;
            long late = samples.get(samples.size() - 1).megabytes;
            assertTrue(late - early < 24, () -> "RSS grew from " + early + " to " + late + " MB");
            assertEquals(List.of(), demo.complaints());
        }
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
