package flathead.api;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** A place for streams to go, as an OSGi service. One service takes any number of streams. */
@ConsumerType
public interface VideoSink {
    /**
     * Service property: what it is for. A camera's pictures go to {@link #UPLINK}, {@link #PREVIEW} and {@link #STEREO}
     * by default, a remote stream's to everything but {@link #UPLINK}, so that a received stream is not sent round
     * again.
     */
    String ROLE = "flathead.sink";
    /** Sends to the server. Its bitrate wishes rule the encoder. */
    String UPLINK = "uplink";
    /** Shows to a person. */
    String VIEW = "view";
    /** Stores. Its bitrate wishes rule the encoder. */
    String RECORD = "record";
    /** Hands pictures to a program. */
    String FRAMES = "frames";
    /**
     * Shows a raw picture now and then to whoever looks after this runtime; gets cameras and remote streams alike, and
     * pauses them while nobody looks.
     */
    String PREVIEW = "preview";
    /** Pairs the pictures of two streams; gets cameras and remote streams alike. */
    String STEREO = "stereo";
    /** Service property: its name in logs and status, where a role has several sinks; its role if there is none. */
    String NAME = "flathead.sink.name";
    /** The most that {@link #rawDepth()} may be: what comes at once after an encoder hung. */
    int MAX_RAW_DEPTH = 8;

    /** The codecs that it takes, best first. */
    List<Codec> accepts();

    /**
     * The codecs that it takes of one stream, best first, where that is not what it takes of any. A sink that asks for
     * {@code source} alone costs no encoder and no decoder; with an empty list the stream does not come to it.
     *
     * @param stream which one
     * @param source what its pictures come as, before anything is made of them
     */
    default List<Codec> accepts(StreamId stream, VideoFormat source) {
        return accepts();
    }

    /**
     * How many raw pictures may wait for this sink, 1 to {@value #MAX_RAW_DEPTH}. With 1, which suits whoever wants to
     * see what is, the latest wins. With more, every picture comes in order, and one that finds no room is dropped;
     * that suits whoever counts or stores, and does so quickly. Each that waits is one less in the source's pool.
     * Constant; encoded pictures have a queue of the pipeline's own.
     */
    default int rawDepth() {
        return 1;
    }

    /**
     * Whether an {@link Outlet} of it never takes more than some microseconds for a picture, as one that counts or
     * compares times. Such a sink needs no thread to protect others from it, nor a queue: pictures are offered by the
     * thread that they come by, which saves waking another one for each. Constant.
     */
    default boolean isPrompt() {
        return false;
    }

    /**
     * Opens a way in for one stream.
     *
     * @param stream which one
     * @param format of the first pictures; one of {@link #accepts()}. Later pictures may have another size
     * @param upstream takes this sink's wishes. A sink that wants no pictures yet says {@link Feedback#NOTHING}
     * @throws MediaException if it cannot; nothing stays open then
     */
    Outlet open(StreamId stream, VideoFormat format, Feedback upstream) throws MediaException;

    /**
     * A stream's way into a sink. Fed by a thread of its own, so that a slow sink hurts only itself; but see {@link
     * VideoSink#isPrompt()}.
     */
    @ConsumerType
    interface Outlet extends FrameInput, Link {
        /**
         * Why pictures of this format cannot go this way as things stand, for a person: a text that names the limit;
         * empty if they can. A negotiation may have promised a limit. Any thread, cheap.
         *
         * @param format of one of {@link VideoSink#accepts()}
         */
        default Optional<String> refusal(VideoFormat format) {
            return Optional.empty();
        }
    }
}
