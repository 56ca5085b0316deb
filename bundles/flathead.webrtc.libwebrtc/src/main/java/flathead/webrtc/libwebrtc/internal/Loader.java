package flathead.webrtc.libwebrtc.internal;

import flathead.api.MediaException;
import flathead.api.NanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads libwebrtc when it is first needed. A failure is remembered for a while, as each try unpacks it. One thread. */
final class Loader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Loader.class);
    private static final long AGAIN_NANOS = 30_000_000_000L;

    private final How how;
    private final NanoClock clock;
    private NativeStack stack;
    private MediaException failure;
    private long failed;

    /** The way to load it. */
    interface How {
        NativeStack load() throws MediaException;
    }

    Loader(How how, NanoClock clock) {
        this.how = how;
        this.clock = clock;
    }

    /**
     * Libwebrtc, loaded now unless it was before.
     *
     * @throws MediaException if this machine cannot; the message says what is missing
     */
    NativeStack stack() throws MediaException {
        if (stack != null) {
            return stack;
        }
        long begin = clock.nanos();
        if (failure != null && begin - failed < AGAIN_NANOS) {
            throw new MediaException(failure.getMessage(), failure);
        }
        try {
            stack = how.load();
        } catch (MediaException e) {
            failure = e;
            failed = begin;
            throw e;
        }
        LOG.info("libwebrtc is ready, loaded in {} ms", (clock.nanos() - begin) / 1_000_000);
        return stack;
    }

    @Override
    public void close() {
        if (stack != null) {
            stack.close();
            stack = null;
        }
    }
}
