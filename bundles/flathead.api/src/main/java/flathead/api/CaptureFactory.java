package flathead.api;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A camera stack, as an OSGi service. Registered only where it works; the pipeline tries the highest
 * {@code service.ranking} first.
 */
@ConsumerType
public interface CaptureFactory {
    /** Service property: the factory's name in configuration and status, such as {@code mock}. */
    String NAME = "flathead.source";
    /**
     * Service property: {@code "true"} if its pictures only stand in for those of a camera. Where such a one is used
     * without having been asked for, log and status say so.
     */
    String STANDS_IN = "flathead.source.stands.in";

    /** The cameras that could be opened now. Any thread; may ask the hardware. */
    List<CameraInfo> cameras();

    /**
     * Opens a camera and starts it.
     *
     * @param settings what is asked for
     * @param out gets every picture on the camera's own thread, until the link is closed or {@link FrameInput#failed}
     *     was called
     * @throws MediaException naming camera, setting, value and what is allowed; nothing stays open then. If the
     *     reason is a control, it is a {@link ControlException} or is caused by one
     */
    CaptureLink open(CaptureSettings settings, FrameInput out) throws MediaException;
}
