package flathead.signaling.whip.client.internal;

import java.net.URI;
import java.util.function.Consumer;

/** Follows redirects that keep method and body: 307 and 308 (RFC 9725, section 4.5). */
record Redirects(Http http) implements Http {
    static final int MOST = 5;
    private static final int TEMPORARY_REDIRECT = 307;
    private static final int PERMANENT_REDIRECT = 308;

    @Override
    public void send(Request request, Consumer<Outcome> then) {
        send(request, 0, then);
    }

    private void send(Request request, int followed, Consumer<Outcome> then) {
        http.send(request, outcome -> {
            if (outcome instanceof Response response
                && (response.status() == TEMPORARY_REDIRECT || response.status() == PERMANENT_REDIRECT)) {
                URI target = resolved(request.uri(), response.header("Location"));
                if (target == null) {
                    then.accept(new Failure("it redirects to nowhere"));
                } else if (followed == MOST) {
                    then.accept(new Failure("it redirects more than " + MOST + " times"));
                } else {
                    send(request.to(target), followed + 1, then);
                }
            } else {
                then.accept(outcome);
            }
        });
    }

    /** What a Location header points to; null if that is nothing to ask by HTTP. */
    static URI resolved(URI base, String location) {
        if (location == null || location.isBlank()) {
            return null;
        }
        try {
            URI target = base.resolve(location.strip());
            boolean web = "http".equalsIgnoreCase(target.getScheme()) || "https".equalsIgnoreCase(target.getScheme());
            return web && target.getHost() != null ? target : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
