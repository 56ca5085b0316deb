package flathead.itests;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.Await;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A Socket.IO server with Chromium behind it, in a process of its own; see {@code peers/node/chromium-receiver.js}. */
final class ChromiumReceiver implements AutoCloseable {
    private static final Path PEERS =
        Path.of(System.getProperty("flathead.root", "..")).resolve("itests/peers/node").toAbsolutePath();

    private final Process process;
    private final Map<String, LossyLink> links;
    private final Map<String, JsonObject> stats = new ConcurrentHashMap<>();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Thread reader = new Thread(this::read, "chromium");
    private volatile boolean listening;

    /**
     * Starts it and waits until it listens.
     *
     * @param links the way of each camera by name; empty for straight ones. They stay the caller's
     */
    ChromiumReceiver(int port, Map<String, LossyLink> links) throws IOException {
        assertNotNull(System.getenv("CHROMIUM"),
            "CHROMIUM is not set; it must be the path of Chromium, as ./flathead test sets it");
        assertTrue(Files.isDirectory(PEERS.resolve("node_modules")),
            "itests/peers/node is not installed; ./flathead test does it, or npm ci in that folder");
        List<String> command = new ArrayList<>(List.of("node", "chromium-receiver.js", Integer.toString(port)));
        if (!links.isEmpty()) {
            command.add("--edit-offers");
        }
        this.links = links;
        process = new ProcessBuilder(command).directory(PEERS.toFile()).redirectErrorStream(true).start();
        reader.setDaemon(true);
        reader.start();
        Await.until(() -> "Chromium is up; " + log, Duration.ofSeconds(60), () -> listening || !process.isAlive());
        assertTrue(process.isAlive(), log::toString);
    }

    private void read() {
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("{\"event\":")) {
                    try (JsonReader json = Json.createReader(new StringReader(line))) {
                        heard(json.readObject());
                    }
                } else {
                    log.add(line);
                }
            }
        } catch (IOException e) {
            log.add(e.toString());
        }
    }

    private void heard(JsonObject said) throws IOException {
        switch (said.getString("event")) {
            case "listening" -> listening = true;
            case "stats" -> stats.put(said.getString("cameraId"), said);
            case "offer" -> offered(said.getString("cameraId"), said.getString("sdp"));
            default -> log.add(said.toString());
        }
    }

    private void offered(String camera, String sdp) throws IOException {
        if (links.isEmpty()) {
            return;
        }
        String edited = links.get(camera).through(sdp);
        Writer out = process.outputWriter(StandardCharsets.UTF_8);
        out.write(Json.createObjectBuilder().add("cameraId", camera).add("sdp", edited).build() + "\n");
        out.flush();
    }

    /** What Chromium counted of a camera when it last told, a tenth of a second ago at most; null if it never did. */
    JsonObject stats(String camera) {
        return stats.get(camera);
    }

    /** The next that it counts. */
    JsonObject next(String camera) {
        JsonObject last = stats.get(camera);
        Await.until(() -> "Chromium counts " + camera + "; " + log, Duration.ofSeconds(10),
            () -> stats.get(camera) != last);
        return stats.get(camera);
    }

    /** One of its counters; 0 if it has none of that name. */
    long count(String camera, String name) {
        JsonObject last = stats.get(camera);
        return last == null || !last.containsKey(name) ? 0 : last.getJsonNumber(name).longValue();
    }

    /** Waits until Chromium has decoded this many pictures of a camera since it was connected. */
    void awaitDecoded(String camera, long pictures, Duration limit) {
        Await.until(() -> pictures + " pictures of " + camera + "; " + stats + " " + log, limit,
            () -> count(camera, "framesDecoded") >= pictures);
    }

    /** What went wrong or changed, for a message. */
    List<String> log() {
        return log;
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
