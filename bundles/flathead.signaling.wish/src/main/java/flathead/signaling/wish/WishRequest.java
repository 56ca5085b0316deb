package flathead.signaling.wish;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * A request, read.
 *
 * @param method in capitals
 * @param path below the servlet, decoded: {@code /left}, {@code /left/<session>}; empty for the servlet itself
 * @param headers answers the value of the header of this name, whose case does not matter, or null
 * @param body at most as long as the border lets through
 * @param address where the client is
 */
record WishRequest(String method, String path, UnaryOperator<String> headers, byte[] body, String address) {
    String header(String name) {
        return headers.apply(name);
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Whether the body is of this media type, whatever its parameters. */
    boolean is(String mediaType) {
        String type = header("Content-Type");
        return type != null && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(mediaType);
    }

    /** Without the slashes around them; empty for the servlet itself. */
    String[] segments() {
        String trimmed = path == null ? "" : path.replaceAll("^/|/$", "");
        return trimmed.isEmpty() ? new String[0] : trimmed.split("/", -1);
    }
}
