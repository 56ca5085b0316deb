package flathead.encoder.v4l2.internal;

/**
 * The kernel's interface to video devices ({@code linux/videodev2.h}): request numbers, where the fields of its
 * structures lie, and constants. The same on x86_64 and aarch64; a test compares all of it with the header, for both.
 */
final class Layout {
    static final long QUERYCAP = 0x80685600L;
    static final long ENUM_FMT = 0xc0405602L;
    static final long S_FMT = 0xc0d05605L;
    static final long REQBUFS = 0xc0145608L;
    static final long QUERYBUF = 0xc0585609L;
    static final long QBUF = 0xc058560fL;
    static final long DQBUF = 0xc0585611L;
    static final long STREAMON = 0x40045612L;
    static final long STREAMOFF = 0x40045613L;
    static final long S_PARM = 0xc0cc5616L;
    static final long S_CTRL = 0xc008561cL;
    static final long QUERYCTRL = 0xc0445624L;
    static final long ENUM_FRAMESIZES = 0xc02c564aL;
    static final long ENCODER_CMD = 0xc028564dL;
    static final long TRY_ENCODER_CMD = 0xc028564eL;
    static final long DQEVENT = 0x80885659L;
    static final long SUBSCRIBE_EVENT = 0x4020565aL;
    static final long S_SELECTION = 0xc040565fL;

    // struct v4l2_capability
    static final int CAPABILITY = 104;
    static final int DRIVER = 0;
    static final int DRIVER_BYTES = 16;
    static final int CARD = 16;
    static final int CARD_BYTES = 32;
    static final int CAPABILITIES = 84;
    static final int DEVICE_CAPS = 88;
    static final int CAP_VIDEO_CAPTURE = 0x1;
    static final int CAP_VIDEO_CAPTURE_MPLANE = 0x1000;
    static final int CAP_M2M_MPLANE = 0x4000;
    static final int CAP_M2M = 0x8000;
    static final int CAP_STREAMING = 0x0400_0000;
    static final int CAP_DEVICE_CAPS = 0x8000_0000;

    // struct v4l2_fmtdesc
    static final int FMTDESC = 64;
    static final int FMTDESC_TYPE = 4;
    static final int FMTDESC_PIXELFORMAT = 44;

    // struct v4l2_frmsizeenum
    static final int FRMSIZE = 44;
    static final int FRMSIZE_PIXELFORMAT = 4;
    static final int FRMSIZE_TYPE = 8;
    static final int FRMSIZE_DISCRETE = 1;
    /** {@code discrete.width}, {@code .height}; {@code stepwise.min_width}, max, step, then the same of the height. */
    static final int FRMSIZE_VALUES = 12;

    // struct v4l2_format; the single-planar member, then the multi-planar one
    static final int FORMAT = 208;
    static final int WIDTH = 8;
    static final int HEIGHT = 12;
    static final int PIXELFORMAT = 16;
    static final int FIELD = 20;
    static final int FIELD_NONE = 1;
    static final int BYTESPERLINE = 24;
    static final int SIZEIMAGE = 28;
    static final int COLORSPACE = 32;
    static final int MP_COLORSPACE = 24;
    static final int MP_SIZEIMAGE = 28;
    static final int MP_BYTESPERLINE = 32;
    static final int MP_NUM_PLANES = 188;
    static final int COLORSPACE_SMPTE170M = 1;

    // struct v4l2_requestbuffers
    static final int REQUESTBUFFERS = 20;
    static final int REQUESTBUFFERS_TYPE = 4;
    static final int REQUESTBUFFERS_MEMORY = 8;

    // struct v4l2_buffer
    static final int BUFFER = 88;
    static final int INDEX = 0;
    static final int TYPE = 4;
    static final int BYTESUSED = 8;
    static final int FLAGS = 12;
    static final int BUFFER_FIELD = 16;
    static final int SECONDS = 24;
    static final int MICROSECONDS = 32;
    static final int MEMORY = 60;
    static final int M = 64;
    static final int LENGTH = 72;
    static final int FLAG_KEYFRAME = 0x8;
    static final int FLAG_ERROR = 0x40;
    static final int FLAG_TIMESTAMP_COPY = 0x4000;
    static final int FLAG_LAST = 0x0010_0000;

