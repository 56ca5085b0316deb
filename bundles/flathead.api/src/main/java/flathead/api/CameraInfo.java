package flathead.api;

/**
 * A camera that a factory can open.
 *
 * @param device what {@link CaptureSettings#device()} selects it by
 * @param model for people
 */
public record CameraInfo(String device, String model) {
}
