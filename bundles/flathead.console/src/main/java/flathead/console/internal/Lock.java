package flathead.console.internal;

import flathead.signaling.care.SameOrigin;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.apache.felix.webconsole.spi.SecurityProvider;
import org.osgi.service.servlet.context.ServletContextHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one user in, by HTTP Basic, through one connector. What it is asked for is everything of the console, its style
 * sheets included.
 *
 * <p>Hashing a password is slow, and a browser sends it with each request: the last pair that was right is recognised
 * by its {@link Seal}. A browser that was let in gets a cookie, which opens nothing; it only tells it from strangers
 * when guesses are throttled.
 */
final class Lock implements SecurityProvider {
    static final String USER = "admin";
    static final String COOKIE = "flathead-console";
    private static final Logger LOG = LoggerFactory.getLogger(Lock.class);
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int LONGEST_HEADER = 2_048;

    private final IntPredicate ours;
    private final LoginThrottle throttle;
    private final Seal seal = new Seal();
    private volatile Key key;

    /** The password, and the seal of the pair that was right last. */
    private static final class Key {
        private final PasswordHash hash;
        private volatile byte[] right = {};

        Key(PasswordHash hash) {
            this.hash = hash;
        }
    }

    /**
     * @param ours whether a port of this host is the console's
     * @param hash of the password
     */
    Lock(IntPredicate ours, PasswordHash hash, LoginThrottle throttle) {
        this.ours = ours;
        this.throttle = throttle;
        this.key = new Key(hash);
    }

    /** Another password; the old one opens nothing any more. */
    void change(PasswordHash hash) {
        key = new Key(hash);
    }

    @Override
    public Object authenticate(HttpServletRequest request, HttpServletResponse response) {
        if (!ours.test(request.getLocalPort())) {
            return answer(response, HttpServletResponse.SC_NOT_FOUND, "There is nothing here.");
        }
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Content-Security-Policy", "frame-ancestors 'none'");
        response.setHeader("Referrer-Policy", "same-origin");
        String refusal = SameOrigin.refusal(request.getMethod(), request.getQueryString(), request::getHeader);
        if (refusal != null) {
            LOG.warn("refused from {}: {}", request.getRemoteAddr(), refusal);
            return answer(response, HttpServletResponse.SC_FORBIDDEN, "Refused: " + refusal + ".");
        }
        String credentials = credentials(request.getHeader("Authorization"));
        if (credentials == null) {
            return challenge(response, "Sign in as " + USER + ".");
        }
        Optional<String> browser = browser(request);
        String client = browser.map("browser "::concat).orElse("address " + request.getRemoteAddr());
        boolean stranger = browser.isEmpty();
        long wait = throttle.waitNanos(client, stranger);
        if (wait == 0) {
            Key now = key;
            byte[] sealed = seal.of(credentials);
            boolean right = MessageDigest.isEqual(now.right, sealed);
            if (right || throttle.admit(client, stranger)) {
                return right || judge(now, credentials, sealed, client, stranger) ? letIn(request, response, stranger)
                    : wrong(request, response);
            }
            wait = Math.max(1, throttle.waitNanos(client, stranger));
        }
        long seconds = (wait + 999_999_999) / 1_000_000_000;
        response.setHeader("Retry-After", Long.toString(seconds));
        return answer(response, TOO_MANY_REQUESTS, "Too many attempts; try again in " + seconds + " s.");
    }

    private boolean judge(Key now, String credentials, byte[] sealed, String client, boolean stranger) {
        int colon = credentials.indexOf(':');
        boolean user = MessageDigest.isEqual(credentials.substring(0, colon).getBytes(StandardCharsets.UTF_8),
            USER.getBytes(StandardCharsets.UTF_8));
        boolean password = now.hash.matches(credentials.substring(colon + 1));
        if (!(user & password)) {
            return false;
        }
        throttle.succeeded(client, stranger);
        now.right = sealed;
        return true;
    }

    private Object letIn(HttpServletRequest request, HttpServletResponse response, boolean stranger) {
        request.setAttribute(ServletContextHelper.AUTHENTICATION_TYPE, HttpServletRequest.BASIC_AUTH);
        request.setAttribute(ServletContextHelper.REMOTE_USER, USER);
        if (stranger) {
            response.addHeader("Set-Cookie", COOKIE + "=" + seal.newName()
                + "; Path=" + request.getContextPath() + request.getServletPath()
                + "; HttpOnly; SameSite=Strict; Max-Age=2592000");
        }
        return USER;
    }

    private Object wrong(HttpServletRequest request, HttpServletResponse response) {
        LOG.warn("a wrong user or password from {}", request.getRemoteAddr());
        return challenge(response, "Wrong user or password.");
    }

    /** {@code user:password}; null if the header has no such thing. */
    private static String credentials(String header) {
        if (header == null || header.length() > LONGEST_HEADER || !header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return null;
        }
        try {
            String pair = new String(Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
            return pair.indexOf(':') < 0 ? null : pair;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private Optional<String> browser(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        for (int i = 0; cookies != null && i < cookies.length; i++) {
            if (cookies[i].getName().equals(COOKIE)) {
                return seal.open(cookies[i].getValue());
            }
        }
        return Optional.empty();
    }

    private static Object challenge(HttpServletResponse response, String text) {
        response.setHeader("WWW-Authenticate", "Basic realm=\"Flathead\", charset=\"UTF-8\"");
        return answer(response, HttpServletResponse.SC_UNAUTHORIZED, text);
    }

    /** Ends the request; what the console takes for "not let in" is null. */
    private static Object answer(HttpServletResponse response, int status, String text) {
        response.setStatus(status);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Connection", "close"); // the body of a request that is refused is not read
        response.setContentType("text/plain;charset=utf-8");
        byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
        response.setContentLength(body.length);
        try {
            response.getOutputStream().write(body);
            response.flushBuffer();
        } catch (IOException e) {
            LOG.debug("the client went: {}", e.getMessage());
        }
        return null;
    }

    /** The one user may do everything. */
    @Override
    public boolean authorize(Object user, String role) {
        return USER.equals(user);
    }

    @Override
    public void logout(HttpServletRequest request, HttpServletResponse response) {
        // A browser forgets what it sends by Basic when it is challenged, and the console does that.
    }
}
