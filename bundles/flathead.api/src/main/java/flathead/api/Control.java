package flathead.api;

import java.util.List;

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
