package flathead.signaling;

import java.time.Instant;
import org.osgi.annotation.versioning.ConsumerType;

/** Takes the offers that a signalling server receives, as an OSGi service. Any thread; does not block. */
@ConsumerType
public interface OfferHandler {
    /**
     * A client offers a camera. An earlier session of the same client and camera is replaced by the handler.
     *
     * @param clientId the transport's name for the client's connection
     * @param origin where the client is, such as its address: the same after it reconnects
     * @param cameraId what the client calls the camera; checked by the server to be 1 to 64 printable characters
     * @param sdp the offer, unchecked
     * @param reply takes what is to be told to the client, from any thread
     * @return the session, at once; the answer comes by {@code reply}
     */
    Session offered(String clientId, String origin, String cameraId, String sdp, Reply reply);

    /** What is told to the client. After the client is gone it is dropped. */
    interface Reply {
        /** The answer. */
        void answer(String sdp);

        /** A further candidate of ours. */
        void candidate(Candidate candidate);

        /** The offer cannot be taken. */
        void error(String message);

        /**
         * The same, for a transport that can say more.
         *
         * @param why in one line, for a person
         */
        default void refused(String message, String why) {
            error(message);
        }

        /**
         * The same, for a transport that tells kinds of refusal apart.
         *
         * @param why in one line, for a person
         */
        default void refused(Refusal kind, String why) {
            error(why);
        }

        /** The client closed the connection itself, so the session is over; there is nothing to tell it. */
        default void left() {
            // A transport that keeps nothing for a session has nothing to forget.
        }
    }

    /** Why an offer is not taken. */
    enum Refusal {
        /** There is no such camera. */
        UNKNOWN,
        /** There is, and it does not stream yet: come again. */
        WAITING,
        /** The offer has nothing in common with what there is. */
        UNACCEPTABLE
    }

    /** One camera of one client. */
    interface Session extends AutoCloseable {
        /** A further candidate of the client's. */
        void candidate(Candidate candidate);

        /** The state of its peer connection, in W3C's words: {@code new}, {@code connecting}, {@code connected}, … */
        String state();

        /** When it was offered. */
        Instant createdAt();

        /** The client took the camera back, or is gone. May be called again. */
        @Override
        void close();
    }
}
