package flathead.encoder.v4l2.internal;

import flathead.api.Codec;
import flathead.api.EncoderSettings;
import flathead.api.VideoFormat;
import java.nio.ByteBuffer;

/** What is special about what a device makes; one for each open encoder. One thread, but for {@link #allows}. */
interface Bitstream {
    /** The kernel's name of it. */
    int pixelFormat();

    /** Flathead's name of it. */
    Codec codec();

    /** Sets what there is to set before the stream starts. */
    void configure(Controls controls, VideoFormat format, EncoderSettings settings);

    /** Whether the stream that {@link #configure} announced may have this rate. Any thread. */
    boolean allows(int bitsPerSecond);

    /**
     * Looks at what came from the device; the questions below are about it. Allocates nothing.
     *
     * @param unit absolute access only
     */
    void look(ByteBuffer unit, int offset, int size);

    /** Whether it has a picture at all, and not only what precedes one. */
    boolean picture();

    /** Whether decoding can start there. */
    boolean keyframe();

    /** Bytes that have to stand before it and do not, 0 to a few hundred. */
    int missing();

    /** Writes those to the start of a buffer. */
    void putMissing(ByteBuffer target);

    /** Why the stream cannot be used; null if it can. */
    String complaint();
}
