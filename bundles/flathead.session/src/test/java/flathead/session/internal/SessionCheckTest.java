package flathead.session.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import flathead.signaling.IceServer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionCheckTest {
    private final SessionCheck check = new SessionCheck();

    @Test
    void formsAreOneOfThree() {
        for (String allowed : List.of("auto", "encoded", " raw ")) {
            assertEquals(Optional.empty(), check.refusal(Publisher.PID, Map.of("send", allowed)));
        }
        assertEquals(Optional.of("flathead.session: send \"vp8\" is not allowed; auto, encoded and raw are"),
            check.refusal(Publisher.PID, Map.of("send", "vp8")));
    }

    @Test
    void receiveIsOneOfThree() {
        for (String one : List.of("auto", "encoded", "decoded")) {
            assertEquals(Optional.empty(), check.refusal(Publisher.PID, Map.of("receive", one)));
        }
        assertEquals(Optional.of("flathead.session: receive \"all\" is not allowed; auto, encoded and decoded are"),
            check.refusal(Publisher.PID, Map.of("receive", "all")));
    }

    @Test
    void serversAreUrls() {
        String pid = ConfiguredIceServer.PID + "~lan";
        for (Object none : List.of("", List.of(), new String[0], " , ")) {
            assertEquals(List.of(), ConfiguredIceServer.read(Map.of("urls", none)));
        }
        IceServer both = new IceServer(List.of("stun:stun.l.google.com:19302", "stun:[2001:db8::1]"), "", "");
        for (Object texts : List.of("stun:stun.l.google.com:19302, stun:[2001:db8::1]",
                new String[] {"stun:stun.l.google.com:19302", "stun:[2001:db8::1]"}, both.urls())) {
            assertEquals(List.of(both), ConfiguredIceServer.read(Map.of("urls", texts)));
        }
        Map<String, Object> relay = Map.of("urls", "turn:10.0.0.1:3478?transport=tcp", "username", "robot",
            "credential", "secret");
        assertEquals(Optional.empty(), check.refusal(pid, relay));
        assertEquals("turn:10.0.0.1:3478?transport=tcp", ConfiguredIceServer.read(relay).get(0).toString());
        assertEquals(Optional.of("flathead.ice: urls: \"http://stun\" is not allowed; stun:host:port and"
            + " turn:host:port?transport=udp (or tcp) are, stuns: and turns: too"),
            check.refusal(pid, Map.of("urls", "http://stun")));
        assertEquals(Optional.of("flathead.ice: urls: \"turn:relay\" without a user name and a credential is not"
            + " allowed; with both it is"), check.refusal(pid, Map.of("urls", "turn:relay", "username", "robot")));
    }

    @Test
    void whatIsNotAllowedChangesNothing() {
        ConfiguredIceServer server = new ConfiguredIceServer(Map.of("urls", "stun:one"));
        server.modified(Map.of("urls", "two"));
        assertEquals(List.of("stun:one"), server.list().get(0).urls());
        server.modified(Map.of());
        assertEquals(List.of(), server.list());
    }
}
