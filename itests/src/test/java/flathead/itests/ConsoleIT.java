package flathead.itests;

import static flathead.itests.ConsoleClient.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.Await;
import flathead.testkit.FreePort;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The web console of a running demo: who gets in, where, and what it does to cameras. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleIT {
    private static final String PASSWORD = "correct horse battery";
    private static final String CONSOLE = "/system/console";
    private static final String LEFT = CONSOLE + "/configMgr/flathead.camera~left";
    private static final List<String> PATHS = List.of("", "/", "/bundles", "/bundles.json", "/bundles/flathead.meter",
        "/configMgr", "/components.json", "/status-Configurations.txt", "/logout", "/vmstat", "/nothing",
        "/res/ui/webconsole.css", "/res/lib/jquery-3.6.1.js", "/flathead", "/flathead/data.json",
        "/flathead/res/tab.js", "/flathead/picture/camera-left");

    private static final Set<Integer> WHILE_STARTING = new ConcurrentSkipListSet<>();
    private static RuntimeProcess demo;
    private static ConsoleClient operator;

    @BeforeAll
    static void startUnderFire() throws Exception {
        int console = FreePort.find();
        AtomicBoolean up = new AtomicBoolean();
        List<Thread> storm = List.of(knocking(console, up, ConsoleClient.anonymous(console)),
            knocking(console, up, ConsoleClient.anonymous(console)));
        demo = RuntimeProcess.start("demo", FreePort.find(), null,
            Map.of("CONSOLE_PORT", Integer.toString(console), "CONSOLE_PASSWORD", PASSWORD));
        operator = ConsoleClient.of(console, "admin", PASSWORD);
        Await.until(() -> "the console opens\n" + String.join("\n", demo.log()), Duration.ofSeconds(60),
            () -> answers(operator, CONSOLE + "/bundles.json") == 200);
        demo.awaitStreams(2, Duration.ofSeconds(60), 3);
        up.set(true);
        for (Thread thread : storm) {
            thread.join();
        }
    }

    private static Thread knocking(int port, AtomicBoolean up, ConsoleClient client) {
        Thread thread = new Thread(() -> {
            for (int i = 0; !up.get(); i++) {
                WHILE_STARTING.add(answers(client, CONSOLE + PATHS.get(i % PATHS.size())));
            }
        }, "knocks at " + port);
        thread.start();
        return thread;
    }

    /** The status; 0 if nobody listens. */
    private static int answers(ConsoleClient client, String path) {
        try {
            return client.get(path).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    @AfterAll
    static void stop() throws Exception {
        if (demo != null) {
            demo.close();
        }
    }

    @Test
    @Order(1)
    void fromBeforeThePortOpensNothingIsGivenAway() {
        assertTrue(WHILE_STARTING.contains(0) && WHILE_STARTING.contains(401), WHILE_STARTING::toString);
        assertTrue(Set.of(0, 401, 404, 503).containsAll(WHILE_STARTING), WHILE_STARTING::toString);
    }

    @Test
    @Order(2)
    void withoutCredentialsEverythingIsRefused() throws Exception {
        ConsoleClient anonymous = ConsoleClient.anonymous(demo.consolePort());
        for (String path : PATHS) {
            for (String method : List.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")) {
                HttpResponse<byte[]> answer = anonymous.send(method, CONSOLE + path,
                    method.equals("POST") ? "action=stop" : null);
                assertEquals(401, answer.statusCode(), method + " " + path);
                assertTrue(answer.headers().firstValue("WWW-Authenticate").orElse("").startsWith("Basic "));
            }
        }
        assertEquals("Active", stateOf("flathead.meter"));
    }

    @Test
    @Order(3)
    void onlyTheConsolesOwnConnectorAnswersAndAnswersNothingElse() throws Exception {
        ConsoleClient wrongDoor = ConsoleClient.of(demo.port(), "admin", PASSWORD);
        for (String path : PATHS) {
            assertEquals(404, wrongDoor.get(CONSOLE + path).statusCode(), path);
        }
        assertEquals(404, operator.get("/").statusCode());
        assertEquals(404, operator.get("/socket.io/?EIO=4&transport=polling").statusCode());
        List<Inet4Address> others = NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
            .filter(Inet4Address.class::isInstance).map(Inet4Address.class::cast)
            .filter(address -> !address.isLoopbackAddress()).toList();
        for (Inet4Address address : others) {
            try (Socket socket = new Socket()) {
                assertThrows(ConnectException.class,
                    () -> socket.connect(new InetSocketAddress(address, demo.consolePort()), 2_000));
            }
        }
    }

    @Test
    @Order(4)
    void anotherSiteCannotUseTheOperatorsBrowser() throws Exception {
        for (String[] headers : new String[][] {{"Origin", "http://evil.example"}, {"Origin", "null"},
                {"Origin", "http://127.0.0.1:" + demo.port()}, {"Sec-Fetch-Site", "cross-site"},
                {"Sec-Fetch-Site", "same-site"}, {"Referer", "http://evil.example/"}}) {
            HttpResponse<byte[]> answer = operator.send("POST", CONSOLE + "/bundles/flathead.meter", "action=stop",
                headers);
            assertEquals(403, answer.statusCode(), headers[0] + ": " + headers[1]);
            assertEquals("Active", stateOf("flathead.meter"));
        }
        HttpResponse<byte[]> link = operator.get(LEFT + "?post=true&apply=true&delete=true", "Sec-Fetch-Site", "none");
        assertEquals(403, link.statusCode());
        assertEquals("30", left("fps"));
    }

    @Test
    @Order(5)
    void theConsolesOwnPagesCan() throws Exception {
        String[] own = {"Origin", "http://127.0.0.1:" + demo.consolePort(), "Sec-Fetch-Site", "same-origin"};
        assertEquals(200,
            operator.send("POST", CONSOLE + "/bundles/flathead.meter", "action=stop", own).statusCode());
        Await.until("stopped", () -> stateOf("flathead.meter").equals("Resolved"));
        assertEquals(200, operator.post(CONSOLE + "/bundles/flathead.meter", "action", "start").statusCode());
        Await.until("started", () -> stateOf("flathead.meter").equals("Active"));
    }

    @Test
    @Order(6)
    void settingsThatAreNotAllowedAreRefusedAndNotWritten() throws Exception {
        String before = text(operator.get(LEFT + ".json"));
        Map<String, String> refusals = Map.of(
            "fps=9999", "flathead.camera~left: fps = 9999 is refused; allowed: a whole number within 1..240",
            "width=641", "flathead.camera~left: width = 641 is refused; allowed: an even number within 16..8192",
            "brightness=5", "flathead.camera~left: brightness = 5.0 is refused; allowed: a number within -1..1",
            "zoom=2", "flathead.camera~left: zoom = 2.0 is refused; allowed: what this camera has",
            "white.balance=sunny", "flathead.camera~left: white.balance = sunny is refused; allowed: one of [auto, ",
            "exposure=0", "flathead.camera~left: exposure = 0 is refused; allowed: a whole number within 1..1000000",
            "red.gain=2", "flathead.camera~left: red.gain = 2.0 is refused; allowed: together with blue.gain, or",
            "encoder.target=nonsense", "flathead.camera~left: encoder.target = nonsense is refused; allowed: an LDAP");
        for (Map.Entry<String, String> each : refusals.entrySet()) {
            String[] pair = each.getKey().split("=");
            HttpResponse<byte[]> answer = set(pair[0], pair[1]);
            assertEquals(400, answer.statusCode(), each.getKey());
            assertTrue(text(answer).startsWith(each.getValue()), text(answer));
        }
        HttpResponse<byte[]> client = operator.post(CONSOLE + "/configMgr/flathead.signaling.socketio.client", "apply",
            "update", "action", "ajaxConfigManager", "propertylist", "namespace", "namespace", "stream");
        assertEquals(400, client.statusCode());
        assertTrue(text(client).startsWith("flathead.signaling.socketio.client: namespace"), text(client));
        assertEquals(before, text(operator.get(LEFT + ".json")));
        assertNull(camera("left").getString("detail", null));
    }

    /** A form posts all of its fields; those that are empty have to stay unset, and not become 0 or false. */
    @Test
    @Order(6)
    void aFormWithEmptyFieldsSetsNone() throws Exception {
        List<String> fields = new ArrayList<>(List.of("apply", "true", "action", "ajaxConfigManager"));
        List<String> names = new ArrayList<>();
        try (JsonReader json = Json.createReader(new ByteArrayInputStream(operator.get(LEFT + ".json").body()))) {
            JsonObject form = json.readArray().getJsonObject(0).getJsonObject("properties");
            for (String name : form.keySet()) {
                String value = form.getJsonObject(name).get("value").toString().replace("\"", "");
                assertTrue(!List.of("exposure", "gain", "red.gain", "flip.vertical", "rotation", "focus.trigger")
                    .contains(name) || value.isEmpty(), () -> name + " shows " + value);
                names.add(name);
                fields.addAll(List.of(name, value));
            }
        }
        assertTrue(names.containsAll(List.of("exposure", "white.balance", "zoom.x", "focus")), names.toString());
        fields.addAll(List.of("propertylist", String.join(",", names)));
        HttpResponse<byte[]> answer = operator.post(LEFT, fields.toArray(String[]::new));
        assertEquals(302, answer.statusCode(), () -> text(answer));
        assertEquals("30", left("fps"));
        for (String name : List.of("exposure", "gain", "brightness", "flip.vertical", "zoom", "focus.trigger")) {
            assertEquals("", left(name), name);
        }
        assertEquals("streaming", camera("left").getString("state"));
        assertNull(camera("left").getString("detail", null));
    }

    @Test
    @Order(7)
    void settingsThatCameAnotherWayAreTakenBackAndTheRefusalIsShown() throws Exception {
        // A placeholder is known only when it is delivered: this is how a bad value gets past the form.
        assertEquals(302, set("fps", "$[env:NO_SUCH_VARIABLE;default=9999]").statusCode());
        Await.until("the last good value is back", () -> left("fps").equals("30"));
        Await.until("the refusal is shown", () -> camera("left").getString("detail", "").contains("fps = 9999"));
        assertEquals("streaming", camera("left").getString("state"));
        set("fps", "29");
        Await.until("forgotten", () -> camera("left").isNull("detail"));
        set("fps", "30");
        Await.until("as before", () -> left("fps").equals("30"));
    }

    @Test
    @Order(8)
    void thePageShowsBothCamerasTheirEncodersAndAPicture() throws Exception {
        for (String name : List.of("left", "right")) {
            JsonObject camera = camera(name);
            assertEquals("mock", camera.getString("source"));
            assertEquals("streaming", camera.getString("state"));
            assertEquals(camera.getString("encoder"),
                camera.getJsonObject("camera").getJsonArray("encoders").getJsonObject(0).getString("name"));
            assertEquals(60, camera.getJsonObject("history").getJsonArray("fps").size());
            HttpResponse<byte[]> picture = operator.get(CONSOLE + "/flathead/picture/camera-" + name);
            assertEquals("image/jpeg", picture.headers().firstValue("Content-Type").orElse(""));
            assertEquals(640, ImageIO.read(new ByteArrayInputStream(picture.body())).getWidth());
        }
        JsonObject remote = streams().stream().filter(stream -> stream.getString("key").equals("stream-left"))
            .findFirst().orElseThrow();
        assertTrue(remote.getJsonObject("latency").getJsonNumber("p50").doubleValue() > 0);
        assertTrue(remote.isNull("camera"));
        for (String asset : List.of("tab.js", "chart.js", "tab.css")) {
            assertEquals(200, operator.get(CONSOLE + "/flathead/res/" + asset).statusCode());
        }
        assertEquals(404, operator.get(CONSOLE + "/flathead/res/tab.html").statusCode());
    }

    @Test
    @Order(8)
    void aBrowserDrawsIt() {
        String[] page = {""};
        Await.until(() -> "the page shows every stream: " + page[0], Duration.ofSeconds(90), () -> {
            page[0] = inBrowser("/flathead");
            return page[0].split("<section class=\"fh-stream\"", -1).length == 5
                && page[0].contains("picture/camera-left") && page[0].contains("picture/stream-right");
        });
        assertTrue(page[0].contains("2 cameras and 2 remote streams"), page[0]);
        assertTrue(page[0].matches("(?s).*class=\"fh-line fh-a\" d=\"M.*"), page[0]);
        assertTrue(page[0].matches("(?s).*aria-label=\"Latency, the last minute: now [0-9].*"), page[0]);
        assertTrue(page[0].contains("<option value=\"" + camera("left").getString("encoder") + "\">"), page[0]);
        assertFalse(page[0].contains("undefined") || page[0].contains("NaN"), page[0]);
    }

    /** The page as a browser has made it after some seconds of its own time. */
    private static String inBrowser(String path) {
        String browser = System.getenv().getOrDefault("CHROMIUM", "chromium");
        try {
            Process process = new ProcessBuilder(browser, "--headless", "--no-sandbox", "--disable-gpu",
                "--virtual-time-budget=8000", "--dump-dom", "http://admin:" + PASSWORD.replace(" ", "%20")
                + "@127.0.0.1:" + demo.consolePort() + CONSOLE + path)
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String page = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return page;
        } catch (IOException e) {
            throw new AssertionError("this test needs Chromium; ./flathead test installs it or says how", e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Order(9)
    void thePageChoosesTheEncoder() throws Exception {
        assertEquals("", left("encoder.target"));
        String encoder = camera("left").getString("encoder");
        assertEquals(200,
            operator.post(CONSOLE + "/flathead/encoder", "camera", "left", "encoder", encoder).statusCode());
        assertEquals("(flathead.encoder=" + encoder + ")", left("encoder.target"));
        HttpResponse<byte[]> none = operator.post(CONSOLE + "/flathead/encoder", "camera", "left", "encoder", "none");
        assertEquals(400, none.statusCode());
        assertTrue(text(none).contains("encoder = none is refused; allowed: one that runs, [" + encoder), text(none));
        HttpResponse<byte[]> nobody = operator.post(CONSOLE + "/flathead/encoder", "camera", "up", "encoder", encoder);
        assertEquals(400, nobody.statusCode());
        assertEquals("(flathead.encoder=" + encoder + ")", left("encoder.target"));
        assertEquals(200, operator.post(CONSOLE + "/flathead/encoder", "camera", "left", "encoder", "").statusCode());
        assertEquals("", left("encoder.target"));
    }

    /** The last, since strangers have few attempts. */
    @Test
    @Order(10)
    void guessesAreRefusedThenSlowedWithoutLockingOutWhoIsKnown() throws Exception {
        List<String[]> guesses = List.of(new String[] {"admin", "admin"}, new String[] {"admin", ""},
            new String[] {"admin", "$[env:CONSOLE_PASSWORD]"}, new String[] {"", PASSWORD},
            new String[] {"root", PASSWORD});
        for (String[] guess : guesses) {
            HttpResponse<byte[]> answer = ConsoleClient.of(demo.consolePort(), guess[0], guess[1])
                .get(CONSOLE + "/bundles.json");
            assertEquals(401, answer.statusCode(), guess[0] + "/" + guess[1]);
        }
        for (String password : List.of("admin", PASSWORD)) {
            HttpResponse<byte[]> answer = ConsoleClient.of(demo.consolePort(), "admin", password)
                .get(CONSOLE + "/bundles.json");
            assertEquals(429, answer.statusCode(), "a stranger has to wait, whatever the password");
            assertTrue(Integer.parseInt(answer.headers().firstValue("Retry-After").orElse("0")) >= 1);
        }
        assertEquals(200, operator.get(CONSOLE + "/bundles.json").statusCode());
        Await.until("a stranger with the password gets in after the wait",
            () -> answers(ConsoleClient.of(demo.consolePort(), "admin", PASSWORD), CONSOLE + "/bundles.json") == 200);
    }

    private static String stateOf(String bundle) {
        try {
            return object(operator.get(CONSOLE + "/bundles/" + bundle + ".json")).getJsonArray("data").getJsonObject(0)
                .getString("state");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A setting of the left camera as it is stored; empty if it is not there. */
    private static String left(String name) {
        try (JsonReader json = Json.createReader(new ByteArrayInputStream(operator.get(LEFT + ".json").body()))) {
            JsonObject property = json.readArray().getJsonObject(0).getJsonObject("properties").getJsonObject(name);
            return property == null || !property.getBoolean("is_set") ? "" : property.get("value").toString()
                .replace("\"", "");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static HttpResponse<byte[]> set(String name, String value) throws IOException {
        return operator.post(LEFT, "apply", "update", "action", "ajaxConfigManager", "propertylist", name, name, value);
    }

    private static List<JsonObject> streams() {
        try {
            return object(operator.get(CONSOLE + "/flathead/data.json")).getJsonArray("streams")
                .getValuesAs(JsonObject.class);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonObject camera(String name) {
        return streams().stream().filter(stream -> stream.getString("key").equals("camera-" + name)).findFirst()
            .orElseThrow();
    }

    private static JsonObject object(HttpResponse<byte[]> response) {
        assertEquals(200, response.statusCode(), () -> text(response));
        assertFalse(response.body().length == 0);
        try (JsonReader json = Json.createReader(new ByteArrayInputStream(response.body()))) {
            return json.readObject();
        }
    }
}
