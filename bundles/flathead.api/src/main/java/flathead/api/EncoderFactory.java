package flathead.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * An encoder, as an OSGi service. Registered only where it works; among those that {@link #produces} what is wanted and
 * {@link #supports} what comes in, the slot takes the one with the highest {@code service.ranking} that its target
 * filter allows.
 */
@ConsumerType
public interface EncoderFactory {
    /** Service property: the encoder's name in configuration and status, such as {@code openh264}. */
    String NAME = "flathead.encoder";
    /** Service property: the text {@code true} if it is hardware. A text, since filters on Booleans mislead. */
    String HARDWARE = "flathead.hardware";

    /** What comes out. */
    Codec produces();

    /** Whether pictures of this format can go in. Any thread, cheap. */
    boolean supports(VideoFormat in);

    /**
     * Opens an encoder. May be called while another one of the same factory is open.
     *
     * @param in what goes in: a raw codec, size and rate
     * @param settings what is asked for
     * @param out gets the encoded pictures, by one thread at a time
     * @throws MediaException if it cannot; nothing stays open then
     */
    VideoEncoder open(VideoFormat in, EncoderSettings settings, FrameInput out) throws MediaException;
}
