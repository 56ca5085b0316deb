package flathead.webrtc.rtp.internal;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.MediaException;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.signaling.IceServer;
import flathead.signaling.Peer;
import flathead.signaling.PeerFactory;
import java.util.List;

/** A factory that does one thing of what another does, so that a contract's peers are of that kind. */
record PartOfFactory(PeerFactory whole, Part part) implements PeerFactory {
    /** What it does. */
    enum Part {
        RECEIVES, SERVES
    }

    @Override
    public List<Codec> sends() {
        return List.of();
    }

    @Override
    public List<Codec> receives() {
        return part == Part.RECEIVES ? whole.receives() : List.of();
    }

    @Override
    public List<Codec> serves() {
        return part == Part.SERVES ? whole.serves() : List.of();
    }

    @Override
    public Peer.Publishing publish(StreamId stream, VideoFormat format, List<IceServer> servers, Feedback upstream,
            Peer.Events events) throws MediaException {
        throw new MediaException("this part cannot offer " + format.codec());
    }

    @Override
    public Peer.Receiving receive(StreamId stream, String offer, List<IceServer> servers, Peer.Events events)
            throws MediaException {
        if (part != Part.RECEIVES) {
            throw new MediaException("this part cannot receive");
        }
        return whole.receive(stream, offer, servers, events);
    }

    @Override
    public Peer.Sending serve(StreamId stream, VideoFormat format, String offer, List<IceServer> servers,
            Feedback upstream, Peer.Events events) throws MediaException {
        if (part != Part.SERVES) {
            throw new MediaException("this part serves nobody with " + format.codec());
        }
        return whole.serve(stream, format, offer, servers, upstream, events);
    }
}
