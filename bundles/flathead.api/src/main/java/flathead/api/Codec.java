package flathead.api;

/** How the bytes of a picture are to be read. */
public enum Codec {
    /** Raw: three planes Y, U, V; U and V of half the width and height (rounded up). Video range, BT.601. */
    I420(true),
    /** Raw: two planes, Y and interleaved UV. Video range, BT.601. */
    NV12(true),
    /**
     * Access units of ITU-T H.264 in Annex B form: no B-frames, SPS and PPS before every IDR. Because of this any
     * encoder's output may follow any other's at a keyframe.
     */
    H264(false),
    /** RFC 6386. */
    VP8(false),
    /** VP9. */
    VP9(false),
    /** AV1, as low-overhead OBUs. */
    AV1(false);

    private final boolean raw;

    Codec(boolean raw) {
        this.raw = raw;
    }

    /** Whether pictures of this codec are {@link Frame}s; the others are {@link EncodedFrame}s. */
    public boolean isRaw() {
        return raw;
    }
}
