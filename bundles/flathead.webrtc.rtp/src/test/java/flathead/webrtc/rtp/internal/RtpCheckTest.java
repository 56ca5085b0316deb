package flathead.webrtc.rtp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.MediaException;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.webrtc.rtp.internal.transport.IcePolicy;
import java.util.List;
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

    @Test
    void aRelayNeedsAServer() {
        RtpPeerFactory factory = new RtpPeerFactory(Map.of("ice.policy", "relay"));
        try {
            MediaException refusal = assertThrows(MediaException.class, () -> factory.publish(StreamId.local("left"),
                new VideoFormat(Codec.H264, 640, 480, 30), List.of(), new Feedback() {
                    @Override
                    public void requestKeyframe() {
                    }

                    @Override
                    public void limitBitrate(int bitsPerSecond) {
                    }
                }, null));
            assertEquals("ice.policy of flathead.webrtc.rtp is relay, and no TURN server is configured",
                refusal.getMessage());
        } finally {
            factory.close();
        }
    }
}
