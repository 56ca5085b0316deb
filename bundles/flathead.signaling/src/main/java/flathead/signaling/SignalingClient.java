package flathead.signaling;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** A way to a server that accepts offers, as an OSGi service. It connects and reconnects by itself. Any thread. */
@ConsumerType
public interface SignalingClient {
    /** Service property: its name in logs, status and {@code sink.target}, such as {@code socketio}. */
    String NAME = "flathead.uplink";

    /** Whether this server is to get this camera; constant for a service. */
    default boolean carries(String cameraId) {
        return true;
    }

    /**
     * Begins a conversation about one camera.
     *
     * @param cameraId what the server is to call it
     * @param listener called by one thread at a time, first with {@link Listener#connected} as soon as, and each time
     *     that, the server can be talked to; never from inside this method
     */
    Conversation open(String cameraId, Listener listener);

    /** What is said to the server. Dropped while it is not connected. */
    interface Conversation extends AutoCloseable {
        /** Offers a session; replaces an earlier one. */
        void offer(String sdp);

        /** Tells a further candidate of ours. */
        void candidate(Candidate candidate);

        /** Tells the server that the camera is gone, and ends the conversation. No callback after it. */
        @Override
        void close();
    }

    /** What the server says. */
    @ConsumerType
    interface Listener {
        /**
         * The server can be talked to: offer.
         *
         * @param servers STUN and TURN servers that it names, to be used beside our own
         */
        void connected(List<IceServer> servers);

        /** The server's answer to the last offer. */
        void answered(String sdp);

        /** A further candidate of the server's. */
        void candidate(Candidate candidate);

        /** The server refused the last offer. */
        void refused(String message);

        /** The way to the server is lost; what it knew of us is gone. */
        void disconnected(String why);
    }
}
