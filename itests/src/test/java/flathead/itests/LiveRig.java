package flathead.itests;

import static flathead.itests.ConsoleClient.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.Await;
import flathead.testkit.FreePort;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A server and a Pi in processes of their own, both cameras streaming, an operator at both web consoles, and the
 * server's meter writing down every picture.
 */
final class LiveRig implements AutoCloseable {
    static final List<String> CAMERAS = List.of("left", "right");
    static final double INTERVAL_MILLIS = 1_000 / 30.0;
    static final String CONSOLE = "/system/console";
    private static final String PASSWORD = "swap while it runs";
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Path ROOT = Path.of(System.getProperty("flathead.root", ".."));

    final RuntimeProcess server;
    final RuntimeProcess pi;
    final ConsoleClient operator;
    final ConsoleClient serversOperator;
    private final Path file;

    private LiveRig(RuntimeProcess server, RuntimeProcess pi) throws IOException {
        this.server = server;
        this.pi = pi;
        this.operator = ConsoleClient.of(pi.consolePort(), "admin", PASSWORD);
        this.serversOperator = ConsoleClient.of(server.consolePort(), "admin", PASSWORD);
        this.file = Files.createTempFile(Path.of("target"), "recording", ".csv").toAbsolutePath();
    }

    static LiveRig start() throws IOException {
        int port = FreePort.find();
        Map<String, String> environment = Map.of("CONSOLE_PASSWORD", PASSWORD);
        RuntimeProcess server = RuntimeProcess.start("server", port, null, environment);
        LiveRig rig = new LiveRig(server, RuntimeProcess.start("pi", port, null,
            Map.of("CONSOLE_PASSWORD", PASSWORD, "FLATHEAD_X264", "true")));
        try {
            server.awaitStreams(2, Duration.ofSeconds(90), 3);
            Await.until("the server's console is there", LIMIT, () -> rig.serverAnswers());
            rig.set(rig.serversOperator, "flathead.meter", "record", rig.file.toString());
            rig.awaitRecorded(System.nanoTime());
            rig.camera("left"); // the first login takes its time
            return rig;
        } catch (AssertionError | IOException e) {
            rig.close();
            throw e;
        }
    }

