package flathead.signaling;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.MediaException;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A WebRTC stack, as an OSGi service. The owner of the sessions takes the one with the highest {@code service.ranking}
 * that can do what a session needs. Any thread.
 */
@ConsumerType
public interface PeerFactory {
    /** Service property: the stack's name in logs and status, such as {@code rtp}. */
    String NAME = "flathead.peer";

    /** The codecs of the pictures that {@link #publish} takes, best first; empty if it cannot send. */
    List<Codec> sends();

    /** The codecs, as they travel, that {@link #receive} understands; empty if it cannot receive. */
    List<Codec> receives();

    /** The codecs of the pictures that {@link #serve} takes, best first; empty if it cannot serve. */
    default List<Codec> serves() {
        return List.of();
    }

    /** Whether what {@link #receive} hands out is decoded, in whatever codec it travels; else it is as it travels. */
    default boolean decodes() {
        return true;
    }

    /**
     * Makes a peer that offers one stream and sends it.
     *
     * @param format of the stream; its codec is one of {@link #sends()}
     * @param servers STUN and TURN servers to find a way with, beside this host's own addresses; none on a LAN
     * @param upstream gets keyframe and bitrate wishes; {@link Feedback#NOTHING} until media can flow
     * @param events gets the offer and what follows; not called from inside this method
     * @throws MediaException if it cannot; nothing stays open then
     */
    Peer.Publishing publish(StreamId stream, VideoFormat format, List<IceServer> servers, Feedback upstream,
        Peer.Events events) throws MediaException;

    /**
     * Makes a peer that answers an offer and receives one stream.
     *
     * @param offer the other side's description, unchecked
     * @param servers as {@link #publish}'s
     * @param events gets the answer and what follows; not called from inside this method
     * @throws MediaException if the offer is malformed or has nothing of {@link #receives()}; nothing stays open then
     */
    Peer.Receiving receive(StreamId stream, String offer, List<IceServer> servers, Peer.Events events)
        throws MediaException;

    /**
     * Makes a peer that answers the offer of somebody who wants to receive, and sends one stream to it.
     *
     * @param format of the stream; its codec is one of {@link #serves()}
     * @param offer the other side's description, unchecked
     * @param servers as {@link #publish}'s
     * @param upstream as {@link #publish}'s
     * @param events gets the answer and what follows; not called from inside this method
     * @throws MediaException if it cannot, or the offer is malformed or does not take the stream's codec; nothing stays
     *     open then
     */
    default Peer.Sending serve(StreamId stream, VideoFormat format, String offer, List<IceServer> servers,
            Feedback upstream, Peer.Events events) throws MediaException {
        throw new MediaException("this WebRTC stack serves nobody; " + format.codec() + " cannot be had of it");
    }
}
