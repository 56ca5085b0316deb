package flathead.encoder.software.internal;

import flathead.api.VideoFormat;
import java.nio.ByteBuffer;

/** The fields of OpenH264's {@code SEncParamExt} (2.2 to 2.6) that Flathead sets or checks. */
final class SvcParameters {
    /** The finest quantiser that the rate control takes: its own lower bound. */
    static final int MIN_QP = 12;
    /** The coarsest there is: OpenH264's default of 42 would not let hard pictures down to a low rate. */
    static final int MAX_QP = 51;
    /** ITU-T H.273: BT.601 with 525 lines, for primaries, transfer and matrix. */
    static final int BT601 = 6;

    private static final int WIDTH = 4;
    private static final int HEIGHT = 8;
    private static final int TARGET_BITRATE = 12;
    private static final int RC_MODE = 16;
    private static final int MAX_FRAME_RATE = 20;
    private static final int TEMPORAL_LAYERS = 24;
    private static final int SPATIAL_LAYERS = 28;
    private static final int LAYER = 32;
    private static final int LAYER_WIDTH = LAYER;
    private static final int LAYER_HEIGHT = LAYER + 4;
    private static final int LAYER_FRAME_RATE = LAYER + 8;
    private static final int LAYER_BITRATE = LAYER + 12;
    private static final int LAYER_MAX_BITRATE = LAYER + 16;
    private static final int LAYER_PROFILE = LAYER + 20;
    private static final int LAYER_SLICE_MODE = LAYER + 32;
    private static final int LAYER_SIGNAL_TYPE = LAYER + 184;
    private static final int LAYER_COLOUR = LAYER + 187;
    private static final int INTRA_PERIOD = 836;
    private static final int FRAME_SKIP = 860;
    private static final int MAX_BITRATE = 864;
    private static final int MAX_QUANTISER = 868;
    private static final int MIN_QUANTISER = 872;
    private static final int THREADS = 892;
    private static final int BACKGROUND_DETECTION = 909;
    private static final int SCENE_CHANGE_DETECT = 912;

    private static final int RC_BITRATE_MODE = 1;
    private static final int PRO_BASELINE = 66;
    private static final byte VF_UNDEF = 5;
    private static final int UNSPECIFIED_BIT_RATE = 0;

    private SvcParameters() {
    }

    /** Sets all over the library's defaults. */
    static void fill(ByteBuffer p, VideoFormat format, int bitsPerSecond) {
        p.putInt(WIDTH, format.width()).putInt(HEIGHT, format.height());
        p.putInt(TARGET_BITRATE, bitsPerSecond).putInt(RC_MODE, RC_BITRATE_MODE);
        p.putFloat(MAX_FRAME_RATE, format.fps());
        p.putInt(TEMPORAL_LAYERS, 1).putInt(SPATIAL_LAYERS, 1);
        p.putInt(LAYER_WIDTH, format.width()).putInt(LAYER_HEIGHT, format.height());
        p.putFloat(LAYER_FRAME_RATE, format.fps());
        // the level follows from size, frame rate and these
        p.putInt(LAYER_BITRATE, bitsPerSecond).putInt(LAYER_MAX_BITRATE, bitsPerSecond);
        p.putInt(MAX_BITRATE, bitsPerSecond);
        p.putInt(LAYER_PROFILE, PRO_BASELINE).putInt(LAYER_SLICE_MODE, 0);
        p.put(LAYER_SIGNAL_TYPE, (byte) 1).put(LAYER_SIGNAL_TYPE + 1, VF_UNDEF).put(LAYER_SIGNAL_TYPE + 2, (byte) 0);
        p.put(LAYER_COLOUR, (byte) 1);
        for (int i = 1; i <= 3; i++) {
            p.put(LAYER_COLOUR + i, (byte) BT601);
        }
        p.putInt(INTRA_PERIOD, 0).put(FRAME_SKIP, (byte) 0);
        p.putInt(MAX_QUANTISER, MAX_QP).putInt(MIN_QUANTISER, MIN_QP);
        p.putShort(THREADS, (short) 1);
        p.put(BACKGROUND_DETECTION, (byte) 1).put(SCENE_CHANGE_DETECT, (byte) 0);
    }

    /**
     * Settings for an encoder that is open. No IDR but those asked for: OpenH264 would make one whenever it takes much
     * motion for a cut. And no maximum: the library then takes that of its level, and refuses a mean rate above it.
     */
    static void settle(ByteBuffer p, VideoFormat format) {
        p.put(SCENE_CHANGE_DETECT, (byte) 0);
        p.putInt(LAYER_MAX_BITRATE, UNSPECIFIED_BIT_RATE).putInt(MAX_BITRATE, UNSPECIFIED_BIT_RATE);
        // it tells whole macroblocks, and would take them for a new size
        p.putInt(LAYER_WIDTH, format.width()).putInt(LAYER_HEIGHT, format.height());
    }

    /** Whether scene changes are no longer looked for, and what stands still is told from what moves. */
    static boolean settled(ByteBuffer p) {
        return p.get(SCENE_CHANGE_DETECT) == 0 && p.get(BACKGROUND_DETECTION) == 1;
    }

    /** Switches something that makes OpenH264 start anew, and so take over all settings and not just some. */
    static void background(ByteBuffer p, boolean told) {
        p.put(BACKGROUND_DETECTION, (byte) (told ? 1 : 0));
    }

    /** Whether these fields lie where they are thought to lie, going by what must be in them. */
    static boolean match(ByteBuffer p, VideoFormat format, int bitsPerSecond) {
        return p.getInt(WIDTH) == format.width() && p.getInt(HEIGHT) == format.height()
            && p.getInt(TARGET_BITRATE) == bitsPerSecond && p.getInt(RC_MODE) == RC_BITRATE_MODE
            && wholeBlocks(p.getInt(LAYER_WIDTH)) == wholeBlocks(format.width())
            && wholeBlocks(p.getInt(LAYER_HEIGHT)) == wholeBlocks(format.height())
            && p.getInt(LAYER_BITRATE) == bitsPerSecond && p.getInt(LAYER_PROFILE) == PRO_BASELINE
            && p.get(LAYER_COLOUR) == 1 && p.get(LAYER_COLOUR + 3) == BT601
            && p.getInt(INTRA_PERIOD) == 0 && p.get(FRAME_SKIP) == 0
            && p.getInt(MAX_QUANTISER) == MAX_QP && p.getInt(MIN_QUANTISER) == MIN_QP
            && p.getShort(THREADS) == 1 && (p.get(SCENE_CHANGE_DETECT) & 0xFE) == 0;
    }

    private static int wholeBlocks(int pixels) {
        return pixels + 15 & ~15;
    }
}
