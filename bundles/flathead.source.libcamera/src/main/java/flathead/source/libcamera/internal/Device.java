package flathead.source.libcamera.internal;

import flathead.api.MediaException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A camera that is ours. One thread at a time, but for {@link #give}, {@link #set} and {@link #wake}, which any thread
 * may call. What is thrown says what the camera does, without naming it.
 */
interface Device {
    /** {@link #next}: the time is over. */
    int NOTHING = -11;
    /** {@link #next}: somebody called {@link #wake}. */
    int WOKEN = -4;
    /** {@link #next}: a picture failed; its buffer is in use again. */
    int BROKEN = -5;

    /**
     * A stream.
     *
     * @param fourcc as DRM has it
     * @param buffers how many
     * @param transform {@link #HORIZONTAL} and {@link #VERTICAL}
     * @param stride bytes from one line of the first plane to the next
     */
    record Shape(int fourcc, int width, int height, int buffers, int transform, int stride) {
        static final int HORIZONTAL = 1;
        static final int VERTICAL = 2;
    }

    /**
     * A control, as libcamera has it.
     *
     * @param type B a truth, I a whole number, F a number, R a rectangle, ? another
     * @param min one number, or four of a rectangle; NaN if there is none; so are the others
     * @param allowed values, if they are few; else empty
     */
    record Raw(String name, char type, double[] min, double[] max, double[] initial, double[] allowed) {
    }

    /**
     * What would come of a wish.
     *
     * @param commit whether to take it
     * @return what the camera makes of it
     */
    Shape configure(Shape wanted, boolean commit) throws MediaException;

    /** What can be set; may change with {@link #configure}. */
    List<Raw> controls();

    /** Leaves a control for the next request. */
    void set(String name, double... values) throws MediaException;

    /** Makes the buffers and starts; how many there are. */
    int start() throws MediaException;

    /** Where a buffer's planes lie; until {@link #free}. */
    ByteBuffer[] planes(int buffer);

    /** The dma-buf that holds all planes of a buffer, or {@link flathead.api.Memory#NO_DMABUF}. */
    int dmabuf(int buffer);

    /**
     * Waits for a picture; gives the camera first what was left by {@link #give}.
     *
     * @return the buffer it is in, or {@link #NOTHING}, {@link #WOKEN}, {@link #BROKEN}
     * @throws MediaException if there will be none any more
     */
    int next(int millis) throws MediaException;

    /** The last picture's instant of capture by the monotonic clock; 0 if it has none. */
    long captureNanos();

    /** The last picture's number, as the sensor counts. */
    long sequence();

    /** The last picture's time of exposure in microseconds; 0 if that is unknown. */
    long exposureMicros();

    /** A buffer's last reader is done. */
    void give(int buffer);

    /** Lets {@link #next} return. */
    void wake();

    /** Stops and lets the camera go. Buffers stay readable. */
    void close();

    /** After {@link #close()}: unmaps the buffers. */
    void free();
}
