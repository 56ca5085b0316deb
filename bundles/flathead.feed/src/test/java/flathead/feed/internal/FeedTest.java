package flathead.feed.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.Frame;
import flathead.api.MediaException;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import flathead.testkit.Await;
import flathead.testkit.Frames;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Programs come and go, are slow and talk nonsense. */
@Timeout(60)
class FeedTest {
    private static final VideoFormat RAW = new VideoFormat(Codec.I420, 64, 48, 30);

    private final Rig rig;
    private final Frames frames = new Frames(RAW);
    private final VideoSink.Outlet left;

    FeedTest() throws IOException, MediaException {
        rig = new Rig();
        left = rig.open("left", RAW);
    }

    @AfterEach
    void close() throws IOException {
        left.close();
        rig.close();
        assertEquals(0, frames.inFlight());
    }

    private boolean offer() {
        return Rig.offer(left, (Frame) frames.next(System.nanoTime()));
    }

    private Program program(String... wishes) throws IOException {
        Program program = new Program(rig.socket(), true);
        for (String wish : wishes) {
            program.say(wish);
        }
        if (wishes.length > 0) {
            Await.until("it is heard", () -> !rig.paused("left"));
        }
        return program;
    }

    @Test
    void aProgramReadsWhatItWants() throws IOException {
        assertTrue(rig.paused("left"));
        assertFalse(offer());
        assertEquals(List.of(), rig.maps());
        Program program = program();
        assertEquals("{\"event\":\"feed\",\"version\":1}", program.await("feed", 1).toString());
        assertEquals("{\"event\":\"there\",\"camera\":\"left\"}", program.await("there", 1).toString());
        assertTrue(rig.paused("left"), "who is only connected wants nothing");
        program.say("camera left");
        Await.until("it is heard", () -> !rig.paused("left"));
        assertTrue(offer());
        JsonObject map = program.await("map", 1);
        assertEquals("left 64 48", map.getString("camera") + " " + map.getInt("width") + " " + map.getInt("height"));
        ByteBuffer bytes = Program.map(map);
        for (int i = 1; i <= 20; i++) {
            JsonObject picture = program.await("picture", i);
            assertEquals("{\"event\":\"picture\",\"camera\":\"left\",\"slot\":" + (i - 1) % 8 + ",\"sequence\":" + i
                + "}", picture.toString());
            int at = (int) (bytes.getLong(24) + picture.getInt("slot") * bytes.getLong(32));
            assertEquals(i, bytes.getLong(at + 8));
            long utc = Instant.now().toEpochMilli() - bytes.getLong(at + 24) / 1_000_000;
            assertTrue(Math.abs(utc) < 30_000, () -> "captured " + utc + " ms ago");
            offer();
        }
        program.close();
        Await.until("it is noticed", () -> rig.paused("left"));
        assertFalse(offer());
        Await.until("the map goes", () -> rig.maps().isEmpty());
        assertEquals(2, bytes.getInt(20), "it has ended");
    }

    @Test
    void camerasComeAndGo() throws IOException, MediaException {
        try (Program program = program("camera rear", "camera left")) {
            VideoSink.Outlet rear = rig.open("rear", RAW);
            assertFalse(rig.paused("rear"), "it was waited for");
            Rig.offer(rear, (Frame) frames.next(0));
            program.await("picture", 1);
            VideoSink.Outlet other = rig.open("other", RAW);
            assertTrue(rig.paused("other"));
            other.close();
            rear.close();
            program.await("gone", 2);
            assertEquals(List.of("left", "rear", "other"), program.heard("there").stream()
                .map(each -> each.getString("camera")).toList());
            assertEquals(List.of(), rig.maps());
        }
    }

    @Test
    void namesAreWhateverSendersCallThem() throws IOException, MediaException {
        try (Program program = program("camera *")) {
            for (String name : List.of("a \"b\" \\ \u0007 é\n", "x".repeat(1_000_000))) {
                VideoSink.Outlet odd = rig.open(name, RAW);
                assertEquals(name.length() > 1_000, rig.paused(name));
                Rig.offer(odd, (Frame) frames.next(0));
                odd.close();
            }
            JsonObject gone = program.await("gone", 1);
            assertEquals("a \"b\" \\ \u0007 é\n", gone.getString("camera"));
            assertEquals(gone.getString("camera"), program.await("picture", 1).getString("camera"));
            offer();
            assertEquals("left", program.await("picture", 2).getString("camera"));
        }
    }

    @Test
    void anotherSizeIsAnotherMap() throws IOException {
        try (Program program = program("camera *");
                Frames large = new Frames(new VideoFormat(Codec.I420, 128, 96, 30))) {
            offer();
            ByteBuffer first = Program.map(program.await("map", 1));
            Rig.offer(left, (Frame) large.next(0));
            JsonObject second = program.await("map", 2);
            assertEquals(128, second.getInt("width"));
            assertNotEquals(program.heard("map").get(0).getString("map"), second.getString("map"));
            assertEquals(2, first.getInt(20));
            assertEquals(1, rig.maps().size());
            rig.feed.modified(Map.of("slots", 3));
            Rig.offer(left, (Frame) large.next(0));
            assertEquals(3, Program.map(program.await("map", 3)).getInt(16));
        }
    }

