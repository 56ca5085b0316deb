package flathead.itests;

import flathead.api.DecoderFactory;
import flathead.api.EncoderFactory;
import flathead.signaling.PeerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Our sender and our receiver, with libavcodec behind it, over ways that lose packets. */
class RtpLossIT extends DecodedLossContract {
    private static OurMedia ours;

    @BeforeAll
    static void start() {
        ours = new OurMedia();
    }

    @AfterAll
    static void stop() {
        ours.close();
    }

    @Override
    PeerFactory senders() {
        return ours.peers();
    }

    @Override
    PeerFactory receivers() {
        return ours.peers();
    }

    @Override
    EncoderFactory encoders() {
        return ours.encoders();
    }

    @Override
    DecoderFactory decoders() {
        return ours.decoders();
    }
}
