package flathead.webrtc.libwebrtc.internal;

import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.signaling.PeerFactory;
import flathead.testkit.PeerFactoryContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class LibwebrtcPeerFactoryTest extends PeerFactoryContract {
    private static Lane lane;
    private static LibwebrtcPeerFactory factory;

    @BeforeAll
    static void load() throws MediaException {
        lane = new Lane("flathead-libwebrtc");
        factory = new LibwebrtcPeerFactory(lane, NativeStack::load, NanoClock.SYSTEM);
    }

    @AfterAll
    static void unload() {
        factory.close();
        lane.close();
    }

    @Override
    protected PeerFactory factory() {
        return factory;
    }

    @Override
    protected String offer() {
        return Offers.RTP;
    }
}
