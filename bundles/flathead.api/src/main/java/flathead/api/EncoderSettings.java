package flathead.api;

/**
 * What an encoder is asked for.
 *
 * @param bitsPerSecond mean rate, {@value #MIN_BITRATE} to {@value #MAX_BITRATE}
 * @param keyframeInterval pictures from one keyframe to the next, 0 for keyframes on request only, to
 *     {@value #MAX_KEYFRAME_INTERVAL}
 */
public record EncoderSettings(int bitsPerSecond, int keyframeInterval) {
    /** The lowest rate, in bits a second. */
    public static final int MIN_BITRATE = 50_000;
    /** The highest rate, in bits a second. */
    public static final int MAX_BITRATE = 100_000_000;
    /** The most pictures from one keyframe to the next. */
    public static final int MAX_KEYFRAME_INTERVAL = 100_000;

    /** Refuses what is out of range. */
    public EncoderSettings {
        if (bitsPerSecond < MIN_BITRATE || bitsPerSecond > MAX_BITRATE) {
            throw new IllegalArgumentException(
                "bitrate " + bitsPerSecond + " bit/s is not within " + MIN_BITRATE + ".." + MAX_BITRATE);
        }
        if (keyframeInterval < 0 || keyframeInterval > MAX_KEYFRAME_INTERVAL) {
            throw new IllegalArgumentException(
                "keyframe interval " + keyframeInterval + " is not within 0.." + MAX_KEYFRAME_INTERVAL);
        }
    }
}
