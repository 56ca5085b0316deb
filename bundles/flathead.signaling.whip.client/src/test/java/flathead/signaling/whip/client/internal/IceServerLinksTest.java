package flathead.signaling.whip.client.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import flathead.signaling.IceServer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IceServerLinksTest {
    @Test
    void readsThoseOfTheRfc() {
        List<IceServer> servers = IceServerLinks.read(List.of("<stun:stun.example.net>; rel=\"ice-server\"",
            "<turn:turn.example.net?transport=udp>; rel=\"ice-server\"; username=\"user\"; credential=\"myPassword\";"
                + " credential-type=\"password\"",
            "<turns:turn.example.net?transport=tcp>; rel=ice-server;\tusername=\"user\";credential=\"myPassword\""));
        assertEquals(List.of(new IceServer(List.of("stun:stun.example.net"), "", ""),
            new IceServer(List.of("turn:turn.example.net?transport=udp"), "user", "myPassword"),
            new IceServer(List.of("turns:turn.example.net?transport=tcp"), "user", "myPassword")), servers);
    }

    @Test
    void takesSeveralInOneHeaderAndEscapes() {
        assertEquals(List.of(new IceServer(List.of("turn:t:3478"), "a\"b\\", "c, <d>; e"),
            new IceServer(List.of("stun:s:3478"), "", "")), IceServerLinks.read(List.of(
                "<https://x>; rel=next, <turn:t:3478> ; REL = ice-server ; username=\"a\\\"b\\\\\" ; "
                    + "credential=\"c, <d>; e\", , <stun:s:3478>;rel=\"other ice-server\"")));
    }

    @Test
    void passesOverWhatIsNone() {
        for (String header : List.of("", "stun:s", "<stun:s>", "<stun:s>; rel=next", "<http://s>; rel=ice-server",
                "<turn:t>; rel=ice-server", "<stun:s; rel=ice-server",
                "<turn:t>; rel=ice-server; username=u; credential=c; credential-type=oauth")) {
            assertEquals(List.of(), IceServerLinks.read(List.of(header)), header);
        }
    }

    @Test
    void neverFailsOrGoesOnForEver() {
        Random random = new Random(1);
        String alphabet = "<>;=\", \\\tstun:rel-ice=0";
        for (int i = 0; i < 50_000; i++) {
            StringBuilder header = new StringBuilder(random.nextBoolean() ? "<stun:s>" : "");
            for (int length = random.nextInt(40); length > 0; length--) {
                header.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            IceServerLinks.read(List.of(header.toString()));
        }
    }
}
