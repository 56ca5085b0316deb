package flathead.encoder.v4l2.internal;

import com.sun.jna.Memory;
import flathead.api.MediaException;
import java.nio.ByteBuffer;

/**
 * An open video device, as the kernel shows it: all that is native is behind this. One thread, but for {@link #wake};
 * nothing allocates but {@link #map}.
 */
interface Node extends AutoCloseable {
    /** In {@link #poll}'s answer: somebody called {@link #wake}. */
    int WOKEN = 1 << 30;

    /**
     * Asks the driver.
     *
     * @param request a number of {@link Layout}
     * @param argument the structure that goes with it
     * @return a negative error number on failure; interruptions are repeated
     */
    int ioctl(long request, Memory argument);

    /**
     * Waits.
     *
     * @param events {@code POLLIN}, {@code POLLOUT}, {@code POLLPRI}
     * @param millis the longest wait, or a negative number for ever
     * @return what there is, with {@code POLLERR}, {@code POLLHUP} and {@link #WOKEN}; 0 if the time has passed; a
     *     negative error number on failure
     */
    int poll(int events, int millis);

    /** Ends a {@link #poll}, this one or the next. Any thread, also after {@link #close}. */
    void wake();

    /**
     * Maps a buffer.
     *
     * @throws MediaException if it cannot be
     */
    ByteBuffer map(long offset, int length) throws MediaException;

    /** Takes the mapping back; the buffer must not be touched any more. */
    void unmap(ByteBuffer buffer);

    /** Closes the device; may be called again. */
    @Override
    void close();
}
