package flathead.signaling.care;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SameOriginTest {
    private static String judge(String method, String query, String... headers) {
        Map<String, String> all = new HashMap<>(Map.of("Host", "127.0.0.1:8081"));
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        return SameOrigin.refusal(method, query, all::get);
    }

    @Test
    void programsThatAreNoBrowsersPass() {
        for (String method : new String[] {"GET", "HEAD", "POST", "PUT", "DELETE"}) {
            assertNull(judge(method, null));
        }
        assertNull(judge("GET", "filter=a&b"));
    }

    @Test
    void theConsolesOwnPagesPass() {
        for (String method : new String[] {"GET", "POST"}) {
            assertNull(judge(method, null, "Origin", "http://127.0.0.1:8081", "Sec-Fetch-Site", "same-origin",
                "Referer", "http://127.0.0.1:8081/system/console/bundles"));
        }
        assertNull(judge("POST", "action=stop", "Origin", "HTTP://127.0.0.1:8081"));
        assertNull(judge("GET", "filter=x", "Sec-Fetch-Site", "none", "Sec-Fetch-Mode", "navigate"));
        assertNull(judge("POST", null, "Referer", "http://127.0.0.1:8081/system/console/bundles"));
        assertNull(judge("POST", null, "Host", "robot", "Origin", "http://robot"));
        assertNull(judge("POST", null, "Host", "robot:443", "Origin", "https://robot"), "behind a proxy with TLS");
        assertNull(judge("POST", null, "Host", "[::1]:8081", "Origin", "http://[::1]:8081"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "http://127.0.0.1", "http://127.0.0.1:8080", "http://localhost:8081",
        "https://127.0.0.1:8081.evil.example", "http://127.0.0.1:8081@evil.example", "null", "", "ftp://127.0.0.1:8081",
        "127.0.0.1:8081", "http://", "://", "http://127.0.0.1:8081 http://evil.example"})
    void otherOriginsAreRefusedWhateverTheMethod(String origin) {
        for (String method : new String[] {"GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"}) {
            assertNotNull(judge(method, null, "Origin", origin), method);
        }
    }

    @ParameterizedTest
    @CsvSource({"POST,cross-site", "POST,same-site", "DELETE,cross-site", "GET,cross-site", "GET,same-site",
        "POST,whatever"})
    void whatABrowserCallsForeignIsRefused(String method, String site) {
        assertNotNull(judge(method, null, "Sec-Fetch-Site", site, "Sec-Fetch-Mode", "no-cors"));
        assertNotNull(judge(method, null, "Sec-Fetch-Site", site, "Origin", "http://127.0.0.1:8081"));
        assertNotNull(judge(method, null, "Sec-Fetch-Site", site, "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest",
            "iframe"));
    }

    @Test
    void aLinkFromElsewhereMayOpenAPageAndNoMore() {
        String[] link = {"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"};
        assertNull(judge("GET", null, link));
        assertNotNull(judge("GET", "action=stop", link));
        assertNotNull(judge("POST", null, link));
    }

    @Test
    void refererSpeaksWhereNothingElseDoes() {
        assertNotNull(judge("POST", null, "Referer", "http://evil.example/127.0.0.1:8081"));
        assertNull(judge("GET", null, "Referer", "http://evil.example/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"post=true", "a=b&post=true", "post", "a;post=true", "p%6Fst=true", "%70ost=true"})
    void aGetThatWantsToBeAPostMustComeFromTheConsole(String query) {
        assertNotNull(judge("GET", query));
        assertNotNull(judge("GET", query, "Sec-Fetch-Site", "none", "Sec-Fetch-Mode", "navigate"), "a link in a mail");
        assertNotNull(judge("GET", query, "Sec-Fetch-Site", "cross-site"));
        assertNotNull(judge("GET", query, "Referer", "http://evil.example/"));
        assertNull(judge("GET", query, "Sec-Fetch-Site", "same-origin"));
        assertNull(judge("GET", query, "Referer", "http://127.0.0.1:8081/system/console/configMgr"));
    }

    @Test
    void withoutAHostNothingIsTheSame() {
        assertNotNull(judge("POST", null, "Host", null, "Origin", "http://127.0.0.1:8081"));
    }
}
