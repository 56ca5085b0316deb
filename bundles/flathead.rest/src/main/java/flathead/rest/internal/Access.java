package flathead.rest.internal;

import flathead.signaling.care.BearerToken;
import flathead.signaling.care.SameOrigin;
import java.util.Map;
import java.util.Optional;

/**
 * Who may do what. What changes something needs the token; without one in the settings only this host may, and never
 * another site through a browser. Pictures need the token, or that of viewers, if there is either. The rest is for
 * everybody, as the status is.
 *
 * @param token which opens everything; empty if there is none
 * @param viewToken which opens pictures only; empty if there is none
 */
record Access(BearerToken token, BearerToken viewToken) {
    static final String TOKEN = "token";
    static final String VIEW_TOKEN = "view.token";
    private static final String REALM = "Bearer realm=\"flathead\"";
    /** What a proxy of this host adds for a client that is not on it. */
    private static final String[] PROXIED = {"Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"};

    /** Reads the properties of the component; what is missing is empty. */
    static Access of(Map<String, ?> properties) {
        return new Access(token(properties, TOKEN), token(properties, VIEW_TOKEN));
    }

    private static BearerToken token(Map<String, ?> properties, String name) {
        Object value = properties.get(name);
        return new BearerToken(value == null ? "" : value.toString());
    }

    /** Why these settings are not allowed, in one line. */
    static Optional<String> refusal(String pid, Map<String, ?> properties) {
        for (String name : new String[] {TOKEN, VIEW_TOKEN}) {
            if (!token(properties, name).allowed()) {
                return Optional.of(pid + ": " + name + " \"(not shown)\" is not allowed; " + BearerToken.ALLOWED);
            }
        }
        return Optional.empty();
    }

    /** Refuses who may not look at pictures. */
    void look(Call call) throws Problem {
        String shown = call.header("Authorization");
        boolean guarded = token.guards() || viewToken.guards();
        if (guarded && !(token.guards() && token.admits(shown)) && !(viewToken.guards() && viewToken.admits(shown))) {
            throw stranger(shown, "a bearer token is needed to see pictures");
        }
    }

    /** Refuses who may not change anything. */
    void change(Call call) throws Problem {
        String foreign = SameOrigin.refusal(call.method(), null, call.headers());
        if (foreign != null) {
            throw new Problem(Problem.FORBIDDEN, foreign + " is refused; what changes something is asked for by"
                + " programs, and by pages of this server");
        }
        if (token.guards()) {
            String shown = call.header("Authorization");
            if (!token.admits(shown)) {
                throw stranger(shown, "a bearer token is needed to change anything");
            }
        } else if (!fromHere(call)) {
            throw new Problem(Problem.FORBIDDEN, "without a token (API_TOKEN) only this host itself may change"
                + " anything, at localhost");
        }
    }

    private static Problem stranger(String shown, String needed) {
        return new Problem(Problem.UNAUTHORIZED, shown == null ? needed : "the bearer token is wrong")
            .with("WWW-Authenticate", shown == null ? REALM : REALM + ", error=\"invalid_token\"");
    }

    /**
     * Whether the client is on this host. A name in Host that is not this host's may be a stranger's, who has it point
     * here (DNS rebinding).
     */
    private static boolean fromHere(Call call) {
        for (String header : PROXIED) {
            if (call.header(header) != null) {
                return false;
            }
        }
        String host = call.header("Host");
        return call.address().matches("127\\.[0-9.]+|\\[?(0:0:0:0:0:0:0:1|::1)(%.*)?]?") && host != null
            && host.matches("(?i)(localhost|[0-9]+(\\.[0-9]+){3}|\\[[0-9a-f:.%]+])(:[0-9]+)?");
    }
}
