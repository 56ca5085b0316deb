package flathead.exam;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import flathead.api.StreamStatus;
import flathead.testkit.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.Test;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;

/** Both ends in one framework. */
public class DemoRuntimeIT extends ShippedRuntime {
    private static final String SOFTWARE = "flathead.encoder.software";

    /** The bundles of {@code demo.jar}. */
    @Configuration
    public Option[] runtime() {
        return ExportedRuntime.of("demo");
    }

    /** How the cameras, or the streams that came from them, fare. */
    private List<StreamStatus> streams(boolean received) {
        return Services.streams(context).filter(status -> status.source().equals("remote") == received).toList();
    }

    private void awaitEncoder(String name) {
        Await.until(() -> "both cameras use " + name + ": " + streams(false), LIMIT, () -> streams(false).stream()
            .filter(each -> each.state() == StreamStatus.State.STREAMING && each.encoder().equals(name)).count() == 2);
    }

    /** Waits until ten more pictures of each camera were decoded. */
    private void awaitPictures() {
        List<Long> now = streams(true).stream().map(each -> each.captured().out()).toList();
        for (int i = 0; i < now.size(); i++) {
            int each = i;
            Await.until(() -> "pictures come: " + streams(true), LIMIT,
                () -> streams(true).get(each).captured().out() >= now.get(each) + 10);
        }
    }

    private long dropped() {
        return streams(true).stream().mapToLong(each -> each.captured().dropped()).sum();
    }

    /** Asks the console as a browser would; with {@code null} for an action, only looks. */
    private static int console(String action) {
        String credentials = "admin:" + System.getenv("CONSOLE_PASSWORD");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                + System.getProperty(ExportedRuntime.CONSOLE_PORT) + "/system/console/bundles/" + SOFTWARE))
            .header("Authorization", "Basic " + Base64.getEncoder()
                .encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
            .header("Content-Type", "application/x-www-form-urlencoded");
        if (action != null) {
            request.POST(HttpRequest.BodyPublishers.ofString("action=" + action));
        }
        try {
            return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    public void anEncoderBundleIsStoppedAndStartedInTheConsoleUnderTheStream() {
        Await.until(() -> "the console answers " + console(null), LIMIT, () -> console(null) == 200);
        awaitEncoder("openh264");
        Await.until(() -> "both are received: " + streams(true), LIMIT, () -> streams(true).stream()
            .filter(each -> each.state() == StreamStatus.State.STREAMING).count() == 2);
        awaitPictures();
        long droppedBefore = dropped();
        for (int round = 0; round < 3; round++) {
            assertEquals(200, console("stop"));
            awaitEncoder("x264");
            awaitPictures();
            assertEquals(200, console("start"));
            awaitEncoder("openh264");
            awaitPictures();
        }
        assertEquals("one session a camera, the first", 2, streams(true).size());
        for (StreamStatus camera : streams(false)) {
            assertEquals(camera.toString(), 0, camera.encoded().dropped());
            assertTrue(camera.toString(), camera.encoded().keyframes() >= 7);
            assertTrue(camera.toString(), camera.encoded().in() - camera.encoded().out() < 10);
        }
        assertEquals("decoded pictures dropped by the swaps", droppedBefore, dropped());
    }
}
