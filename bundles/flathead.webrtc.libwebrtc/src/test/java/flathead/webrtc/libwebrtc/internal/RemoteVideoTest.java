package flathead.webrtc.libwebrtc.internal;

import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.api.StreamId;
import flathead.api.VideoSource;
import flathead.signaling.Peer;
import flathead.testkit.VideoSourceContract;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** A stream of libwebrtc's own, sent to a peer of ours. */
class RemoteVideoTest extends VideoSourceContract {
    private static Lane lane;
    private static NativeStack stack;
    private static LibwebrtcPeerFactory factory;

    private Sender sender;
    private Peer.Receiving peer;

    @BeforeAll
    static void load() throws MediaException {
        lane = new Lane("flathead-libwebrtc");
        stack = lane.call(NativeStack::load);
        factory = new LibwebrtcPeerFactory(lane, () -> stack, NanoClock.SYSTEM);
    }

    @AfterAll
    static void unload() {
        factory.close();
        lane.close();
    }

    @Override
    protected VideoSource source() throws Exception {
        if (peer == null) {
            Recorder events = new Recorder();
            sender = Sender.of(stack.factory(), "VP8");
            peer = factory.receive(new StreamId("left", "robot", "left", 1), sender.offer(), List.of(), events);
            sender.answer(events.awaitAnswer());
            sender.start();
        }
        return peer.source();
    }

    @Override
    protected void end() {
        peer.close();
    }

    @AfterEach
    void close() {
        if (peer != null) {
            peer.close();
            sender.close();
        }
    }
}
