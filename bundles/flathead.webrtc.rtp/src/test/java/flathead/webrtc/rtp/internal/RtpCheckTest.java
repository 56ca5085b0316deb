package flathead.webrtc.rtp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import flathead.webrtc.rtp.internal.transport.IcePolicy;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RtpCheckTest {
    private static Optional<String> refusal(Object policy) {
        return new RtpCheck().refusal(RtpCheck.PID, Map.of("ice.policy", policy));
    }

    @Test
    void aPolicyIsAllOrRelay() {
        assertEquals(Optional.empty(), new RtpCheck().refusal(RtpCheck.PID, Map.of()));
        assertEquals(Optional.empty(), refusal(""));
        assertEquals(Optional.empty(), refusal("all"));
        assertEquals(IcePolicy.RELAY, RtpCheck.policy(Map.of("ice.policy", " relay ")));
        assertEquals(Optional.of("flathead.webrtc.rtp: ice.policy \"none?\" is not allowed; all and relay are"),
            refusal("none\u0001"));
    }
}
