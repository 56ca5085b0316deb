package flathead.api;

import java.util.List;
import java.util.Set;

/**
 * A setting that an open camera has.
 *
 * @param name as in {@link CaptureSettings#controls()}
 * @param type of the value
 * @param min smallest number allowed; NaN where the type has no range
 * @param max largest number allowed; NaN where the type has no range
 * @param unit of the number, empty if none
 * @param initial the value while nothing else is asked for; empty where the camera itself decides
 * @param choices what a {@link Type#CHOICE} allows, else empty
 */
public record Control(String name, Type type, double min, double max, String unit, String initial,
        List<String> choices) {
    /**
     * Names that mean the same for every camera stack; a stack has some of them, and may have others of its own. What
     * each is, and its general range, is in the form of {@code flathead.camera}. A camera that stands in for another
     * may do without one of these; a name that is neither here nor its own is a mistake.
     */
    public static final Set<String> SHARED = Set.of("exposure", "gain", "brightness", "contrast", "saturation",
        "sharpness", "white.balance", "red.gain", "blue.gain", "flip.horizontal", "flip.vertical", "rotation", "focus",
        "focus.range", "focus.position", "focus.trigger", "hdr", "noise.reduction", "sync", "zoom", "zoom.x", "zoom.y");

    /** What a value looks like. */
    public enum Type {
        /** {@code true} or {@code false}. */
        BOOLEAN,
        /** A whole number. */
        INTEGER,
        /** A number. */
        NUMBER,
        /** One of {@link Control#choices()}. */
        CHOICE,
        /** Any text. */
        TEXT
    }
}
