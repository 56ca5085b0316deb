package flathead.itests;

import flathead.api.DecoderFactory;
import flathead.api.EncoderFactory;
import flathead.encoder.software.internal.Activation;
import flathead.signaling.PeerFactory;
import flathead.webrtc.rtp.internal.RtpPeerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Our sender and our receiver, with libavcodec behind it, over ways that lose packets. */
class RtpLossIT extends DecodedLossContract {
    private static final Services SERVICES = new Services();
    private static Activation encoders;
    private static flathead.decoder.software.internal.Activation decoders;
    private static RtpPeerFactory peers;

    @BeforeAll
    static void start() {
        encoders = new Activation(SERVICES.context());
        decoders = new flathead.decoder.software.internal.Activation(SERVICES.context());
        peers = new RtpPeerFactory();
    }

    @AfterAll
    static void stop() {
        peers.close();
        decoders.deactivate();
        encoders.deactivate();
    }

    @Override
    PeerFactory senders() {
        return peers;
    }

    @Override
    PeerFactory receivers() {
        return peers;
    }

    @Override
    EncoderFactory encoders() {
        return SERVICES.await(EncoderFactory.class);
    }

    @Override
    DecoderFactory decoders() {
        return SERVICES.await(DecoderFactory.class);
    }
}