    @Test
    void aSlowProgramHoldsUpNobody() throws IOException {
        try (Program slow = new Program(rig.socket(), false); Program quick = program("camera left")) {
            slow.say("camera left");
            for (int i = 1; i <= 2_000; i++) {
                assertTrue(offer());
                quick.await("picture", i);
            }
            ByteBuffer told = ByteBuffer.allocate(1 << 20);
            assertTrue(slow.socket.read(told) < 40_000, "it was told of few pictures only");
        }
    }

    @Test
    void nonsenseIsHarmless() throws IOException {
        Random random = new Random(Long.getLong("flathead.seed", 8));
        try (Program good = program("camera left")) {
            for (int round = 0; round < 200; round++) {
                try (Program bad = new Program(rig.socket(), round % 2 == 0)) {
                    byte[] noise = new byte[1 + random.nextInt(3_000)];
                    random.nextBytes(noise);
                    if (round % 3 == 0) {
                        for (int i = 0; i < noise.length; i++) {
                            noise[i] = (byte) "camera pair * left\n".charAt(random.nextInt(19));
                        }
                    }
                    bad.say(noise);
                } catch (IOException e) {
                    // refused before it had said it all
                }
                offer();
                good.await("picture", round + 1);
            }
            for (String wrong : List.of("hello", "camera", "camera ", "pair" + " x".repeat(300), "x".repeat(2_000))) {
                Program bad = program();
                bad.say(wrong);
                assertTrue(bad.await("error", 1).getString("message").matches("that is not understood.*|a line is .*"));
                Await.until("it is let go of", () -> bad.ended);
            }
            offer();
            good.await("picture", 201);
        }
    }

    @Test
    void onlySoManyAreLetIn() throws IOException {
        List<Program> all = new ArrayList<>();
        for (int i = 0; i < Server.MOST_READERS; i++) {
            all.add(program());
            all.get(i).await("feed", 1);
        }
        Program last = program();
        assertEquals("32 readers are connected already", last.await("error", 1).getString("message"));
        Await.until("it is let go of", () -> last.ended);
        all.get(0).close();
        Await.until("there is room", () -> {
            try (Program next = new Program(rig.socket(), true)) {
                next.await("there", 1);
                return next.heard("error").isEmpty();
            } catch (IOException e) {
                return false;
            }
        });
        for (Program each : all) {
            each.close();
        }
    }

    @Test
    void theFolderIsThisUsersAlone() throws IOException {
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(rig.folder())));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(rig.socket())));
        Path shared = Files.createDirectory(rig.storage.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-xr-x"));
        rig.feed.modified(Map.of("path", shared.toString()));
        assertFalse(Files.exists(shared.resolve("socket")), "a folder of others' is not taken");
        assertEquals("rwxr-xr-x", PosixFilePermissions.toString(Files.getPosixFilePermissions(shared)));
        try (Program program = program("camera left")) {
            offer();
            program.await("picture", 1);
        }
        Path own = rig.storage.resolve("own");
        Program before = program("camera left");
        rig.feed.modified(Map.of("path", own.toString()));
        Await.until("who reads is let go of", () -> before.ended);
        assertFalse(Files.exists(rig.socket()));
        try (Program after = new Program(own.resolve("socket"), true)) {
            after.say("camera left");
            Await.until("it is heard", this::offer);
            assertTrue(after.await("map", 1).getString("map").startsWith(own.toString()));
        }
    }

    @Test
    void whatAKilledServerLeftIsCleaned() throws IOException {
        Path storage = Files.createTempDirectory("feed");
        Path folder = Files.createDirectory(storage.resolve("feed"), PosixFilePermissions.asFileAttribute(
            PosixFilePermissions.fromString("rwx------")));
        for (String stale : List.of("socket", "3.map", "1.map", "lock")) {
            Files.write(folder.resolve(stale), new byte[] {1});
        }
        Files.writeString(folder.resolve("notes"), "somebody's");
        Feed feed = new Feed(Rig.context(storage), Map.of());
        try (Program program = new Program(folder.resolve("socket"), true)) {
            program.await("feed", 1);
            new Feed(Rig.context(storage), Map.of()).deactivate();
            try (Program other = new Program(folder.resolve("socket"), true)) {
                other.await("feed", 1);
            }
            assertFalse(program.ended, "a second one is refused, and disturbs nobody");
        }
        assertFalse(Files.exists(folder.resolve("3.map")));
        feed.deactivate();
        assertFalse(Files.exists(folder.resolve("socket")));
        assertTrue(Files.exists(folder.resolve("notes")));
        for (String each : List.of("lock", "notes", "", "..")) {
            Files.deleteIfExists(folder.resolve(each).normalize());
        }
    }

    @Test
    void settingsAreJudged() {
        FeedCheck check = new FeedCheck(Rig.context(Path.of("/run/flathead")));
        assertTrue(check.refusal(Feed.PID, Map.of("slots", "64", "path", "")).isEmpty());
        assertEquals("flathead.feed: slots = 1 is refused; allowed: 2 to 64",
            check.refusal(Feed.PID, Map.of("slots", 1)).orElseThrow());
        String deep = "/run/" + "x".repeat(120);
        String refusal = check.refusal(Feed.PID, Map.of("path", deep)).orElseThrow();
        assertTrue(refusal.startsWith("flathead.feed: path = " + deep + " is refused; allowed: a folder whose path"),
            refusal);
        assertTrue(refusal.getBytes(StandardCharsets.UTF_8).length < 400);
    }
}
