package flathead.itests;

import flathead.api.DecoderFactory;
import flathead.api.EncoderFactory;
import flathead.encoder.software.internal.Activation;
import flathead.webrtc.rtp.internal.RtpPeerFactory;

/** Our software encoder and decoder, and our peers, in this JVM, without a framework. */
final class OurMedia implements AutoCloseable {
    private final Services services = new Services();
    private final Activation encoders = new Activation(services.context());
    private final flathead.decoder.software.internal.Activation decoders =
        new flathead.decoder.software.internal.Activation(services.context());
    private final RtpPeerFactory peers = new RtpPeerFactory();

    RtpPeerFactory peers() {
        return peers;
    }

    /** The encoder, once it is there. */
    EncoderFactory encoders() {
        return services.await(EncoderFactory.class);
    }

    /** The decoder, once it is there. */
    DecoderFactory decoders() {
        return services.await(DecoderFactory.class);
    }

    @Override
    public void close() {
        peers.close();
        decoders.deactivate();
        encoders.deactivate();
    }
}
