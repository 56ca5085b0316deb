package flathead.itests;

import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.Await;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A program of somebody else's in a process of its own, driven by a script in {@code peers/}.
 *
 * <p>The script prints what happens as JSON objects, one a line, each with a string {@code event}; every other line is
 * its log. The first event is {@code ready}. It ends when its standard input ends.
 */
final class PeerProcess implements AutoCloseable {
    private static final Path PEERS =
        Path.of(System.getProperty("flathead.root", "..")).resolve("itests/peers").toAbsolutePath();
    /** Debian's packages are for Debian's Python, which need not be the first on the path. */
    private static final String PYTHON = "/usr/bin/python3";

    private final String name;
    private final Process process;
    private final Consumer<JsonObject> listener;
    private final List<JsonObject> events = new CopyOnWriteArrayList<>();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private PeerProcess(Path folder, List<String> command, Map<String, String> environment,
            Consumer<JsonObject> listener) throws IOException {
        this.name = command.get(1);
        this.listener = listener;
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        process = builder.start();
        reader = new Thread(this::read, "log of " + name);
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts {@code peers/node/<script>} and waits until it is ready. */
    static PeerProcess node(Map<String, String> environment, String script, String... arguments) throws IOException {
        return node(environment, event -> { }, script, arguments);
    }

    /**
     * The same, with every event told as it comes.
     *
     * @param listener called on the thread that reads, after the event is among {@link #events}
     */
    static PeerProcess node(Map<String, String> environment, Consumer<JsonObject> listener, String script,
            String... arguments) throws IOException {
        Path folder = PEERS.resolve("node");
        assertTrue(Files.isDirectory(folder.resolve("node_modules")),
            "itests/peers/node is not installed; ./flathead test does it, or npm ci in that folder");
        return ready(new PeerProcess(folder, command("node", script, arguments), environment, listener));
    }

    /** Starts {@code peers/python/<script>} and waits until it is ready. */
    static PeerProcess python(Map<String, String> environment, String script, String... arguments)
            throws IOException {
        return ready(new PeerProcess(PEERS.resolve("python"), command(PYTHON, script, arguments), environment,
            event -> { }));
    }

    private static List<String> command(String program, String script, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program, script));
        command.addAll(List.of(arguments));
        return command;
    }

    private static PeerProcess ready(PeerProcess peer) {
        try {
            peer.await("ready", Duration.ofSeconds(60));
            return peer;
        } catch (Throwable e) {
            peer.close();
            throw e;
        }
    }

    private void read() {
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("{\"event\":")) {
                    try (JsonReader json = Json.createReader(new StringReader(line))) {
                        JsonObject event = json.readObject();
                        events.add(event);
                        listener.accept(event);
                    }
                } else {
                    log.add(line);
                }
            }
        } catch (IOException | RuntimeException e) {
            log.add(e.toString());
        }
    }

    /** What it has told so far. */
    List<JsonObject> events() {
        return events;
    }

    /** The last event of that name that is like this; null if there was none. */
    JsonObject last(String event, Predicate<JsonObject> like) {
        for (int at = events.size() - 1; at >= 0; at--) {
            JsonObject told = events.get(at);
            if (told.getString("event").equals(event) && like.test(told)) {
                return told;
            }
        }
        return null;
    }

    /** Waits for an event of that name and answers the last one. */
    JsonObject await(String event, Duration limit) {
        return await(event, told -> true, limit);
    }

    /** Waits for an event of that name that is like this, and answers the last such one. */
    JsonObject await(String event, Predicate<JsonObject> like, Duration limit) {
        Await.until(() -> name + " tells " + event + "; " + this, limit,
            () -> last(event, like) != null || !process.isAlive());
        JsonObject told = last(event, like);
        if (told == null) {
            throw new AssertionError(name + " ended; " + this);
        }
        return told;
    }

    /** Gives it a line. */
    void say(JsonObject line) {
        try {
            Writer out = process.outputWriter(StandardCharsets.UTF_8);
            out.write(line + "\n");
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " does not listen any more; " + this, e);
        }
    }

    /** Ends it without a word, as a crash does. */
    void kill() {
        process.destroyForcibly();
    }

    /** Stops it where it is, so that it neither says nor hears anything; only {@link #kill} ends it then. */
    void freeze() throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", "kill -STOP " + process.pid()).start().waitFor();
    }

    /** Its last events and the last lines of its log, for a message. */
    @Override
    public String toString() {
        return tail(events, 5) + "\n" + String.join("\n", tail(log, 40));
    }

    private static <T> List<T> tail(List<T> list, int size) {
        List<T> all = List.copyOf(list);
        return all.subList(Math.max(0, all.size() - size), all.size());
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            // What it told last counts too.
            reader.join(1_000);
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
