package flathead.encoder.x264.internal;

import flathead.api.EncoderFactory;
import flathead.api.MediaException;
import flathead.encoder.engine.SoftwareEncoderFactory;
import java.util.Optional;

/** The libx264 of this machine, for what decodes its output. */
public final class SystemX264 {
    private SystemX264() {
    }

    /** An encoder factory over it; empty if there is none. */
    public static Optional<EncoderFactory> factory() {
        try {
            return Optional.of(new SoftwareEncoderFactory(X264.load()));
        } catch (MediaException e) {
            return Optional.empty();
        }
    }
}
