package flathead.viewer.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.EnumSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page in a real Jetty, in front of what stands for the status. */
class PageFilterTest {
    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8";
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"(/[^\"]+)\"|from '\\./([^']+)'");

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    private static final class Status extends HttpServlet {
        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print("status");
        }
    }

    @BeforeEach
    void start() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setStopTimeout(0);
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServlet(new ServletHolder(new Status()), "/");
        context.addServlet(new ServletHolder(new AssetServlet()), AssetServlet.MOUNT + "/*");
        context.addFilter(new FilterHolder(new PageFilter()), "/*", EnumSet.of(DispatcherType.REQUEST));
        server.setHandler(context);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private HttpResponse<String> get(String path, String accept, String... more) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + connector.getLocalPort() + path)).header("Accept", accept);
        if (more.length > 0) {
            request.headers(more);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void aBrowserGetsThePageAndProgramsTheStatus() throws Exception {
        HttpResponse<String> page = get("/", BROWSER);
        assertTrue(page.body().startsWith("<!DOCTYPE html>"), page.body());
        assertEquals("text/html;charset=utf-8", header(page, "Content-Type"));
        assertEquals("Accept", header(page, "Vary"));
        assertEquals("status", get("/", "*/*").body());
        assertEquals("status", get("/", "application/json").body());
        assertEquals("Accept", header(get("/", "*/*"), "Vary"));
        assertEquals("status", get("/other", BROWSER).body());
    }

    @Test
    void htmlIsWantedWhereItIsNamed() {
        assertTrue(PageFilter.wantsHtml("text/html"));
        assertTrue(PageFilter.wantsHtml("application/json;q=0.1, Text/HTML ; q=0.5"));
        assertTrue(PageFilter.wantsHtml("text/html;level=1;q=0.05"));
        assertFalse(PageFilter.wantsHtml("text/html;q=0, */*"));
        assertFalse(PageFilter.wantsHtml("text/html; q=0.00"));
        assertFalse(PageFilter.wantsHtml("text/*"));
        assertFalse(PageFilter.wantsHtml(null));
    }

    /** Everything that the page and its modules name is there, is served from here, and may be run. */
    @Test
    void nothingIsMissingAndNothingComesFromElsewhere() throws Exception {
        TreeSet<String> wanted = new TreeSet<>();
        references(get("/", BROWSER).body(), wanted);
        for (String path = wanted.first(); path != null; path = wanted.higher(path)) {
            HttpResponse<String> asset = get(path, "*/*");
            assertEquals(200, asset.statusCode(), path);
            assertTrue(header(asset, "Content-Security-Policy").startsWith("default-src 'none';"), path);
            assertEquals("nosniff", header(asset, "X-Content-Type-Options"), path);
            references(asset.body(), wanted);
        }
        for (String path : wanted) {
            HttpResponse<String> asset = get(path, "*/*");
            references(asset.body(), wanted);
            assertFalse(asset.body().replace("http://www.w3.org/", "").replace("http://www.webrtc.org/", "")
                .contains("http"), path);
        }
        assertTrue(wanted.contains("/viewer/whep.js") && wanted.contains("/viewer/viewer.css"), wanted.toString());
        String page = get("/", BROWSER).body();
        assertFalse(page.contains("style=") || page.contains("<script>") || page.contains("onclick"), "the policy");
    }

    private static void references(String text, TreeSet<String> found) {
        Matcher reference = REFERENCE.matcher(text);
        while (reference.find()) {
            found.add(reference.group(1) != null ? reference.group(1) : AssetServlet.MOUNT + "/" + reference.group(2));
        }
    }

    @Test
    void whoHasItIsToldSo() throws Exception {
        HttpResponse<String> first = get("/viewer/main.js", "*/*");
        assertEquals("text/javascript;charset=utf-8", header(first, "Content-Type"));
        HttpResponse<String> again = get("/viewer/main.js", "*/*", "If-None-Match", header(first, "ETag"));
        assertEquals(304, again.statusCode());
        assertEquals("", again.body());
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        for (String path : new String[] {"/viewer/", "/viewer", "/viewer/none.js", "/viewer/index.html",
            "/viewer/%2e%2e/internal/Asset.class"}) {
            assertTrue(get(path, "*/*").statusCode() >= 400, path);
        }
    }
}
