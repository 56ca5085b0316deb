package flathead.itests;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import flathead.testkit.Await;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A Socket.IO server with Chromium behind it, in a process of its own; see {@code peers/node/chromium-receiver.js}. */
final class ChromiumReceiver implements AutoCloseable {
    private final PeerProcess process;
    private final Map<String, LossyLink> links;
    private final CompletableFuture<PeerProcess> started = new CompletableFuture<>();

    /**
     * Starts it and waits until it listens.
     *
     * @param links the way of each camera by name; empty for straight ones. They stay the caller's
     */
    ChromiumReceiver(int port, Map<String, LossyLink> links) throws IOException {
        assertNotNull(System.getenv("CHROMIUM"),
            "CHROMIUM is not set; it must be the path of Chromium, as ./flathead test sets it");
        this.links = links;
        List<String> arguments = new ArrayList<>(List.of(Integer.toString(port)));
        if (!links.isEmpty()) {
            arguments.add("--edit-offers");
        }
        process = PeerProcess.node(Map.of(), this::heard, "chromium-receiver.js", arguments.toArray(String[]::new));
        started.complete(process);
    }

    private void heard(JsonObject said) {
        if (said.getString("event").equals("offer") && !links.isEmpty()) {
            String camera = said.getString("cameraId");
            try {
                String edited = links.get(camera).through(said.getString("sdp"));
                started.join().say(Json.createObjectBuilder().add("cameraId", camera).add("sdp", edited).build());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** What Chromium counted of a camera when it last told, a tenth of a second ago at most; null if it never did. */
    JsonObject stats(String camera) {
        return process.last("stats", said -> said.getString("cameraId").equals(camera));
    }

    /** The next that it counts. */
    JsonObject next(String camera) {
        JsonObject last = stats(camera);
        Await.until(() -> "Chromium counts " + camera + "; " + process, Duration.ofSeconds(10),
            () -> stats(camera) != last);
        return stats(camera);
    }

    /** One of its counters; 0 if it has none of that name. */
    long count(String camera, String name) {
        JsonObject last = stats(camera);
        return last == null || !last.containsKey(name) ? 0 : last.getJsonNumber(name).longValue();
    }

    /** Waits until Chromium has decoded this many pictures of a camera since it was connected. */
    void awaitDecoded(String camera, long pictures, Duration limit) {
        Await.until(() -> pictures + " pictures of " + camera + "; " + process, limit,
            () -> count(camera, "framesDecoded") >= pictures);
    }

    /** What went wrong or changed, for a message. */
    String log() {
        return process.toString();
    }

    @Override
    public void close() {
        process.close();
    }
}
