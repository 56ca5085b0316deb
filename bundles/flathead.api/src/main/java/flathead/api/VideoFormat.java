package flathead.api;

import java.util.Objects;

/**
 * What the pictures of a stream are.
 *
 * @param codec how their bytes are to be read
 * @param width in pixels, 16 to {@value #MAX_SIDE}, even
 * @param height in pixels, 16 to {@value #MAX_SIDE}, even
 * @param fps nominal pictures a second, 1 to {@value #MAX_FPS}
 */
public record VideoFormat(Codec codec, int width, int height, int fps) {
    /** The longest side of a picture, in pixels. */
    public static final int MAX_SIDE = 8192;
    /** The highest nominal rate, in pictures a second. */
    public static final int MAX_FPS = 240;

    /** Refuses what no part of Flathead could carry. */
    public VideoFormat {
        Objects.requireNonNull(codec, "codec");
        side("width", width);
        side("height", height);
        if (fps < 1 || fps > MAX_FPS) {
            throw new IllegalArgumentException("fps " + fps + " is not within 1.." + MAX_FPS);
        }
    }

    private static void side(String name, int pixels) {
        if (pixels < 16 || pixels > MAX_SIDE || (pixels & 1) != 0) {
            throw new IllegalArgumentException(name + " " + pixels + " is not an even number within 16.." + MAX_SIDE);
        }
    }

    /** The same pictures in another codec. */
    public VideoFormat as(Codec other) {
        return other == codec ? this : new VideoFormat(other, width, height, fps);
    }

    /** One nominal frame interval, in nanoseconds. */
    public long intervalNanos() {
        return 1_000_000_000L / fps;
    }

    /** Whether both have the same codec and size; the rate may differ. */
    public boolean sameShape(VideoFormat other) {
        return codec == other.codec && width == other.width && height == other.height;
    }

    @Override
    public String toString() {
        return codec + " " + width + "x" + height + "@" + fps;
    }
}
