package flathead.session.internal;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.FrameInput;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.Stats;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.api.VideoSource;
import flathead.signaling.Candidate;
import flathead.signaling.IceServer;
import flathead.signaling.Peer;
import flathead.signaling.PeerFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A WebRTC stack for tests, which does what it is told and remembers what it was asked. */
final class FakeStack implements PeerFactory {
    final List<FakePeer> peers = new CopyOnWriteArrayList<>();
    final List<List<IceServer>> servers = new CopyOnWriteArrayList<>();
    final List<VideoFormat> published = new CopyOnWriteArrayList<>();
    private final List<Codec> sends;
    boolean decodes = true;

    FakeStack() {
        this(Codec.H264);
    }

    FakeStack(Codec... sends) {
        this.sends = List.of(sends);
    }

    @Override
    public List<Codec> sends() {
        return sends;
    }

    @Override
    public boolean decodes() {
        return decodes;
    }

    @Override
    public List<Codec> receives() {
        return List.of(Codec.H264);
    }

    @Override
    public Peer.Publishing publish(StreamId stream, VideoFormat format, List<IceServer> servers, Feedback upstream,
            Peer.Events events) {
        published.add(format);
        this.servers.add(servers);
        FakePeer peer = new FakePeer(stream, upstream, events);
        peers.add(peer);
        return peer;
    }

    @Override
    public Peer.Receiving receive(StreamId stream, String offer, List<IceServer> servers, Peer.Events events)
            throws MediaException {
        if (!offer.startsWith("v=0")) {
            throw new MediaException("not a session description");
        }
        FakePeer peer = new FakePeer(stream, Feedback.NONE, events);
        peers.add(peer);
        return peer;
    }

    @Override
    public List<Codec> serves() {
        return sends;
    }

    @Override
    public Peer.Sending serve(StreamId stream, VideoFormat format, String offer, List<IceServer> servers,
            Feedback upstream, Peer.Events events) throws MediaException {
        if (!offer.startsWith("v=0")) {
            throw new MediaException("not a session description");
        }
        upstream.limitBitrate(Feedback.NOTHING);
        FakePeer peer = new FakePeer(stream, upstream, events);
        peers.add(peer);
        return peer;
    }

    FakePeer last() {
        return peers.get(peers.size() - 1);
    }

    /** One peer. */
    static final class FakePeer implements Peer.Publishing, Peer.Receiving {
        final StreamId stream;
        final Feedback upstream;
        final Peer.Events events;
        final List<String> answers = new CopyOnWriteArrayList<>();
        final List<Candidate> candidates = new CopyOnWriteArrayList<>();
        volatile boolean closed;
        volatile int offered;
        volatile boolean takes = true;

        FakePeer(StreamId stream, Feedback upstream, Peer.Events events) {
            this.stream = stream;
            this.upstream = upstream;
            this.events = events;
        }

        @Override
        public void answer(String sdp) throws MediaException {
            if (!sdp.startsWith("v=0")) {
                throw new MediaException("the answer is not a session description");
            }
            answers.add(sdp);
        }

        @Override
        public VideoSource source() {
            return new VideoSource() {
                @Override
                public StreamId id() {
                    return stream;
                }

                @Override
                public List<Codec> codecs() {
                    return List.of(Codec.I420);
                }

                @Override
                public SourceLink open(Codec codec, FrameInput out) throws MediaException {
                    throw new MediaException("nothing flows here");
                }
            };
        }

        @Override
        public void remoteCandidate(Candidate candidate) {
            candidates.add(candidate);
        }

        @Override
        public State state() {
            return State.CONNECTING;
        }

        @Override
        public Stats.Network network() {
            return null;
        }

        @Override
        public boolean offer(Media media) {
            offered++;
            return takes;
        }

        @Override
        public Stats stats() {
            return Stats.NONE;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
