package flathead.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import flathead.testkit.Await;
import flathead.testkit.FreePort;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The YAML file of {@code CONFIG_PATH}, edited in all the ways in which people do, under a Pi that streams. */
@Timeout(240)
class ConfigPathIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String PASSWORD = "yaml while it runs";
    private static final String STAYS = "; the last good content stays in force";

    @TempDir
    private Path folder;
    private Path file;
    private Path home;
    private RuntimeProcess server;
    private RuntimeProcess pi;

    /** As editors do: a new file is renamed to the old one's name. */
    private void replace(String text) throws IOException {
        Path fresh = Files.writeString(folder.resolve("robot.yaml~"), text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void startPi(String configPath) throws IOException {
        Map<String, String> environment = new HashMap<>(Map.of("CONSOLE_PASSWORD", PASSWORD));
        environment.put("SERVER_URL", null);
        environment.put("CONFIG_PATH", configPath);
        pi = RuntimeProcess.start("pi", server.port(), null, environment, home, false);
    }

    private Optional<JsonObject> stream(String name) {
        return server.remoteStreams().stream().filter(each -> each.getString("name").equals(name)).findFirst();
    }

    private void awaitStream(String name, Predicate<JsonObject> as) {
        Await.until(() -> name + " in " + server.status() + "\n" + String.join("\n", pi.log()), LIMIT, () ->
            stream(name).filter(each -> each.getString("state").equals("streaming")).filter(as).isPresent());
    }

    private static Predicate<JsonObject> rate(int fps) {
        return stream -> Math.abs(stream.getJsonNumber("fps").doubleValue() - fps) < 1;
    }

    private static Predicate<JsonObject> size(int width, int height) {
        return stream -> stream.getInt("width") == width && stream.getInt("height") == height;
    }

    private void awaitLog(String text) {
        Await.until(() -> text + " in\n" + String.join("\n", pi.log()), LIMIT, () -> lines(text) > 0);
    }

    private long lines(String text) {
        return pi.log().stream().filter(line -> line.contains(text)).count();
    }

    private void awaitSetting(String pid, String name, String valueAndOrigin) {
        String[] seen = {""};
        Await.until(() -> name + ": " + valueAndOrigin + " and not " + seen[0] + "\n" + String.join("\n", pi.log()),
            LIMIT, () -> {
                seen[0] = setting(pid, name);
                return seen[0].equals(valueAndOrigin);
            });
    }

    /** A setting as {@code ./flathead config} shows it; empty if it does not. */
    private String setting(String pid, String name) {
        try {
            return Files.readAllLines(home.resolve("pi/settings.txt")).stream()
                .map(line -> line.replaceAll(" +", " ").strip()).filter(line -> line.startsWith(pid + " " + name + " "))
                .map(line -> line.substring(pid.length() + name.length() + 2)).findFirst().orElse("");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String camera(String name) {
        return "flathead.camera~" + name;
    }

    @Test
    void anEditOfTheFileAppliesLive() throws Exception {
        file = folder.resolve("robot.yaml");
        home = Files.createTempDirectory(Files.createDirectories(Path.of("target/run")), "pi").toAbsolutePath();
        int port = FreePort.find();
        String url = "http://127.0.0.1:" + port;
        try (RuntimeProcess theServer = RuntimeProcess.start("server", port)) {
            server = theServer;
            startPi(file.toString());
            try (RuntimeProcess first = pi) {
                takesTheFileWhenItAppears(url);
                changesWhatRuns(url);
                refusesWhatIsNotAllowed(url);
                anEditInTheConsoleLastsUntilTheFileIsReadAgain(url);
                followsLinks(url);
                first.stop();
            }
            assertEquals("ended", Files.readString(home.resolve("pi/settings.txt")).split(" ")[0]);
            assertEquals("12 " + file + ", line 2", setting(camera("right"), "fps"));
            withoutTheFileEverythingIsAsBefore();
        }
    }

    private void takesTheFileWhenItAppears(String url) throws IOException {
        awaitLog(file + " cannot be read: it is not there; it is taken when it can");
        replace("server: { url: '" + url + "' }\nreconnect_delay: 0.5\n"
            + "cameras:\n  left: { fps: 15 }\n  right: { speed: 9 }\n");
        awaitStream("left", rate(15).and(size(640, 480)));
        awaitStream("right", rate(30).and(size(640, 480)));
        awaitLog(file + ", line 5: cameras.right.speed is not known, and is passed over");
        assertEquals(1, lines("cannot be read"));
        awaitSetting(camera("left"), "fps", "15 " + file + ", line 4");
        awaitSetting(camera("left"), "width", "640 config/pi.json");
        awaitSetting("flathead.signaling.socketio.client", "url", url + " " + file
            + ", line 1 (SERVER_URL not set)");
        awaitSetting("flathead.signaling.socketio.client", "reconnect_delay", "0.5 " + file + ", line 2");
    }

    private void changesWhatRuns(String url) throws IOException {
        long offers = offers();
        assertEquals(2, offers);
        // In place, as nano does.
        Files.writeString(file, "server: { url: '" + url + "' }\n"
            + "cameras:\n  left: { width: 320, height: 240, fps: 20, bitrate: 400000 }\n  rear: { device_id: 2 }\n");
        awaitStream("left", rate(20).and(size(320, 240)));
        awaitStream("rear", rate(30).and(size(640, 480)));
        assertEquals(offers + 1, offers(), "only the new camera is offered");
        awaitSetting(camera("rear"), "device", "2 " + file + ", line 4");
        awaitSetting(camera("rear"), "width", "640 config/pi.json");
    }

    private long offers() {
        return server.log().stream().filter(line -> line.contains("offered by")).count();
    }

    private void refusesWhatIsNotAllowed(String url) throws IOException {
        String head = "server: { url: '" + url + "' }\ncameras:\n";
        replace(head + "  left: { width: 640, height: 480, fps: fast }\n  rear: { device_id: 2 }\n");
        awaitLog(file + ", line 3, column 41: cameras.left.fps = \"fast\" is not allowed; a whole number within "
            + "1..240 is" + STAYS);
        replace(head + "  left: { width: 321 }\n");
        awaitLog(file + ", line 3, column 18: flathead.camera~left: width = 321 is refused; allowed: an even number "
            + "within 16..8192" + STAYS);
        replace(head + "  left: { width: 640\n");
        awaitLog(file + ", line 4, column 1: not YAML: ");
        long packets = stream("left").orElseThrow().getJsonNumber("packets").longValue();
        awaitStream("left", rate(20).and(size(320, 240))
            .and(stream -> stream.getJsonNumber("packets").longValue() > packets));
        awaitStream("rear", rate(30));
        awaitSetting(camera("left"), "fps", "20 " + file + ", line 3");
        Await.until("the settings tell the fault", Duration.ofSeconds(10),
            () -> settingsSay("\n" + file + ", line 4, column 1: "));
        assertEquals(3, pi.log().stream().filter(line -> line.contains(" ERROR ")).count(),
            () -> String.join("\n", pi.log()));
    }

    private void anEditInTheConsoleLastsUntilTheFileIsReadAgain(String url) throws IOException {
        ConsoleClient operator = ConsoleClient.of(pi.consolePort(), "admin", PASSWORD);
        for (String[] edit : new String[][] {{"fps", "10"}, {"bitrate", "300000"}}) {
            assertEquals(302, operator.post("/system/console/configMgr/" + camera("left"), "apply", "update", "action",
                "ajaxConfigManager", "propertylist", edit[0], edit[0], edit[1]).statusCode());
        }
        awaitStream("left", rate(10));
        awaitSetting(camera("left"), "fps", "10 edited; " + file + ", line 3 has 20");
        replace("server: { url: '" + url + "' }\n\ncameras: { left: { fps: 25 }, rear: { device_id: 2 } }\n");
        awaitStream("left", rate(25).and(size(640, 480)));
        awaitSetting(camera("left"), "fps", "25 " + file + ", line 3");
        awaitSetting(camera("left"), "width", "640 config/pi.json");
        assertEquals("300000 edited; config/pi.json has 1500000", setting(camera("left"), "bitrate"));
    }

    /** As a container's mounted folders do: the file is a link through a link, and that one is exchanged. */
    private void followsLinks(String url) throws IOException {
        for (String each : List.of("1", "2")) {
            Files.writeString(Files.createDirectories(folder.resolve(each)).resolve("robot.yaml"),
                "server: { url: '" + url + "' }\ncameras: { right: { fps: 1" + each + " } }\n");
        }
        Files.createSymbolicLink(folder.resolve("now"), Path.of("1"));
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("now/robot.yaml"));
        awaitStream("right", rate(11));
        Await.until(() -> "the third camera goes: " + server.status(), LIMIT, () -> stream("rear").isEmpty());
        awaitStream("left", rate(30));
        Files.createSymbolicLink(folder.resolve("next"), Path.of("2"));
        Files.move(folder.resolve("next"), folder.resolve("now"), StandardCopyOption.ATOMIC_MOVE);
        awaitStream("right", rate(12));
        awaitSetting(camera("right"), "fps", "12 " + file + ", line 2");
        assertEquals("", setting(camera("rear"), "device"));
    }

    private void withoutTheFileEverythingIsAsBefore() throws Exception {
        startPi(null);
        try (RuntimeProcess again = pi) {
            awaitSetting(camera("right"), "fps", "30 config/pi.json");
            awaitSetting(camera("left"), "bitrate", "300000 edited; config/pi.json has 1500000");
            awaitSetting("flathead.signaling.socketio.client", "url",
                "http://localhost:8080 config/pi.json (SERVER_URL not set)");
            again.stop();
        }
    }

    private boolean settingsSay(String text) {
        try {
            return Files.readString(home.resolve("pi/settings.txt")).contains(text);
        } catch (IOException e) {
            return false;
        }
    }
}
