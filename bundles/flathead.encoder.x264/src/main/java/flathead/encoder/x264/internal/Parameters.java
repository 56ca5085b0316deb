package flathead.encoder.x264.internal;

import com.sun.jna.Memory;
import flathead.api.Codec;
import flathead.api.MediaException;
import flathead.api.VideoFormat;

/** A {@code x264_param_t}, set by the names that {@code x264_param_parse} knows wherever it knows one. */
final class Parameters implements AutoCloseable {
    /** The least work that still filters block edges and parts macroblocks. */
    private static final String PRESET = "superfast";
    private static final String TUNE = "zerolatency";
    private static final String PROFILE = "baseline";
    /** Milliseconds of the rate that may come at once, which bounds the size of a keyframe. */
    private static final int BUFFER_MILLIS = 500;
    /** Constrained baseline, nothing held back, no IDR but those asked for, parameter sets before each, BT.601. */
    private static final String[] FIXED = {
        "log", "-1", "threads", "1", "sliced-threads", "0", "sync-lookahead", "0", "rc-lookahead", "0",
        "bframes", "0", "ref", "1", "keyint", "infinite", "scenecut", "0", "force-cfr", "1", "qpmin", "12",
        "annexb", "1", "repeat-headers", "1", "aud", "0", "nal-hrd", "none", "fullrange", "off",
        "colorprim", "smpte170m", "transfer", "smpte170m", "colormatrix", "smpte170m",
    };

    private final String library;
    private final Memory memory = new Memory(Layout.PARAMETERS);

    /**
     * For an encoder.
     *
     * @throws MediaException naming the value that the library refuses
     */
    Parameters(String library, VideoFormat format, int bitsPerSecond) throws MediaException {
        this(library);
        try {
            for (int i = 0; i < FIXED.length; i += 2) {
                set(FIXED[i], FIXED[i + 1]);
            }
            set("fps", format.fps() + "/1");
            if (!rate(kilobits(bitsPerSecond))) {
                throw new MediaException(library + " takes no rate of " + bitsPerSecond + " bit/s");
            }
            memory.setInt(Layout.WIDTH, format.width());
            memory.setInt(Layout.HEIGHT, format.height());
            memory.setInt(Layout.COLOUR_SPACE, format.codec() == Codec.NV12 ? Layout.NV12 : Layout.I420);
            if (Calls.x264_param_apply_profile(address(), PROFILE) != 0) {
                throw new MediaException(library + " has no profile " + PROFILE);
            }
        } catch (MediaException e) {
            close();
            throw e;
        }
    }

    private Parameters(String library) throws MediaException {
        this.library = library;
        memory.clear();
        if (Calls.x264_param_default_preset(address(), PRESET, TUNE) != 0) {
            memory.close();
            throw new MediaException(library + " has no preset " + PRESET + " with tune " + TUNE);
        }
    }

    /**
     * Checks that the fields set by their place lie where they are thought to: between others that have a name.
     *
     * @throws MediaException if they do not
     */
    static void check(String library) throws MediaException {
        int before = 7;
        int behind = 31;
        try (Parameters trial = new Parameters(library)) {
            trial.set("sync-lookahead", Integer.toString(before));
            trial.set("level", Integer.toString(behind));
            Memory m = trial.memory;
            boolean same = m.getInt(Layout.SYNC_LOOKAHEAD) == before && m.getInt(Layout.WIDTH) == 0
                && m.getInt(Layout.HEIGHT) == 0 && m.getInt(Layout.COLOUR_SPACE) == Layout.I420
                && m.getInt(Layout.LEVEL) == behind;
            if (!same) {
                throw new MediaException(library + " has other structures than its build should have");
            }
            if (m.getInt(Layout.BIT_DEPTH) != 8) {
                throw new MediaException(library + " makes " + m.getInt(Layout.BIT_DEPTH) + " bits a sample, not 8");
            }
        }
    }

    private void set(String name, String value) throws MediaException {
        int error = Calls.x264_param_parse(address(), name, value);
        if (error != 0) {
            throw new MediaException(library + " takes no " + name + " = " + value + ": error " + error);
        }
    }

    /** The unit in which x264 takes a rate: 1000 bit/s. */
    static int kilobits(int bitsPerSecond) {
        return Math.max(1, (bitsPerSecond + 500) / 1000);
    }

    /** Sets the mean and highest rate, in units of 1000 bit/s; false if the library refuses. */
    boolean rate(int kilobits) {
        String rate = Integer.toString(kilobits);
        String buffer = Integer.toString(Math.max(1, (int) ((long) kilobits * BUFFER_MILLIS / 1000)));
        return Calls.x264_param_parse(address(), "bitrate", rate) == 0
            && Calls.x264_param_parse(address(), "vbv-maxrate", rate) == 0
            && Calls.x264_param_parse(address(), "vbv-bufsize", buffer) == 0;
    }

    /** The address of the structure. */
    long address() {
        return At.of(memory);
    }

    @Override
    public void close() {
        Calls.x264_param_cleanup(address());
        memory.close();
    }
}
