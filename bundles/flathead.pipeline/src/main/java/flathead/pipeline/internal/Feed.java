package flathead.pipeline.internal;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.FrameInput;
import flathead.api.ReceiverStatus;
import flathead.api.Stats;
import java.util.List;

/**
 * Where a pipeline's pictures come from: a camera or a remote stream. Used on the pipeline's control thread, but for
 * {@link Feedback} and the getters.
 */
interface Feed extends Feedback, AutoCloseable {
    /** What a feed tells its pipeline; any thread, cheap. */
    interface Owner {
        /** Something changed that {@code settle} should look at. */
        void feedChanged();
    }

    /** The codecs it can deliver, cheapest first; empty while that is not known. */
    List<Codec> codecs();

    /** Nominal pictures a second, for formats that the stream itself does not tell. */
    int fps();

    /**
     * Opens, reopens or closes what is behind it, as is wanted now.
     *
     * @param wanted the codec to deliver; null for none
     * @param out takes the pictures
     */
    void settle(Codec wanted, FrameInput out);

    /** Now and then: who was kept out may be let in again. */
    void tick();

    /** The name of what is open, for status; empty if nothing is. */
    String name();

    /** What is missing, or empty. */
    String detail();

    /** What there is to say although nothing is missing, or empty. */
    default String note() {
        return "";
    }

    /** Counters of what is open now. */
    Stats stats();

    /** What is known of its reception; null where nothing is received. */
    default ReceiverStatus receiver() {
        return null;
    }

    /** Ends it. */
    @Override
    void close();
}
