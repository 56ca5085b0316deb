package flathead.api;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** A stream that comes from elsewhere, as an OSGi service that is there while the stream is. */
@ConsumerType
public interface VideoSource {
    /** Which stream. */
    StreamId id();

    /** The codecs that it can hand out, cheapest first. */
    List<Codec> codecs();

    /**
     * Starts the flow in one of {@link #codecs()}. Each may be open once at a time.
     *
     * @param out gets the pictures, by one thread at a time; their {@link Media#format()} tells the size. Those that an
     *     encoded stream begins with are offered again for a moment, until one is taken, as the way behind is laid
     *     when the first picture is there. Of encoded ones a slow sink may hold back up to nine, a decoder as many
     * @throws MediaException if it cannot; nothing stays open then
     */
    SourceLink open(Codec codec, FrameInput out) throws MediaException;

    /** An open stream. Feedback goes to the sender. */
    @ConsumerType
    interface SourceLink extends Link, Feedback {
        /** What its receiver knows of the stream; null if there is nothing, or not yet. Any thread, cheap. */
        default ReceiverStatus receiver() {
            return null;
        }
    }
}
