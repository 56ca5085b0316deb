package flathead.webrtc.rtp.internal;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.MediaException;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.signaling.IceServer;
import flathead.signaling.Peer;
import flathead.signaling.PeerFactory;
import flathead.testkit.PeerFactoryContract;
import java.util.List;
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
        return new Serving();
    }

    @Override
    protected String offer() {
        throw new AssertionError("this part does not receive");
    }

    @Override
    protected String wish() {
        return RtpReceivingContractTest.file("sdp/wish-chromium-150.sdp");
    }

    /** The factory without what offers and what receives, so that the contract's peers are serving ones. */
    private static final class Serving implements PeerFactory {
        @Override
        public List<Codec> sends() {
            return List.of();
        }

        @Override
        public List<Codec> receives() {
            return List.of();
        }

        @Override
        public List<Codec> serves() {
            return factory.serves();
        }

        @Override
        public Peer.Publishing publish(StreamId stream, VideoFormat format, List<IceServer> servers, Feedback upstream,
                Peer.Events events) throws MediaException {
            throw new MediaException("this part cannot offer " + format.codec());
        }

        @Override
        public Peer.Receiving receive(StreamId stream, String offer, List<IceServer> servers, Peer.Events events)
                throws MediaException {
            throw new MediaException("this part cannot receive");
        }

        @Override
        public Peer.Sending serve(StreamId stream, VideoFormat format, String offer, List<IceServer> servers,
                Feedback upstream, Peer.Events events) throws MediaException {
            return factory.serve(stream, format, offer, servers, upstream, events);
        }
    }
}
