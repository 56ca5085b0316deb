package flathead.webrtc.rtp.internal;

import flathead.signaling.PeerFactory;
import flathead.testkit.PeerFactoryContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class RtpPeerFactoryTest extends PeerFactoryContract {
    private static RtpPeerFactory factory;

    @BeforeAll
    static void open() {
        factory = new RtpPeerFactory();
    }

    @AfterAll
    static void close() {
        factory.close();
    }

    @Override
    protected PeerFactory factory() {
        return factory;
    }

    @Override
    protected String offer() {
        return RtpReceivingContractTest.file("sdp/offer-chromium-156.sdp");
    }

    @Override
    protected String wish() {
        return RtpReceivingContractTest.file("sdp/wish-chromium-150.sdp");
    }
}
