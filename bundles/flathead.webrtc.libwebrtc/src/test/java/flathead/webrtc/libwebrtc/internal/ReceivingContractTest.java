package flathead.webrtc.libwebrtc.internal;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.signaling.IceServer;
import flathead.signaling.Peer;
import flathead.signaling.PeerFactory;
import flathead.testkit.PeerFactoryContract;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same as {@link LibwebrtcPeerFactoryTest} of the peers that receive. */
class ReceivingContractTest extends PeerFactoryContract {
    private static Lane lane;
    private static LibwebrtcPeerFactory factory;

    @BeforeAll
    static void load() {
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
        return new PeerFactory() {
            @Override
            public List<Codec> sends() {
                return List.of();
            }

            @Override
            public List<Codec> receives() {
                return factory.receives();
            }

            @Override
            public Peer.Publishing publish(StreamId stream, VideoFormat format, List<IceServer> servers,
                    Feedback upstream, Peer.Events events) throws MediaException {
                throw new MediaException(format.codec() + " is not looked at here");
            }

            @Override
            public Peer.Receiving receive(StreamId stream, String offer, List<IceServer> servers, Peer.Events events)
                    throws MediaException {
                return factory.receive(stream, offer, servers, events);
            }
        };
    }

    @Override
    protected String offer() {
        return Offers.RTP;
    }
}
