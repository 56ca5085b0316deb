package flathead.signaling.wish;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Segments of a URL's path (RFC 3986). */
final class Paths {
    private Paths() {
    }

    /** One segment, with what is not allowed in it encoded. */
    static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
