package flathead.rest.internal;

import jakarta.json.Json;
import jakarta.json.JsonStructure;
import jakarta.json.JsonWriterFactory;
import jakarta.json.stream.JsonGenerator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A response; immutable.
 *
 * @param status of HTTP
 * @param headers beside those of the body
 * @param type of the body; null if there is none
 * @param body null if there is none
 */
record Answer(int status, Map<String, String> headers, String type, Body body) {
    static final int OK = 200;
    static final int CREATED = 201;
    static final int NO_CONTENT = 204;
    static final int PARTIAL = 206;
    static final int NOT_MODIFIED = 304;
    static final String JSON = "application/json";

    private static final JsonWriterFactory WRITERS =
        Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true));

    /** What is sent. */
    interface Body {
        /** Opens it; read once, up to {@link #length()}. */
        InputStream open() throws IOException;

        /** In bytes. */
        long length();

        /** Of bytes in memory, which nobody changes any more. */
        static Body of(byte[] bytes) {
            return new Body() {
                @Override
                public InputStream open() {
                    return new ByteArrayInputStream(bytes);
                }

                @Override
                public long length() {
                    return bytes.length;
                }
            };
        }
    }

    /** Without a body. */
    static Answer empty(int status) {
        return new Answer(status, Map.of(), null, null);
    }

    static Answer of(int status, String type, Body body) {
        return new Answer(status, Map.of(), type, body);
    }

    static Answer json(int status, JsonStructure json) {
        return of(status, JSON, Body.of(bytes(json)));
    }

    static byte[] bytes(JsonStructure json) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        WRITERS.createWriter(text).write(json);
        text.write('\n');
        return text.toByteArray();
    }

    /** With one header more. */
    Answer with(String name, Object value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value.toString());
        return new Answer(status, more, type, body);
    }
}
