package flathead.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * An open encoder: one picture out for each one in, in the order of input, with the input's sequence and capture time,
 * and a keyframe first. Of H.264 it keeps the contract of {@link Codec#H264}.
 *
 * <p>{@code offer}, {@code apply} and {@code drain} are called by one thread, {@link Feedback} by any.
 * {@link #requestKeyframe()} holds for the next picture offered.
 */
@ConsumerType
public interface VideoEncoder extends Coder, Feedback {
    /**
     * Changes settings from the next picture on.
     *
     * @return false if they need the encoder to be opened again; nothing has changed then
     */
    boolean apply(EncoderSettings settings);
}
