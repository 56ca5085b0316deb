package flathead.encoder.engine;

import flathead.api.MediaException;
import flathead.api.VideoFormat;
import java.nio.ByteBuffer;

/** Makes engines of one kind. Any thread. */
public interface Engines {
    /**
     * Opens one.
     *
     * @param format size and rate of what goes in
     * @param bitsPerSecond mean rate
     * @throws MediaException naming the library, format and rate, and what the library said; nothing stays open then
     */
    Engine open(VideoFormat format, int bitsPerSecond) throws MediaException;

    /** Which library works, for a log and a person. */
    String library();

    /** Native address of byte 0 of a direct buffer, wherever its position is. */
    long address(ByteBuffer direct);

    /** Whether NV12 goes in as it lies; otherwise it is parted into I420 before. */
    default boolean takesNv12() {
        return false;
    }
}
