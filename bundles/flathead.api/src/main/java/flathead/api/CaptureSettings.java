package flathead.api;

import java.util.Map;
import java.util.Objects;

/**
 * What a camera is asked for.
 *
 * @param device which camera, in its factory's own terms; {@code "0"} is the first
 * @param format raw codec, size and rate
 * @param controls further settings by name, such as {@code brightness}; {@link CaptureLink#controls()} lists what an
 *     open camera has. A name that the camera lacks is refused by name
 */
public record CaptureSettings(String device, VideoFormat format, Map<String, String> controls) {
    /** Takes its own copy of {@code controls}. */
    public CaptureSettings {
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(format, "format");
        controls = Map.copyOf(controls);
    }
}