    // struct v4l2_plane
    static final int PLANE = 64;
    static final int PLANE_BYTESUSED = 0;
    static final int PLANE_LENGTH = 4;
    static final int PLANE_M = 8;
    static final int PLANE_DATA_OFFSET = 16;

    // enum v4l2_memory, enum v4l2_buf_type
    static final int MMAP = 1;
    static final int DMABUF = 4;
    static final int CAPTURE = 1;
    static final int OUTPUT = 2;
    static final int CAPTURE_MPLANE = 9;
    static final int OUTPUT_MPLANE = 10;

    // struct v4l2_streamparm
    static final int STREAMPARM = 204;
    static final int TIMEPERFRAME = 12;

    // struct v4l2_control, struct v4l2_queryctrl
    static final int CONTROL = 8;
    static final int CONTROL_VALUE = 4;
    static final int QUERY = 68;
    static final int QUERY_MINIMUM = 40;
    static final int QUERY_MAXIMUM = 44;
    static final int QUERY_FLAGS = 56;
    static final int CTRL_DISABLED = 1;

    // struct v4l2_encoder_cmd
    static final int COMMAND = 40;
    static final int COMMAND_STOP = 1;

    // struct v4l2_event, struct v4l2_event_subscription
    static final int EVENT = 136;
    static final int SUBSCRIPTION = 32;
    static final int EVENT_EOS = 2;
    static final int EVENT_SOURCE_CHANGE = 5;

    // struct v4l2_selection
    static final int SELECTION = 64;
    static final int SELECTION_TARGET = 4;
    static final int SELECTION_WIDTH = 20;
    static final int SELECTION_HEIGHT = 24;
    static final int CROP = 0;

    // pixel formats
    static final int H264 = 0x34363248;
    static final int YUV420 = 0x32315559;
    static final int NV12 = 0x3231564e;

    // controls of codecs, and values of them
    static final int B_FRAMES = 0x9909ca;
    static final int GOP_SIZE = 0x9909cb;
    static final int BITRATE_MODE = 0x9909ce;
    static final int BITRATE_MODE_CBR = 1;
    static final int BITRATE = 0x9909cf;
    static final int FRAME_RC_ENABLE = 0x9909d7;
    static final int HEADER_MODE = 0x9909d8;
    static final int HEADER_JOINED = 1;
    static final int REPEAT_SEQ_HEADER = 0x9909e2;
    static final int FORCE_KEY_FRAME = 0x9909e5;
    static final int H264_I_PERIOD = 0x990a66;
    static final int H264_LEVEL = 0x990a67;
    static final int LEVEL_3_1 = 9;
    static final int H264_PROFILE = 0x990a6b;
    static final int PROFILE_BASELINE = 0;
    static final int PROFILE_CONSTRAINED_BASELINE = 1;
    static final int PROFILE_MAIN = 2;
    static final int PREPEND_SPSPPS_TO_IDR = 0x990b84;

    // open, poll, mmap, errors
    static final int O_RDWR = 2;
    static final int O_NONBLOCK = 0x800;
    static final int O_CLOEXEC = 0x80000;
    static final int EFD_NONBLOCK_CLOEXEC = 0x80800;
    static final int PROT_READ_WRITE = 3;
    static final int MAP_SHARED = 1;
    static final int POLLIN = 0x1;
    static final int POLLPRI = 0x2;
    static final int POLLOUT = 0x4;
    static final int POLLERR = 0x8;
    static final int POLLHUP = 0x10;
    static final int EINTR = 4;
    static final int EIO = 5;
    static final int EAGAIN = 11;
    static final int EACCES = 13;
    static final int EBUSY = 16;
    static final int ENODEV = 19;
    static final int EINVAL = 22;
    static final int ENOTTY = 25;
    static final int EPIPE = 32;

    private Layout() {
    }
}
