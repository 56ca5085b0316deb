package flathead.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * An open decoder: for each access unit one picture, in order, as early as it can be; none waits for the access unit
 * after it. A picture is said to be what its access unit is ({@link Frame#set(EncodedFrame)}), but for its size, which
 * is the one that was decoded. The size may change at any keyframe.
 *
 * <p>It starts at a keyframe. What it cannot decode, or only with errors, does not come out, and neither does what
 * depends on that: it asks upstream for a keyframe, and again at each access unit, until one comes. Bad input is never
 * a {@link FrameInput#failed failure}. Where only the picture found no room, decoding goes on.
 *
 * <p>{@code offer} answers false where it is known at once that no picture comes of it. {@code offer} and {@code drain}
 * are called by one thread.
 */
@ConsumerType
public interface VideoDecoder extends Coder {
}
