package flathead.console.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.FakeClock;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LockTest {
    private static final int PORT = 8081;

    private final FakeClock clock = new FakeClock();
    private final Lock lock = new Lock(port -> port == PORT, PasswordHash.of("correct horse", 10),
        new LoginThrottle(clock));

    /** What a request was answered. */
    private static final class Answer {
        private final Map<String, String> headers = new HashMap<>();
        private int status = 200;
        private Object user;
        private String body = "";
    }

    private Answer ask(int port, String address, String credentials, String cookie, String... headers) {
        Map<String, String> sent = new HashMap<>(Map.of("Host", "127.0.0.1:8081"));
        if (credentials != null) {
            sent.put("Authorization", "Basic " + Base64.getEncoder()
                .encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
        }
        for (int i = 0; i < headers.length; i += 2) {
            sent.put(headers[i], headers[i + 1]);
        }
        HttpServletRequest request = proxy(HttpServletRequest.class, (name, arguments) -> switch (name) {
            case "getLocalPort" -> port;
            case "getMethod" -> "POST";
            case "getRemoteAddr" -> address;
            case "getContextPath" -> "";
            case "getServletPath" -> "/system/console";
            case "getHeader" -> sent.get(arguments[0]);
            case "getCookies" -> cookie == null ? null : new Cookie[] {new Cookie(Lock.COOKIE, cookie)};
            default -> null;
        });
        Answer answer = new Answer();
        ServletOutputStream out = new ServletOutputStream() {
            @Override
            public void write(int b) {
                answer.body += (char) b;
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setWriteListener(WriteListener listener) {
            }
        };
        HttpServletResponse response = proxy(HttpServletResponse.class, (name, arguments) -> {
            switch (name) {
                case "setStatus" -> answer.status = (Integer) arguments[0];
                case "setHeader", "addHeader" -> answer.headers.put((String) arguments[0], (String) arguments[1]);
                default -> { }
            }
            return name.equals("getOutputStream") ? out : null;
        });
        answer.user = lock.authenticate(request, response);
        return answer;
    }

    private interface Method {
        Object call(String name, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Method method) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
            (self, called, arguments) -> method.call(called.getName(), arguments)));
    }

    private static String cookieOf(Answer answer) {
        String header = answer.headers.get("Set-Cookie");
        return header.substring(header.indexOf('=') + 1, header.indexOf(';'));
    }

    @Test
    void theRightPairGetsInThroughTheRightPort() {
        Answer in = ask(PORT, "a", "admin:correct horse", null);
        assertEquals("admin", in.user);
        assertEquals("DENY", in.headers.get("X-Frame-Options"));
        String cookie = in.headers.get("Set-Cookie");
        assertTrue(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict")
            && cookie.contains("Path=/system/console;"), cookie);
        Answer elsewhere = ask(8080, "a", "admin:correct horse", null);
        assertNull(elsewhere.user);
        assertEquals(404, elsewhere.status);
        assertFalse(elsewhere.headers.containsKey("WWW-Authenticate"));
    }

    @Test
    void nothingElseDoes() {
        for (String wrong : new String[] {"admin:", "admin:correct horsf", "root:correct horse", ":correct horse",
                "admin"}) {
            clock.advanceMillis(120_000);
            Answer answer = ask(PORT, "a", wrong, null);
            assertNull(answer.user, wrong);
            assertEquals(401, answer.status, wrong);
            assertNotNull(answer.headers.get("WWW-Authenticate"));
        }
        for (String header : new String[] {"Basic", "Basic ", "Basic ???", "Bearer x", "Basic " + "A".repeat(4_000)}) {
            Answer answer = ask(PORT, "a", null, null, "Authorization", header);
            assertNull(answer.user, header);
            assertEquals(401, answer.status, header);
        }
    }

    @Test
    void aPairThatWasRightIsRecognisedAndNoOtherIs() {
        assertNotNull(ask(PORT, "a", "admin:correct horse", null).user);
        for (int i = 0; i < 100; i++) {
            assertNotNull(ask(PORT, "a", "admin:correct horse", null).user);
        }
        assertNull(ask(PORT, "a", "admin:correct horse ", null).user);
    }

    @Test
    void aChangedPasswordClosesTheDoorBehindTheOldOne() {
        assertNotNull(ask(PORT, "a", "admin:correct horse", null).user);
        lock.change(PasswordHash.of("battery staple", 10));
        assertNull(ask(PORT, "a", "admin:correct horse", null).user);
        assertNotNull(ask(PORT, "a", "admin:battery staple", null).user);
    }

    @Test
    void whileStrangersGuessWhoIsKnownGetsIn() {
        String cookie = cookieOf(ask(PORT, "a", "admin:correct horse", null));
        for (int i = 0; i < LoginThrottle.FREE; i++) {
            assertEquals(401, ask(PORT, "a", "admin:guess" + i, null).status);
        }
        Answer waiting = ask(PORT, "a", "admin:correct horse", null);
        assertEquals(429, waiting.status);
        assertEquals("1", waiting.headers.get("Retry-After"));
        assertEquals(429, ask(PORT, "a", "admin:correct horse", cookie + "x").status, "a forged cookie");
        assertEquals(429, ask(PORT, "a", "admin:correct horse", "x.y").status);
        assertNotNull(ask(PORT, "a", "admin:correct horse", cookie).user);
        assertEquals(401, ask(PORT, "a", null, cookie).status, "the cookie alone opens nothing");
        clock.advanceMillis(1_000);
        assertNotNull(ask(PORT, "a", "admin:correct horse", null).user);
    }

    @Test
    void aKnownBrowserMayNotGuessForEver() {
        String cookie = cookieOf(ask(PORT, "a", "admin:correct horse", null));
        for (int i = 0; i < LoginThrottle.FREE; i++) {
            assertEquals(401, ask(PORT, "a", "admin:guess" + i, cookie).status);
        }
        assertEquals(429, ask(PORT, "a", "admin:guess", cookie).status);
    }

    @Test
    void anotherSiteIsRefusedBeforeAnythingElse() {
        Answer answer = ask(PORT, "a", "admin:correct horse", null, "Origin", "http://evil.example");
        assertNull(answer.user);
        assertEquals(403, answer.status);
        assertEquals("Refused: a request from http://evil.example.\n", answer.body);
    }

    @Test
    void aRefusalIsNoMarkup() {
        assertEquals("&lt;b&gt;&amp;&quot;&#39;&#36;{x}", Refusals.escape("<b>&\"'${x}"));
    }
}
