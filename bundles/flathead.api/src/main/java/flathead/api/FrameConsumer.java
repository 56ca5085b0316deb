package flathead.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Takes the decoded pictures of cameras, as an OSGi service that may come and go while they flow. It gets those of
 * every stream that comes from elsewhere, or of those that its property {@link #CAMERAS} names. While no consumer wants
 * a camera, nothing is decoded for it.
 *
 * <p>Each consumer has a thread of its own for each camera, and one place where a picture waits: one that is still
 * there when the next comes is dropped and counted. So a slow consumer gets the latest picture, and neither the streams
 * nor other consumers wait for it. A call that has not returned for a second gets no more pictures until it does.
 *
 * @see StereoConsumer its sibling for pairs
 */
@ConsumerType
public interface FrameConsumer {
    /** Service property: its name in logs and status; the name of its class if there is none. */
    String NAME = "flathead.frame.consumer";
    /** Service property: {@link StreamId#name()} of each camera that it wants, one or several; all if there is none. */
    String CAMERAS = "flathead.frame.cameras";

    /**
     * A picture. One thread at a time for one {@link StreamId#name()}; calls come in the order of capture. May take its
     * time. What it throws is logged and counted, and the next picture comes all the same. When its service is gone no
     * call comes any more, and none runs, unless it has held its thread for two seconds.
     *
     * @param stream which camera; under one name it is another one when the camera has connected anew
     * @param frame lent for the call: {@link Codec#I420} or {@link Codec#NV12}, of any size that the stream has now.
     *     Who needs it longer retains it and closes it once; who keeps many starves the stream's decoder, which then
     *     drops
     */
    void frame(StreamId stream, Frame frame);
}