    private boolean serverAnswers() {
        try {
            return serversOperator.get(CONSOLE + "/bundles.json").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    // --- what an operator does

    /** Sets one setting of a configuration; the others stay. */
    void set(ConsoleClient at, String pid, String name, String value) throws IOException {
        HttpResponse<byte[]> answer = trySet(at, pid, name, value);
        assertEquals(302, answer.statusCode(), () -> pid + ": " + name + " = " + value + ": " + text(answer));
    }

    HttpResponse<byte[]> trySet(ConsoleClient at, String pid, String name, String value) throws IOException {
        return at.post(CONSOLE + "/configMgr/" + pid, "apply", "update", "action", "ajaxConfigManager",
            "propertylist", name, name, value);
    }

    void bundle(String name, String action) throws IOException {
        bundle(operator, name, action);
    }

    void bundle(ConsoleClient at, String name, String action) throws IOException {
        HttpResponse<byte[]> answer = at.post(CONSOLE + "/bundles/" + name, "action", action);
        assertEquals(200, answer.statusCode(), () -> action + " " + name + ": " + text(answer));
    }

    /** Installs and starts a bundle, or updates the one of its name. */
    void install(ConsoleClient at, Path jar) throws IOException {
        HttpResponse<byte[]> answer = at.upload(CONSOLE + "/bundles", "bundlefile", jar, "action", "install",
            "bundlestart", "start", "bundlestartlevel", "1");
        assertTrue(answer.statusCode() < 400, () -> "install " + jar + ": " + text(answer));
    }

    void retarget(String camera, String encoder) throws IOException {
        HttpResponse<byte[]> answer = operator.post(CONSOLE + "/flathead/encoder", "camera", camera, "encoder",
            encoder);
        assertEquals(200, answer.statusCode(), () -> camera + " to " + encoder + ": " + text(answer));
    }

    /** The state of a bundle as the console shows it; {@code absent} if it is not installed. */
    String stateOf(String bundle) {
        try {
            HttpResponse<byte[]> answer = operator.get(CONSOLE + "/bundles/" + bundle + ".json");
            return answer.statusCode() == 404 ? "absent"
                : object(answer).getJsonArray("data").getJsonObject(0).getString("state");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The jar that the build made of a module. */
    static Path jar(String module) throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve(module).resolve("target"))) {
            return files.filter(path -> path.getFileName().toString().matches("flathead\\..*-SNAPSHOT\\.jar"))
                .findFirst().orElseThrow(() -> new AssertionError("no jar of " + module + "; build it first"));
        }
    }

    // --- what is seen

    /** A camera, as the Flathead tab of the Pi has it. */
    JsonObject camera(String name) {
        try {
            return object(operator.get(CONSOLE + "/flathead/data.json")).getJsonArray("streams")
                .getValuesAs(JsonObject.class).stream()
                .filter(stream -> stream.getString("key").equals("camera-" + name)).findFirst().orElseThrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A camera's stream, as the server's status has it. */
    JsonObject received(String camera) {
        return server.remoteStreams().stream().filter(stream -> stream.getString("name").equals(camera)).findFirst()
            .orElseThrow(() -> new AssertionError("no stream " + camera + " in " + server.status()));
    }

    private static JsonObject object(HttpResponse<byte[]> response) {
        assertEquals(200, response.statusCode(), () -> text(response));
        try (JsonReader json = Json.createReader(new ByteArrayInputStream(response.body()))) {
            return json.readObject();
        }
    }

    /** The place in the Pi's log that {@link #awaitLog} looks from. */
    int mark() {
        return pi.log().size();
    }

    /** Waits until, for each camera, a line with this text was logged since the mark. */
    void awaitLog(int mark, String text) {
        Await.until(() -> text + " for each camera\n" + String.join("\n", pi.log()), LIMIT,
            () -> CAMERAS.stream().allMatch(camera -> logged(mark, " " + camera + ": " + text) > 0));
    }

    /** Waits until both cameras use this encoder anew. */
    void awaitEncoder(int mark, String encoder) {
        awaitLog(mark, encoder + " encodes");
    }

    long logged(int mark, String text) {
        return pi.log().stream().skip(mark).filter(line -> line.contains(text)).count();
    }

    /** What is written down, once everything up to an instant is. */
    Recording awaitRecorded(long nanos) {
        Recording[] recording = new Recording[1];
        Await.until(() -> "pictures recorded up to now\n" + String.join("\n", server.log()), LIMIT, () -> {
            try {
                recording[0] = Recording.read(file);
                return recording[0].names().size() >= CAMERAS.size() && recording[0].lastNanos() > nanos;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        return recording[0];
    }

    /**
     * Pictures that no swap has lost: those that a camera's source did not make, since this machine woke it too late,
     * and those that came to the server in a burst, of which its meter, as every raw sink, takes the latest.
     */
    record Excused(long missed, long burst) {
        private static Excused of(LiveRig rig, String camera) {
            return new Excused(rig.camera(camera).getJsonNumber("missed").longValue(),
                rig.received(camera).getJsonArray("outlets").getValuesAs(JsonObject.class).stream()
                    .filter(outlet -> outlet.getString("name", "").equals("meter"))
                    .mapToLong(outlet -> outlet.getJsonNumber("droppedBefore").longValue()).sum());
        }
    }

    /** The instant from which pictures are counted, and what was excused before it. */
    final class Count {
        private final long from;
        private final Map<String, Excused> before = new TreeMap<>();

        private Count() {
            for (String camera : CAMERAS) {
                before.put(camera, Excused.of(LiveRig.this, camera));
            }
            from = System.nanoTime();
        }

        /** Asserts that since then each picture that a camera made was decoded, once, in one and the same session. */
        void assertNothingIsMissing(String what) {
            Recording recording = awaitRecorded(System.nanoTime());
            assertEquals(CAMERAS, recording.names());
            assertEquals(2, offers().size(), () -> "one offer for each camera: " + offers());
            for (String camera : CAMERAS) {
                Excused now = Excused.of(LiveRig.this, camera);
                Excused then = before.get(camera);
                // A source that was opened anew counts from 0 again.
                long missed = now.missed - (now.missed < then.missed ? 0 : then.missed);
                long burst = now.burst - then.burst;
                long skipped = recording.skipped(camera, from);
                System.out.println(what + ": " + camera + ": " + recording.within(camera, from, Long.MAX_VALUE).size()
                    + " pictures, " + skipped + " counters skipped; " + missed + " not made by the source in time, "
                    + burst + " passed over by the meter in a burst");
                assertTrue(skipped <= missed + burst, () -> "pictures missing of " + camera + "\n"
                    + String.join("\n", pi.log()) + "\n" + String.join("\n", server.log()));
                assertEquals(0, recording.repeated(camera));
            }
        }
    }

    Count count() {
        return new Count();
    }

    /** Waits until this much time has passed; pictures flow meanwhile. */
    static void let(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        Await.until("the time passes", time.plusSeconds(5), () -> System.nanoTime() >= until);
    }

    /** Lines of the server that tell of a new session. */
    List<String> offers() {
        return server.log().stream().filter(line -> line.contains("offered by")).toList();
    }

    @Override
    public void close() {
        pi.close();
        server.close();
    }
}
