package flathead.source.libcamera.internal;

import flathead.api.MediaException;
import java.util.List;

/** libcamera in this process. Any thread. */
interface Libcamera {
    /**
     * A camera.
     *
     * @param id unique and lasting, as libcamera calls it
     * @param model of the sensor; may be empty
     * @param location {@code front}, {@code back}, {@code external} or empty
     */
    record Listed(String id, String model, String location) {
    }

    /** Its own number. */
    String version();

    /** The cameras that there are now, in its order. */
    List<Listed> cameras();

    /**
     * Waits until cameras came or went, or the time is over, or {@link #stop()}.
     *
     * @param known what the last call answered, or 0
     * @return what to pass the next time; another number after a change
     */
    int changes(int known, int millis);

    /**
     * Takes a camera for this process alone.
     *
     * @throws MediaException saying why not, without naming the camera
     */
    Device open(String id) throws MediaException;

    /** Ends it. No camera may be open. */
    void stop();
}
