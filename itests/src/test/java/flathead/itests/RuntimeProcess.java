package flathead.itests;

import flathead.testkit.Await;
import flathead.testkit.FreePort;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** One exported runtime in a process of its own, with a storage of its own. */
final class RuntimeProcess implements AutoCloseable {
    private static final Path ROOT = Path.of(System.getProperty("flathead.root", ".."));
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    /** Two are promised, on a machine that does nothing else. */
    private static final long END_SECONDS = 5;
    private static final String HANGS = " hangs; its thread is left behind";

    private final String name;
    private final Process process;
    private final int port;
    private final int consolePort;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private RuntimeProcess(String name, Process process, int port, int consolePort) {
        this.name = name;
        this.process = process;
        this.port = port;
        this.consolePort = consolePort;
        this.reader = new Thread(this::read, "log of " + name);
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a runtime.
     *
     * @param name {@code demo}, {@code server} or {@code pi}
     * @param port the server's; where the Pi looks for it
     * @param config a file for the Configurator, or null for the one in {@code config/}
     * @param environment variables; null takes one away
     */
    static RuntimeProcess start(String name, int port, Path config, Map<String, String> environment)
            throws IOException {
        return start(name, port, config, environment,
            Files.createTempDirectory(Files.createDirectories(Path.of("target/run")), name), false);
    }

    /**
     * The same with a home that may be from an earlier run.
     *
     * @param terminal whether it runs in the foreground of a terminal, in which {@link #type} types
     */
    static RuntimeProcess start(String name, int port, Path config, Map<String, String> environment, Path home,
            boolean terminal) throws IOException {
        // The later of two -D wins.
        String options = config == null ? "" : "-Dconfigurator.initial=" + config.toAbsolutePath().toUri();
        Map<String, String> places = Map.of("JAVA_HOME", System.getProperty("java.home"),
            "FLATHEAD_HOME", home.toAbsolutePath().toString(), "FLATHEAD_JAVA_OPTS", options);
        String line = "exec " + command(name, places);
        ProcessBuilder builder = new ProcessBuilder(terminal ? List.of("script", "-qefc", line, "/dev/null")
            : List.of("sh", "-c", line)).redirectErrorStream(true);
        builder.environment().putAll(places);
        builder.environment().put("PORT", Integer.toString(port));
        builder.environment().put("SERVER_URL", "http://127.0.0.1:" + port);
        builder.environment().put("CONSOLE_PORT", Integer.toString(FreePort.find()));
        builder.environment().remove("CONSOLE_PASSWORD");
        // Pictures with a stamp, also where this machine has a camera.
        builder.environment().put("FLATHEAD_SOURCE",
            "(!(|(flathead.source=libcamera)(flathead.source=rpicam)))");
        environment.forEach((variable, value) ->
            builder.environment().compute(variable, (same, before) -> value));
        int consolePort = Integer.parseInt(builder.environment().get("CONSOLE_PORT"));
        return new RuntimeProcess(name, builder.start(), port, consolePort);
    }

    /** The command line that the start script would run, quoted for a shell. */
    private static String command(String name, Map<String, String> places) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(ROOT.resolve("flathead").toString(), "command", name)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(places);
        Process process = builder.start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
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

    /**
     * Lines that a person should not see in a run in which nothing went wrong. That a part had no time for a picture,
     * or a coder no processor for so long that it was taken for hung, is the machine's doing, which the tests share;
     * where it matters, the counters and {@link #hangs} are looked at.
     */
    List<String> complaints() {
        return lines.stream().filter(line -> line.contains(" WARN ") || line.contains(" ERROR ")
                || line.startsWith("\tat ") || line.contains("Exception"))
            .filter(line -> !line.contains(" was too slow for ") && !line.contains(" were left out by ")
                && !line.contains(HANGS)).toList();
    }

    /** Lines that say that a coder hangs. */
    List<String> hangs() {
        return lines.stream().filter(line -> line.contains(HANGS)).toList();
    }

    /** Where its signalling and its status are. */
    int port() {
        return port;
    }

    /** Where its web console is, on 127.0.0.1. */
    int consolePort() {
        return consolePort;
    }

    /** Types into its terminal. */
    void type(String text) throws IOException {
        process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Waits until it has ended by itself, and answers its exit code. The log is complete then. */
    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new AssertionError(name + " does not end\n" + String.join("\n", lines));
        }
        reader.join(1_000);
        return process.exitValue();
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

    /** Ends it as Ctrl-C does, and prints how long that took. The log is complete then. */
    void stop() throws InterruptedException {
        long start = System.nanoTime();
        // Not process.destroy(), which also closes the stream of the log.
        process.toHandle().destroy();
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError(name + " does not end within " + END_SECONDS + " s");
        }
        System.out.println(name + " ended in " + (System.nanoTime() - start) / 1_000_000 + " ms");
        reader.join(1_000);
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
