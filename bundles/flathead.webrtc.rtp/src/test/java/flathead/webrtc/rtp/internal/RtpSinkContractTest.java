package flathead.webrtc.rtp.internal;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.MediaException;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import flathead.signaling.Peer;
import flathead.testkit.VideoSinkContract;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** A peer is an outlet: connected to a receiver, it keeps to what every sink keeps to. */
class RtpSinkContractTest extends VideoSinkContract {
    private static RtpPeerFactory factory;

    private final List<TestReceiver> receivers = new ArrayList<>();

    @BeforeAll
    static void open() {
        factory = new RtpPeerFactory();
    }

    @AfterAll
    static void close() {
        factory.close();
    }

    @AfterEach
    void closeReceivers() {
        receivers.forEach(TestReceiver::close);
    }

    @Override
    protected VideoSink sink() {
        return new VideoSink() {
            @Override
            public List<Codec> accepts() {
                return factory.sends();
            }

            @Override
            public Outlet open(StreamId stream, VideoFormat format, Feedback upstream) throws MediaException {
                TestReceiver receiver = new TestReceiver();
                receivers.add(receiver);
                Peer.Publishing peer = factory.publish(stream, format, List.of(), upstream, receiver);
                receiver.connect(peer);
                return peer;
            }
        };
    }

    /** The channel and the ciphers do, as flathead.webrtc.rtp.internal.rtp.AllocationTest and AllocationIT measure. */
    @Override
    protected boolean allocatesNothing() {
        return false;
    }
}
