package flathead.signaling.whip.server.internal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerCheckTest {
    @Test
    void aTokenThatNoHeaderCarriesIsRefused() {
        String message = new ServerCheck().refusal(WhipServlet.PID, Map.of("token", "with space")).orElseThrow();
        assertTrue(message.startsWith("flathead.signaling.whip.server: token "), message);
        assertFalse(message.contains("with space"), message);
        assertTrue(new ServerCheck().refusal(WhipServlet.PID, Map.of()).isEmpty());
    }
}
