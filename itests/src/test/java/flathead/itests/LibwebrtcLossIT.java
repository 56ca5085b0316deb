package flathead.itests;

import flathead.api.DecoderFactory;
import flathead.api.EncoderFactory;
import flathead.encoder.software.internal.Activation;
import flathead.signaling.PeerFactory;
import flathead.webrtc.libwebrtc.internal.LibwebrtcComponent;
import flathead.webrtc.rtp.internal.RtpPeerFactory;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Our sender and libwebrtc, over ways that lose packets. */
class LibwebrtcLossIT extends DecodedLossContract {
    private static final Services SERVICES = new Services();
    private static Activation encoders;
    private static LibwebrtcComponent receivers;
    private static RtpPeerFactory senders;

    @BeforeAll
    static void start() {
        encoders = new Activation(SERVICES.context());
        receivers = new LibwebrtcComponent(SERVICES.context(), Map.of());
        senders = new RtpPeerFactory();
    }

    @AfterAll
    static void stop() {
        senders.close();
        receivers.deactivate();
        encoders.deactivate();
    }

    @Override
    PeerFactory senders() {
        return senders;
    }

    @Override
    PeerFactory receivers() {
        return SERVICES.await(PeerFactory.class);
    }

    @Override
    EncoderFactory encoders() {
        return SERVICES.await(EncoderFactory.class);
    }

    @Override
    DecoderFactory decoders() {
        return null;
    }
}
