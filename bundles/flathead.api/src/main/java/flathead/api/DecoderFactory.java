package flathead.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A decoder, as an OSGi service. Registered only where it works; among those that {@link #consumes} what comes in and
 * {@link #supports} it, the slot takes the one with the highest {@code service.ranking} that its target filter allows.
 */
@ConsumerType
public interface DecoderFactory {
    /** Service property: the decoder's name in configuration and status, such as {@code avcodec}. */
    String NAME = "flathead.decoder";
    /** Service property: the text {@code true} if it is hardware. */
    String HARDWARE = EncoderFactory.HARDWARE;

    /** What goes in; {@link Codec#I420} comes out. */
    Codec consumes();

    /** Whether pictures of this format can go in. Any thread, cheap. */
    boolean supports(VideoFormat in);

    /**
     * Opens a decoder. May be called while another one of the same factory is open.
     *
     * @param in of the first pictures that go in; later ones may have another size
     * @param out gets the decoded pictures, by one thread at a time
     * @param upstream is asked for a keyframe whenever nothing can be decoded without one
     * @throws MediaException if it cannot; nothing stays open then
     */
    VideoDecoder open(VideoFormat in, FrameInput out, Feedback upstream) throws MediaException;
}
