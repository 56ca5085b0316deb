package flathead.signaling.care;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Refuses what another site makes a browser send, with the credentials that the browser adds by itself. Programs that
 * are no browsers send none of these headers and are not concerned.
 */
public final class SameOrigin {
    private static final Set<String> READING = Set.of("GET", "HEAD");

    private SameOrigin() {
    }

    /**
     * Judges a request.
     *
     * @param query as in the request line; null if there is none
     * @param header answers a header's value, or null
     * @return why it is refused, or null if it is not
     */
    public static String refusal(String method, String query, UnaryOperator<String> header) {
        boolean reads = READING.contains(method);
        String origin = header.apply("Origin");
        String host = header.apply("Host");
        if (origin != null && !same(origin, host)) {
            return "a request from " + Printable.of(origin);
        }
        String site = header.apply("Sec-Fetch-Site");
        String referer = header.apply("Referer");
        boolean proved = "same-origin".equals(site) || site == null && referer != null && same(referer, host);
        if (reads && asksForPost(query) && !proved) {
            return "a " + method + " that wants to be a POST, from nobody knows where";
        }
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            boolean followsLink = reads && query == null && "navigate".equals(header.apply("Sec-Fetch-Mode"))
                && "document".equals(header.apply("Sec-Fetch-Dest"));
            return followsLink ? null : "a " + Printable.of(site) + " " + method;
        }
        if (!reads && origin == null && site == null && referer != null && !same(referer, host)) {
            return "a " + Printable.of(method) + " from " + Printable.of(referer);
        }
        return null;
    }

    /** The console takes {@code GET …?post=true} for a POST, and its own pages do so; a link could say that as well. */
    private static boolean asksForPost(String query) {
        if (query != null) {
            for (String each : query.split("[&;]")) {
                String name = each.contains("=") ? each.substring(0, each.indexOf('=')) : each;
                if (name.equals("post") || name.contains("%")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean same(String address, String host) {
        if (host == null) {
            return false;
        }
        try {
            URI uri = new URI(address);
            if (uri.getRawAuthority() == null || uri.getScheme() == null) {
                return false;
            }
            String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
            return (scheme.equals("http") || scheme.equals("https"))
                && withPort(uri.getRawAuthority(), scheme).equals(withPort(host, scheme));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String withPort(String authority, String scheme) {
        String text = authority.toLowerCase(Locale.ROOT);
        return text.matches(".*:\\d+") ? text : text + (scheme.equals("https") ? ":443" : ":80");
    }
}
