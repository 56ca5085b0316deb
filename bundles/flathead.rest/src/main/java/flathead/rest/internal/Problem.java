package flathead.rest.internal;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.util.Map;

/**
 * A refusal, as {@code application/problem+json} (RFC 9457): what, where, and what is allowed instead. It is thrown by
 * whoever finds out; it has no stack trace, as it is the client's and not ours.
 */
final class Problem extends Exception {
    static final int BAD_REQUEST = 400;
    static final int UNAUTHORIZED = 401;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int METHOD_NOT_ALLOWED = 405;
    static final int NOT_ACCEPTABLE = 406;
    static final int RANGE_NOT_SATISFIABLE = 416;
    static final int INTERNAL = 500;
    static final int UNAVAILABLE = 503;
    static final int INSUFFICIENT_STORAGE = 507;
    static final String TYPE = "application/problem+json";

    private static final Map<Integer, String> TITLES = Map.ofEntries(Map.entry(BAD_REQUEST, "Bad Request"),
        Map.entry(UNAUTHORIZED, "Unauthorized"), Map.entry(FORBIDDEN, "Forbidden"),
        Map.entry(NOT_FOUND, "Not Found"), Map.entry(METHOD_NOT_ALLOWED, "Method Not Allowed"),
        Map.entry(NOT_ACCEPTABLE, "Not Acceptable"), Map.entry(RANGE_NOT_SATISFIABLE, "Range Not Satisfiable"),
        Map.entry(INTERNAL, "Internal Server Error"), Map.entry(UNAVAILABLE, "Service Unavailable"),
        Map.entry(INSUFFICIENT_STORAGE, "Insufficient Storage"));

    private final int status;
    private final transient Map<String, String> headers;

    private Problem(int status, String detail, Map<String, String> headers) {
        super(detail, null, false, false);
        this.status = status;
        this.headers = headers;
    }

    /** One line for a person: what is wrong, and what is allowed. */
    Problem(int status, String detail) {
        this(status, detail, Map.of());
    }

    /** With a header that tells programs the same. */
    Problem with(String header, String value) {
        return new Problem(status, getMessage(), Map.of(header, value));
    }

    int status() {
        return status;
    }

    /**
     * As a response.
     *
     * @param where the path that was asked for
     */
    Answer answer(String where) {
        JsonObjectBuilder json = Json.createObjectBuilder()
            .add("type", "about:blank")
            .add("title", TITLES.get(status))
            .add("status", status)
            .add("detail", getMessage())
            .add("instance", where);
        Answer answer = new Answer(status, Map.of(), TYPE, Answer.Body.of(Answer.bytes(json.build())));
        for (Map.Entry<String, String> header : headers.entrySet()) {
            answer = answer.with(header.getKey(), header.getValue());
        }
        return answer;
    }
}
