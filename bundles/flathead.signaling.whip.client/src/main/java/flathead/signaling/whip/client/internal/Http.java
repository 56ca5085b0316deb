package flathead.signaling.whip.client.internal;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Sends requests. What comes of one is told once, later, on the thread that asked. */
@FunctionalInterface
interface Http {
    /** Sends one. */
    void send(Request request, Consumer<Outcome> then);

    /**
     * A request.
     *
     * @param token bearer token; empty for none
     * @param entityTag for If-Match, as it stands in a header; null for none
     * @param type of the body; null if there is none
     * @param body empty if there is none
     */
    record Request(String method, URI uri, String token, String entityTag, String type, String body) {
        /** Without a body. */
        static Request of(String method, URI uri, String token) {
            return new Request(method, uri, token, null, null, "");
        }

        /** The same, of another resource; a token does not leave TLS. */
        Request to(URI other) {
            return new Request(method, other, keeps(uri, other) ? token : "", entityTag, type, body);
        }

        /** Whether what is a secret between us and one resource may be told to the other, to which it points. */
        static boolean keeps(URI from, URI to) {
            return !"https".equalsIgnoreCase(from.getScheme()) || "https".equalsIgnoreCase(to.getScheme());
        }
    }

    /** What came of a request. */
    sealed interface Outcome {
    }

    /** No response came, and why. */
    record Failure(String why) implements Outcome {
    }

    /**
     * A response.
     *
     * @param uri of the resource that gave it
     * @param headers by name, in whatever case
     */
    record Response(int status, URI uri, Map<String, List<String>> headers, String body) implements Outcome {
        /** Names have no case. */
        public Response {
            TreeMap<String, List<String>> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            sorted.putAll(headers);
            headers = sorted;
        }

        boolean succeeded() {
            return status >= 200 && status < 300;
        }

        /** The first value of this header; null if there is none. */
        String header(String name) {
            List<String> values = headers.get(name);
            return values == null || values.isEmpty() ? null : values.get(0);
        }

        List<String> all(String name) {
            return headers.getOrDefault(name, List.of());
        }
    }
}
