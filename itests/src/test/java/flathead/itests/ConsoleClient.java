package flathead.itests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Somebody who talks to a web console; with cookies, as a browser has them. */
final class ConsoleClient {
    private final HttpClient http = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final String root;
    private final String authorization;

    private ConsoleClient(int port, String authorization) {
        this.root = "http://127.0.0.1:" + port;
        this.authorization = authorization;
    }

    static ConsoleClient anonymous(int port) {
        return new ConsoleClient(port, null);
    }

    static ConsoleClient of(int port, String user, String password) {
        return new ConsoleClient(port, "Basic " + Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)));
    }

    /** Any request; {@code headers} are names and values by turns. */
    HttpResponse<byte[]> send(String method, String path, String form, String... headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + path)).timeout(Duration.ofSeconds(20))
            .method(method, form == null ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(form));
        if (form != null) {
            request.header("Content-Type", "application/x-www-form-urlencoded");
        }
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A POST of a form with a file, as the page for installing bundles sends it. */
    HttpResponse<byte[]> upload(String path, String field, Path file, String... fields) throws IOException {
        String boundary = "flathead-" + System.nanoTime();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int i = 0; i < fields.length; i += 2) {
            body.writeBytes(part(boundary, fields[i], ""));
            body.writeBytes((fields[i + 1] + "\r\n").getBytes(StandardCharsets.UTF_8));
        }
        body.writeBytes(part(boundary, field, "; filename=\"" + file.getFileName() + "\""));
        body.writeBytes(Files.readAllBytes(file));
        body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(root + path)).timeout(Duration.ofSeconds(20))
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .header("Authorization", authorization)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())).build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] part(String boundary, String name, String more) {
        return ("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"" + more + "\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8);
    }

    HttpResponse<byte[]> get(String path, String... headers) throws IOException {
        return send("GET", path, null, headers);
    }

    /** A POST of a form; {@code fields} are names and values by turns. */
    HttpResponse<byte[]> post(String path, String... fields) throws IOException {
        return send("POST", path, form(fields));
    }

    static String form(String... fields) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < fields.length; i += 2) {
            pairs.add(URLEncoder.encode(fields[i], StandardCharsets.UTF_8) + "="
                + URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        return String.join("&", pairs);
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
