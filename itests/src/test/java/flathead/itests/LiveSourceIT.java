package flathead.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** An operator stops and starts what the cameras' pictures come from; the sessions stay. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Alone
class LiveSourceIT {
    private static final String MOCK = "flathead.source.mock";
    private static final String OTHER = "flathead.encoder.faulty";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static LiveRig rig;

    @BeforeAll
    static void start() throws Exception {
        rig = LiveRig.start();
    }

    @AfterAll
    static void stop() {
        if (rig != null) {
            rig.close();
        }
    }

    /** Waits until the receiver sees both streams in this size, and prints how long that took. */
    private static void awaitSize(String what, long from, int width, int height) {
        long[] seen = new long[1];
        Await.until(() -> what + ": " + width + "x" + height + " at the receiver\n" + String.join("\n", rig.pi.log())
            + "\n" + String.join("\n", rig.server.log()), LIMIT, () -> {
                seen[0] = System.nanoTime();
                return LiveRig.CAMERAS.stream().map(rig::received).allMatch(stream ->
                    stream.getInt("width") == width && stream.getInt("height") == height
                        && stream.getString("state").equals("streaming"));
            });
        System.out.println(what + ": both streams " + width + "x" + height + " at the receiver after "
            + (seen[0] - from) / 1_000_000 + " ms");
    }

    private static void assertGoesOn(String what, LiveRig.Count count, long from) {
        Recording recording = rig.awaitRecorded(System.nanoTime() + 500_000_000);
        for (String stream : recording.names()) {
            System.out.printf("%s: %s: largest gap %.0f ms%n", what, stream,
                recording.largestGap(stream, from, Long.MAX_VALUE));
        }
        count.assertNothingIsMissing(what);
    }

    @Test
    @Order(1)
    void withoutASourceTheCamerasWaitAndTheSessionStays() throws Exception {
        rig.bundle(MOCK, "stop");
        for (String camera : LiveRig.CAMERAS) {
            Await.until(() -> "it waits and says so: " + rig.camera(camera), LIMIT,
                () -> rig.camera(camera).getString("state").equals("waiting")
                    && rig.camera(camera).getString("detail", "").contains("waits for a source"));
            System.out.println(camera + ": " + rig.camera(camera).getString("detail"));
        }
        int mark = rig.mark();
        LiveRig.Count count = rig.count();
        long from = System.nanoTime();
        rig.bundle(MOCK, "start");
        rig.awaitLog(mark, "mock delivers");
        Recording recording = rig.awaitRecorded(System.nanoTime() + 500_000_000);
        for (String stream : recording.names()) {
            Recording.Picture first = recording.of(stream).stream().filter(picture -> picture.nanos() > from)
                .findFirst().orElseThrow();
            System.out.println(stream + ": picture " + first.counter() + " of the new source "
                + (first.nanos() - from) / 1_000_000 + " ms after the request to start it");
        }
        assertGoesOn("the source stopped and started", count, from);
    }

    @Test
    @Order(2)
    void anotherSourceTakesOverInItsOwnSizeAndGivesBack() throws Exception {
        rig.install(rig.operator, LiveRig.jar("itests/" + OTHER));
        Await.until("it is there", LIMIT, () -> rig.stateOf(OTHER).equals("Active"));
        LiveRig.Count count = rig.count();
        long from = System.nanoTime();
        rig.set(rig.operator, "flathead.source.other", "width", "320");
        awaitSize("a better source comes", from, 320, 240);
        assertEquals(List.of("other", "other"), sources());
        assertGoesOn("a better source comes", count, from);
        for (int i = 0; i < 2; i++) {
            count = rig.count();
            from = System.nanoTime();
            rig.bundle(OTHER, "stop");
            awaitSize("it stops", from, 640, 480);
            assertEquals(List.of("mock", "mock"), sources());
            assertGoesOn("it stops", count, from);
            count = rig.count();
            from = System.nanoTime();
            rig.bundle(OTHER, "start");
            awaitSize("it starts", from, 320, 240);
            assertGoesOn("it starts", count, from);
        }
        assertTrue(rig.pi.log().stream().noneMatch(line -> line.contains("Exception")),
            () -> String.join("\n", rig.pi.log()));
    }

    private static List<String> sources() throws IOException {
        return LiveRig.CAMERAS.stream().map(camera -> rig.camera(camera).getString("source")).toList();
    }
}
