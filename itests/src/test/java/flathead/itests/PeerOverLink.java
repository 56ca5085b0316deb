package flathead.itests;

import flathead.api.Codec;
import flathead.api.DecoderFactory;
import flathead.api.FrameInput;
import flathead.api.MediaException;
import flathead.api.StreamId;
import flathead.api.VideoDecoder;
import flathead.api.VideoFormat;
import flathead.signaling.Peer;
import flathead.signaling.PeerFactory;
import flathead.testkit.Await;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Somebody else's sender of one camera, {@code peers/.../direct*}, and a receiver of ours in this JVM, with a link
 * between the two.
 */
final class PeerOverLink implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final PeerProcess sender;
    private final LossyLink link;
    private final String offer;
    private final Peer.Receiving receiver;
    private final VideoDecoder decoder;

    /**
     * Connects, and asks for pictures.
     *
     * @param sender this one's from now on, as is {@code link}
     * @param out gets what is decoded
     */
    PeerOverLink(PeerProcess sender, LossyLink link, PeerFactory receivers, DecoderFactory decoders, FrameInput out)
            throws MediaException, IOException {
        this.sender = sender;
        this.link = link;
        StreamOverLink.Events events = new StreamOverLink.Events();
        offer = sender.await("offer", LIMIT).getString("sdp");
        receiver = receivers.receive(StreamId.local("peer"), link.through(offer), List.of(), events);
        String answer = LossyLink.withoutCandidates(events.await("an answer"));
        sender.say(Json.createObjectBuilder().add("sdp", answer).build());
        Await.until(() -> "it is connected; " + receiver.state() + " " + events.failure() + "\n" + sender, LIMIT,
            () -> receiver.state() == Peer.State.CONNECTED);
        decoder = StreamOverLink.decode(receiver, new VideoFormat(Codec.H264, 640, 480, 30), decoders, out);
    }

    LossyLink link() {
        return link;
    }

    /** The receiving end. */
    Peer.Receiving receiver() {
        return receiver;
    }

    /** Tells the sender something. */
    void say(JsonObject line) {
        sender.say(line);
    }

    /** What the sender counted when it last told, half a second ago at most; null before the first. */
    JsonObject sent() {
        return sender.last("sent", told -> true);
    }

    /** The state of both, for a message. */
    @Override
    public String toString() {
        return link.seen() + "; " + receiver.network() + "; decoder " + decoder.stats() + "; " + sender + "\n" + offer;
    }

    @Override
    public void close() throws IOException {
        receiver.close();
        decoder.close();
        sender.close();
        link.close();
    }
}
