package flathead.encoder.software.internal;

import flathead.api.MediaException;
import flathead.api.VideoFormat;

/** Makes engines of one kind. Any thread. */
interface Engines {
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
}
