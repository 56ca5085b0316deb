package flathead.encoder.x264.internal;

import flathead.api.EncoderFactory;
import flathead.api.MediaException;
import flathead.encoder.engine.SoftwareEncoderFactory;
import org.junit.jupiter.api.Assumptions;

/** The libx264 of this machine. */
final class TestX264 {
    private TestX264() {
    }

    /** An encoder factory over it; the test is skipped, saying so, where there is none. */
    static EncoderFactory factory() throws MediaException {
        String absent = null;
        try {
            return new SoftwareEncoderFactory(X264.load());
        } catch (MediaException e) {
            // one that is there and does not work is a failure
            absent = e.getMessage();
            if (!absent.startsWith("no libx264") && !absent.contains("64-bit Linux only")) {
                throw e;
            }
        }
        Assumptions.abort(absent);
        return null;
    }
}
