package flathead.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Compares what a server answers with its OpenAPI 3.1 document, and keeps count of what of the document was seen.
 * Responses are found by method, path and status; JSON is validated by its schema, headers are to be there.
 */
public final class OpenApi {
    private static final String ID = "https://flathead.invalid/openapi.json";
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private final JsonNode document;
    private final SchemaRegistry schemas;
    private final Set<String> unseen = new TreeSet<>();

    /** Reads the document. */
    public OpenApi(String document) {
        this.document = new ObjectMapper().readTree(document);
        schemas = SchemaRegistry.withDefaultDialect(Dialects.getDraft202012(),
            builder -> builder.schemas(Map.of(ID, document)));
        assertTrue(this.document.path("openapi").asString().startsWith("3.1."), "OpenAPI 3.1");
        for (Map.Entry<String, JsonNode> path : this.document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                if (METHODS.contains(operation.getKey())) {
                    unseen.add(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
                }
            }
        }
    }

    /** What has not been answered yet: method and path template. */
    public Set<String> unseen() {
        return unseen;
    }

    /** Fails if this is no response that the document has. */
    public void check(HttpResponse<byte[]> response) {
        String method = response.request().method();
        String path = response.uri().getRawPath();
        String template = template(path);
        assertNotNull(template, () -> path + " is not in the document");
        String what = method + " " + template + " " + response.statusCode();
        List<String> at = new ArrayList<>(List.of("paths", template, method.toLowerCase(Locale.ROOT), "responses",
            Integer.toString(response.statusCode())));
        JsonNode described = resolve(at);
        assertTrue(described.isObject(), () -> what + " is not in the document: "
            + new String(response.body(), StandardCharsets.UTF_8));
        for (Map.Entry<String, JsonNode> header : described.path("headers").properties()) {
            // Retry-After comes where it is of use.
            assertTrue(header.getKey().equals("Retry-After") || response.headers().firstValue(header.getKey())
                .isPresent(), () -> what + " has no " + header.getKey());
        }
        if (described.has("content")) {
            body(what, at, described.path("content"), response);
        } else {
            assertEquals(0, response.body().length, what);
        }
        unseen.remove(method + " " + template);
    }

    private void body(String what, List<String> at, JsonNode content, HttpResponse<byte[]> response) {
        String type = response.headers().firstValue("Content-Type").orElse("").split(";")[0];
        assertTrue(content.has(type), () -> what + " came as " + type);
        if (!type.endsWith("json")) {
            return;
        }
        String pointer = "#/" + String.join("/", at.stream().map(OpenApi::escaped).toList()) + "/content/"
            + escaped(type) + "/schema";
        String text = new String(response.body(), StandardCharsets.UTF_8);
        assertEquals(List.of(), schemas.getSchema(SchemaLocation.of(ID + pointer)).validate(text, InputFormat.JSON,
            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true))),
            () -> what + ": " + text);
    }

    /** Of the responses, those of the components are referred to; {@code at} is changed to where it really is. */
    private JsonNode resolve(List<String> at) {
        JsonNode node = document;
        for (String step : at) {
            node = node.path(step);
        }
        if (!node.has("$ref")) {
            return node;
        }
        List<String> target = List.of(node.path("$ref").asString().substring(2).split("/"));
        at.clear();
        at.addAll(target);
        return resolve(at);
    }

    /** One without names is before those with. */
    private String template(String path) {
        String found = null;
        for (String each : document.path("paths").propertyNames()) {
            if (path.matches(each.replace(".", "\\.").replaceAll("\\{[a-z]+}", "[^/]+"))
                    && (found == null || !each.contains("{"))) {
                found = each;
            }
        }
        return found;
    }

    /** For a JSON pointer in a fragment. */
    private static String escaped(String step) {
        return step.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D");
    }
}
