package flathead.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Takes pictures. One thread at a time calls it; the calls of a stream come in the order of capture.
 */
@ConsumerType
public interface FrameInput {
    /**
     * Lends a picture for the call. Who needs it longer retains it and closes it once. Never blocks for another part,
     * never throws to steer the flow, allocates nothing.
     *
     * @param media a {@link Frame} if the stream's codec is raw, else an {@link EncodedFrame}
     * @return false if the picture was not taken: no room, not ready, closed. The callee has counted it; the caller
     *     goes on
     */
    boolean offer(Media media);

    /**
     * The stream broke and nothing more will be offered. Called once at most, not after {@link Link#close()} of the
     * part that calls, from any thread; must not wait for the calling part.
     *
     * @param cause what broke, for a log and a person
     */
    default void failed(MediaException cause) {
    }
}
