package flathead.signaling.whip.client.internal;

import flathead.signaling.IceServer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads STUN and TURN servers from {@code Link} headers (RFC 9725, section 4.6; RFC 8288). */
final class IceServerLinks {
    private static final int MOST = 16;

    private IceServerLinks() {
    }

    /** The servers; what is no link, or none to such a server, is passed over. */
    static List<IceServer> read(List<String> headers) {
        List<IceServer> servers = new ArrayList<>();
        for (String header : headers) {
            Reader reader = new Reader(header);
            for (Link link = reader.next(); link != null && servers.size() < MOST; link = reader.next()) {
                server(link, servers);
            }
        }
        return List.copyOf(servers);
    }

    private static void server(Link link, List<IceServer> into) {
        if (!List.of(link.parameters.getOrDefault("rel", "").toLowerCase(Locale.ROOT).split(" +"))
                .contains("ice-server")
            || !link.parameters.getOrDefault("credential-type", "password").equals("password")) {
            return;
        }
        try {
            into.add(new IceServer(List.of(link.target), link.parameters.getOrDefault("username", ""),
                link.parameters.getOrDefault("credential", "")));
        } catch (IllegalArgumentException e) {
            // Not one that we can use.
        }
    }

    private record Link(String target, Map<String, String> parameters) {
    }

    /** One header's links: {@code <target>; name=value; name="value", <target> …}. */
    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        /** Null at the end, or where it is none. */
        Link next() {
            skip(" \t,");
            if (!take('<')) {
                return null;
            }
            int end = text.indexOf('>', at);
            if (end < 0) {
                return null;
            }
            Link link = new Link(text.substring(at, end).strip(), new LinkedHashMap<>());
            at = end + 1;
            skip(" \t");
            while (take(';')) {
                skip(" \t");
                String name = until("=;, \t").toLowerCase(Locale.ROOT);
                skip(" \t");
                String value = take('=') ? value() : "";
                link.parameters.putIfAbsent(name, value);
                skip(" \t");
            }
            return link;
        }

        private String value() {
            skip(" \t");
            if (!take('"')) {
                return until(";, \t");
            }
            StringBuilder value = new StringBuilder();
            while (at < text.length() && text.charAt(at) != '"') {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                value.append(text.charAt(at++));
            }
            take('"');
            return value.toString();
        }

        private String until(String ends) {
            int start = at;
            while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(start, at);
        }

        private void skip(String characters) {
            while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }

        private boolean take(char c) {
            boolean there = at < text.length() && text.charAt(at) == c;
            at += there ? 1 : 0;
            return there;
        }
    }
}
