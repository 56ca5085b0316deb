package flathead.encoder.x264.internal;

/**
 * Where the few fields lie that libx264 has no function for: builds 164 and 165 on 64 bits, x86_64 and aarch64 alike,
 * whose headers declare these structures without a difference. A test compares them with the header of the machine.
 */
final class Layout {
    /** {@code X264_BUILD}s that this was checked for, the newest first. */
    static final int[] BUILDS = {165, 164};

    /** Bytes enough for a {@code x264_param_t}, which takes 1024. */
    static final int PARAMETERS = 4096;
    /** {@code x264_param_t.i_sync_lookahead}: just before the width. */
    static final int SYNC_LOOKAHEAD = 24;
    /** {@code x264_param_t.i_width}. */
    static final int WIDTH = 28;
    /** {@code x264_param_t.i_height}. */
    static final int HEIGHT = 32;
    /** {@code x264_param_t.i_csp}. */
    static final int COLOUR_SPACE = 36;
    /** {@code x264_param_t.i_bitdepth}. */
    static final int BIT_DEPTH = 40;
    /** {@code x264_param_t.i_level_idc}. */
    static final int LEVEL = 44;

    /** Bytes enough for a {@code x264_picture_t}, which takes 240. */
    static final int PICTURE = 1024;
    /** {@code x264_picture_t.i_type}. */
    static final int TYPE = 0;
    /** {@code x264_picture_t.b_keyframe}. */
    static final int KEYFRAME = 12;
    /** {@code x264_picture_t.i_pts}, 64 bits. */
    static final int PTS = 16;
    /** {@code x264_picture_t.img.i_csp}. */
    static final int IMAGE_COLOUR_SPACE = 40;
    /** {@code x264_picture_t.img.i_plane}: how many. */
    static final int PLANE_COUNT = 44;
    /** {@code x264_picture_t.img.i_stride}, four of them. */
    static final int STRIDES = 48;
    /** {@code x264_picture_t.img.plane}, four addresses. */
    static final int PLANES = 64;

    /** Bytes of a {@code x264_nal_t}. */
    static final int NAL = 40;
    /** {@code x264_nal_t.i_type}. */
    static final int NAL_TYPE = 4;
    /** {@code x264_nal_t.i_payload}: bytes, with start code. */
    static final int NAL_SIZE = 20;
    /** {@code x264_nal_t.p_payload}. */
    static final int NAL_BYTES = 24;

    /** {@code X264_CSP_I420}. */
    static final int I420 = 2;
    /** {@code X264_CSP_NV12}. */
    static final int NV12 = 4;
    /** {@code X264_TYPE_AUTO}. */
    static final int AUTO = 0;
    /** {@code X264_TYPE_IDR}. */
    static final int IDR = 1;

    private Layout() {
    }
}
