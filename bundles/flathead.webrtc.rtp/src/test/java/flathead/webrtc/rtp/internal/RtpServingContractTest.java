package flathead.webrtc.rtp.internal;

import flathead.signaling.PeerFactory;
import flathead.testkit.PeerFactoryContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract, held by the part that answers who wants to receive. */
class RtpServingContractTest extends PeerFactoryContract {
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
        return new PartOfFactory(factory, PartOfFactory.Part.SERVES);
    }

    @Override
    protected String offer() {
        throw new AssertionError("this part does not receive");
    }

    @Override
    protected String wish() {
        return RtpReceivingContractTest.file("sdp/wish-chromium-150.sdp");
    }
}
