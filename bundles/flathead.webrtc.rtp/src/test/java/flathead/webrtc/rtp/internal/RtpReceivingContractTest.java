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
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract, held by the half that receives. */
class RtpReceivingContractTest extends PeerFactoryContract {
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
        return new Receiving();
    }

    @Override
    protected String offer() {
        return file("sdp/offer-chromium-156.sdp");
    }

    static String file(String name) {
        try (InputStream in = RtpReceivingContractTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The factory without its sending half, so that the contract's peers are receiving ones. */
    private static final class Receiving implements PeerFactory {
        @Override
        public List<Codec> sends() {
            return List.of();
        }

        @Override
        public List<Codec> receives() {
            return factory.receives();
        }

        @Override
        public Peer.Publishing publish(StreamId stream, VideoFormat format, List<IceServer> servers, Feedback upstream,
                Peer.Events events) throws MediaException {
            throw new MediaException("this half cannot send " + format.codec());
        }

        @Override
        public Peer.Receiving receive(StreamId stream, String offer, List<IceServer> servers, Peer.Events events)
                throws MediaException {
            return factory.receive(stream, offer, servers, events);
        }
    }
}
