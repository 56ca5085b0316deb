package flathead.rest.internal;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * A request, read.
 *
 * @param method in capitals
 * @param path of the request line, as it came
 * @param segments of the path, each decoded: {@code api}, {@code cameras}, {@code left}
 * @param headers answers the value of the header of this name, whose case does not matter, or null
 * @param address where the client is
 */
record Call(String method, String path, List<String> segments, UnaryOperator<String> headers, String address) {
    static Call of(String method, String path, UnaryOperator<String> headers, String address) {
        List<String> segments = new ArrayList<>();
        for (String segment : path.replaceAll("^/|/$", "").split("/", -1)) {
            segments.add(decoded(segment));
        }
        return new Call(method, path, List.copyOf(segments), headers, address);
    }

    /** What cannot be decoded stays as it is, and names nothing. */
    private static String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return segment;
        }
    }

    String header(String name) {
        return headers.apply(name);
    }

    boolean reads() {
        return method.equals("GET") || method.equals("HEAD");
    }

    /** Refuses a client that takes none of this type (RFC 9110, section 12.5.1). */
    void accepts(String type) throws Problem {
        String accept = header("Accept");
        if (accept == null || accept.isBlank()) {
            return;
        }
        String major = type.substring(0, type.indexOf('/')) + "/*";
        int best = 0;
        boolean taken = false;
        for (String range : accept.toLowerCase(Locale.ROOT).replace(" ", "").split(",")) {
            String name = range.split(";", 2)[0];
            int exactness = name.equals(type) ? 3 : name.equals(major) ? 2 : name.equals("*/*") ? 1 : 0;
            if (exactness > best) {
                best = exactness;
                taken = !range.matches(".*;q=0(\\.0*)?(;.*)?");
            }
        }
        if (!taken) {
            throw new Problem(Problem.NOT_ACCEPTABLE, "this is " + type + ", which is not among what Accept allows");
        }
    }

    /** Whether the client has this one already; {@code tag} with its quotes (RFC 9110, section 13.1.2). */
    boolean has(String tag) {
        String known = header("If-None-Match");
        if (known == null) {
            return false;
        }
        for (String each : known.split(",")) {
            String one = each.strip();
            if (one.equals("*") || one.equals(tag) || one.equals("W/" + tag)) {
                return true;
            }
        }
        return false;
    }
}
