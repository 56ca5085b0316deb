package flathead.signaling;

import flathead.api.MediaException;
import flathead.api.Stats;
import flathead.api.VideoSink;
import flathead.api.VideoSource;
import org.osgi.annotation.versioning.ConsumerType;

/** One peer connection. Any thread. */
@ConsumerType
public interface Peer extends AutoCloseable {
    /** Adds a candidate of the other side's; one that cannot be used is ignored. */
    void remoteCandidate(Candidate candidate);

    /** Its state. */
    State state();

    /** What RTP and RTCP counted. */
    Stats.Network network();

    /** Ends it; no event comes after it. May be called again, and from inside an event. */
    @Override
    void close();

    /** W3C's RTCPeerConnectionState. */
    enum State {
        /** Nothing was tried yet. */
        NEW,
        /** ICE or DTLS is at it. */
        CONNECTING,
        /** Media can flow. */
        CONNECTED,
        /** The way is lost for now. */
        DISCONNECTED,
        /** It is over; {@link Events#failed} says why. */
        FAILED,
        /** We closed it. */
        CLOSED;

        /** As JavaScript spells it. */
        public String w3c() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** What a peer tells its owner; one call at a time, on a thread of the peer's. */
    @ConsumerType
    interface Events {
        /** Our description is ready, with every candidate gathered so far: the offer if we publish, else the answer. */
        void described(String sdp);

        /** A candidate gathered after the description. */
        void candidate(Candidate candidate);

        /** The state changed. */
        void state(State state);

        /** It is over, and why; not called after {@link Peer#close()}. The owner closes the peer. */
        void failed(MediaException cause);

        /** The other side said goodbye: it is over as it should be. The owner closes the peer. */
        default void left() {
            failed(new MediaException("the other side closed the connection"));
        }
    }

    /** A peer that sends one stream: what it takes goes out. It says by {@link flathead.api.Feedback} when to start. */
    @ConsumerType
    interface Sending extends Peer, VideoSink.Outlet {
        @Override
        void close();
    }

    /** One that offers what it sends. */
    @ConsumerType
    interface Publishing extends Sending {
        /**
         * The other side's answer.
         *
         * @throws MediaException if it is malformed or has nothing in common with the offer; the peer is of no use then
         */
        void answer(String sdp) throws MediaException;
    }

    /** A peer that receives one stream. */
    @ConsumerType
    interface Receiving extends Peer {
        /** The stream; flows while {@link State#CONNECTED}. */
        VideoSource source();
    }
}
