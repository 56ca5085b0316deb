package flathead.encoder.v4l2.internal;

import flathead.api.Codec;
import flathead.api.EncoderSettings;
import flathead.api.VideoFormat;
import java.nio.ByteBuffer;

/**
 * H.264 in Annex B form, with the contract of {@link Codec#H264}. What drivers differ in is evened out here: parameter
 * sets that come in a buffer of their own, or only once, are kept and put before each IDR; which picture is an IDR is
 * read from its NAL units, as not every driver says so.
 */
final class H264 implements Bitstream {
    private static final int IDR = 5;
    private static final int SPS = 7;
    private static final int PPS = 8;
    private static final int BASELINE = 66;
    private static final int MAIN = 77;
    private static final int MOST_HEADER = 1024;
    /** The profiles that are asked for, the first that the driver takes. */
    private static final int[] PROFILES = {Layout.PROFILE_CONSTRAINED_BASELINE, Layout.PROFILE_BASELINE,
        Layout.PROFILE_MAIN};
    /**
     * Levels 3.1, which every receiver takes, to 5.1 as the kernel counts: macroblocks a second and a picture, bits a
     * second (table A-1, with 1,200 a unit).
     */
    private static final int[][] LEVELS = {{108_000, 3_600, 16_800_000}, {216_000, 5_120, 24_000_000},
        {245_760, 8_192, 24_000_000}, {245_760, 8_192, 60_000_000}, {522_240, 8_704, 60_000_000},
        {589_824, 22_080, 162_000_000}, {983_040, 36_864, 288_000_000}};

    private final ByteBuffer header = ByteBuffer.allocateDirect(MOST_HEADER);
    private int headerSize;
    private int profile;
    private boolean picture;
    private boolean keyframe;
    private boolean complete;
    private volatile int mostBits = Integer.MAX_VALUE;

    @Override
    public int pixelFormat() {
        return Layout.H264;
    }

    @Override
    public Codec codec() {
        return Codec.H264;
    }

    @Override
    public void configure(Controls controls, VideoFormat format, EncoderSettings settings) {
        for (int each : PROFILES) {
            if (controls.set(Layout.H264_PROFILE, each)) {
                break;
            }
        }
        level(controls, format, settings.bitsPerSecond());
        controls.set(Layout.B_FRAMES, 0);
        controls.set(Layout.BITRATE_MODE, Layout.BITRATE_MODE_CBR);
        controls.set(Layout.FRAME_RC_ENABLE, 1);
        // keyframes are made on demand; the driver's own interval is put out of the way
        controls.setNearest(Layout.H264_I_PERIOD, EncoderSettings.MAX_KEYFRAME_INTERVAL);
        controls.setNearest(Layout.GOP_SIZE, EncoderSettings.MAX_KEYFRAME_INTERVAL);
        controls.set(Layout.HEADER_MODE, Layout.HEADER_JOINED);
        if (!controls.set(Layout.REPEAT_SEQ_HEADER, 1)) {
            controls.set(Layout.PREPEND_SPSPPS_TO_IDR, 1);
        }
    }

    /** The lowest level from 3.1 on that allows the stream and that the driver takes; else the driver's own. */
    private void level(Controls controls, VideoFormat format, int bitsPerSecond) {
        int blocks = (format.width() + 15) / 16 * ((format.height() + 15) / 16);
        for (int i = 0; i < LEVELS.length; i++) {
            boolean enough = blocks * format.fps() <= LEVELS[i][0] && blocks <= LEVELS[i][1]
                && bitsPerSecond <= LEVELS[i][2];
            if (enough && controls.set(Layout.H264_LEVEL, Layout.LEVEL_3_1 + i)) {
                mostBits = LEVELS[i][2];
                return;
            }
        }
        mostBits = Integer.MAX_VALUE;
    }

    @Override
    public boolean allows(int bitsPerSecond) {
        return bitsPerSecond <= mostBits;
    }

    @Override
    public void look(ByteBuffer unit, int offset, int size) {
        picture = false;
        keyframe = false;
        complete = false;
        int end = offset + size;
        int headerFrom = -1;
        int at = startCode(unit, offset, end);
        while (at < end && !picture) {
            int nal = at + 3;
            int type = nal < end ? unit.get(nal) & 31 : 0;
            if (type == SPS && headerFrom < 0) {
                headerFrom = at;
                profile = nal + 1 < end ? unit.get(nal + 1) & 255 : 0;
            }
            picture = type >= 1 && type <= IDR;
            keyframe = type == IDR;
            int next = picture ? at : startCode(unit, nal, end);
            if (headerFrom >= 0 && type == PPS) {
                keep(unit, headerFrom, next);
                complete = true;
            }
            at = next;
        }
    }

    /** Where the next 0, 0, 1 lies. */
    private static int startCode(ByteBuffer unit, int from, int end) {
        int at = from;
        while (at + 2 < end) {
            if (unit.get(at) == 0 && unit.get(at + 1) == 0 && unit.get(at + 2) == 1) {
                return at;
            }
            at++;
        }
        return end;
    }

    /** Keeps what stands from the SPS to the last PPS. */
    private void keep(ByteBuffer unit, int from, int to) {
        int last = to;
        while (last > from && unit.get(last - 1) == 0) {
            last--; // of the next start code
        }
        int size = last - from + 1;
        if (size <= MOST_HEADER) {
            header.put(0, (byte) 0);
            header.put(1, unit, from, size - 1);
            headerSize = size;
        }
    }

    @Override
    public boolean picture() {
        return picture;
    }

    @Override
    public boolean keyframe() {
        return keyframe;
    }

    @Override
    public int missing() {
        return keyframe && !complete ? headerSize : 0;
    }

    @Override
    public void putMissing(ByteBuffer target) {
        target.put(0, header, 0, headerSize);
    }

    @Override
    public String complaint() {
        if (keyframe && headerSize == 0) {
            return "an IDR came before any SPS and PPS";
        }
        return keyframe && profile != BASELINE && profile != MAIN
            ? "it makes H.264 of profile_idc " + profile + "; allowed are " + BASELINE + " and " + MAIN : null;
    }
}
