package flathead.api;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** An open camera. */
@ConsumerType
public interface CaptureLink extends Link, Feedback {
    /** What it delivers: what was asked for, or the nearest that the camera has. */
    VideoFormat format();

    /**
     * Changes settings while pictures flow; within two frame intervals they are handed to the driver.
     *
     * @return false if they need the camera to be opened again; nothing has changed then
     * @throws MediaException if they are not allowed, naming setting, value and range; nothing has changed then
     */
    boolean apply(CaptureSettings settings) throws MediaException;

    /** The settings that this camera has. */
    List<Control> controls();
}
