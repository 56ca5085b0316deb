package flathead.itests;

import flathead.testkit.Await;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** One exported runtime in a process of its own, with a storage of its own. */
final class RuntimeProcess implements AutoCloseable {
    private static final Path ROOT = Path.of(System.getProperty("flathead.root", ".."));
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String name;
    private final Process process;
    private final int port;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private RuntimeProcess(String name, Process process, int port) {
        this.name = name;
        this.process = process;
        this.port = port;
        this.reader = new Thread(this::read, "log of " + name);
        reader.setDaemon(true);
        reader.start();
    }

    /** A port that nobody listens on. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /**
     * Starts a runtime.
     *
     * @param name {@code demo}, {@code server} or {@code pi}
     * @param port the server's; where the Pi looks for it
     * @param config a file for the Configurator, or null for the one in {@code config/}
     */
    static RuntimeProcess start(String name, int port, Path config, Map<String, String> environment)
            throws IOException {
        Path storage = Files.createTempDirectory(Files.createDirectories(Path.of("target/run")), name);
        List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.util.logging.config.file=" + ROOT.resolve("config/logging.properties"),
            "-Dconfigurator.initial="
                + (config == null ? ROOT.resolve("config/" + name + ".json") : config).toAbsolutePath().toUri(),
            "-Dlaunch.storage.dir=" + storage.toAbsolutePath()));
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-jar", ROOT.resolve("runtimes/target/" + name + ".jar").toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PORT", Integer.toString(port));
        builder.environment().put("SERVER_URL", "http://127.0.0.1:" + port);
        builder.environment().putAll(environment);
        return new RuntimeProcess(name, builder.start(), port);
    }

    static RuntimeProcess start(String name, int port) throws IOException {
        return start(name, port, null, Map.of());
    }

    private void read() {
        try (BufferedReader in = process.inputReader()) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("log ended: " + e.getMessage());
        }
    }

    /** What it has logged so far. */
    List<String> log() {
        return lines;
    }

    /** Lines that a person should not see in a run in which nothing went wrong. */
    List<String> complaints() {
        return lines.stream().filter(line -> line.contains(" WARN ") || line.contains(" ERROR ")
            || line.startsWith("\tat ") || line.contains("Exception")).toList();
    }

    long pid() {
        return process.pid();
    }

    /** What {@code GET /} answers; null while it does not. */
    JsonObject status() {
        HttpRequest get = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
            .timeout(Duration.ofSeconds(2)).build();
        try {
            HttpResponse<String> answer = HTTP.send(get, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                return null;
            }
            try (JsonReader json = Json.createReader(new StringReader(answer.body()))) {
                return json.readObject();
            }
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The streams that come from elsewhere. */
    List<JsonObject> remoteStreams() {
        JsonObject status = status();
        return status == null ? List.of() : status.getJsonArray("streams").getValuesAs(JsonObject.class).stream()
            .filter(stream -> !stream.getString("client", "").isEmpty()).toList();
    }

    /** Waits until this many remote streams flow at 30 pictures a second, give or take {@code tolerance}. */
    List<JsonObject> awaitStreams(int count, Duration limit, double tolerance) {
        Await.until(() -> count + " streams at 30 fps; the last status: " + status() + "\n" + String.join("\n", lines),
            limit, () -> {
                List<JsonObject> streams = remoteStreams();
                return streams.size() == count && streams.stream().allMatch(stream ->
                    stream.getString("state").equals("streaming")
                        && Math.abs(stream.getJsonNumber("fps").doubleValue() - 30) <= tolerance);
            });
        return remoteStreams();
    }

    /** Ends it as Ctrl-C does; answers how long it took, in milliseconds. The log is complete then. */
    long stop() throws InterruptedException {
        long start = System.nanoTime();
        // Not process.destroy(), which also closes the stream of the log.
        process.toHandle().destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new AssertionError(name + " does not end");
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        reader.join(1_000);
        return millis;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
