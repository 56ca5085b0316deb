package flathead.pipeline.internal;

import flathead.api.FrameInput;
import flathead.api.Media;
import flathead.api.MediaException;
import java.util.function.BiConsumer;

/**
 * Stands between one opened source and the tap: lets pictures through only while it is open, so that of two sources
 * around a swap never both are heard.
 */
final class Gate implements FrameInput {
    private final FrameInput out;
    private final BiConsumer<Gate, MediaException> failure;
    private volatile boolean open;

    Gate(FrameInput out, BiConsumer<Gate, MediaException> failure) {
        this.out = out;
        this.failure = failure;
    }

    void open() {
        open = true;
    }

    void shut() {
        open = false;
    }

    @Override
    public boolean offer(Media media) {
        return open && out.offer(media);
    }

    @Override
    public void failed(MediaException cause) {
        failure.accept(this, cause);
    }
}
