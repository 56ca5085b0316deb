package flathead.encoder.x264.internal;

import com.sun.jna.FunctionMapper;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * The functions of libx264 that are used, bound once. Addresses travel as numbers, so that a call allocates nothing; a
 * text is copied for the call, so those with one are for opening and for changes of rate.
 */
final class Calls {
    /** The one function whose name carries the build, so that a program cannot meet another one's structures. */
    private static final String OPEN = "x264_encoder_open";

    private Calls() {
    }

    /** The name of {@link #x264_encoder_open} in a build. */
    static String open(int build) {
        return OPEN + "_" + build;
    }

    /** How the functions of a build are called. */
    static FunctionMapper names(int build) {
        return (library, method) -> method.getName().equals(OPEN) ? open(build) : method.getName();
    }

    /**
     * Binds all of them.
     *
     * @param library opened with {@link #names}
     * @throws UnsatisfiedLinkError naming the function that it lacks
     */
    static void bind(NativeLibrary library) {
        Native.register(Calls.class, library);
    }

    /** Fills a {@code x264_param_t}; 0 if it could. */
    static native int x264_param_default_preset(long parameters, String preset, String tune);

    /** Sets one value of a {@code x264_param_t}; 0 if it could. */
    static native int x264_param_parse(long parameters, String name, String value);

    /** Bounds a {@code x264_param_t} by a profile; 0 if it could. */
    static native int x264_param_apply_profile(long parameters, String profile);

    /** Frees what {@link #x264_param_parse} allocated. */
    static native void x264_param_cleanup(long parameters);

    /** Clears a {@code x264_picture_t}. */
    static native void x264_picture_init(long picture);

    /** Gives a {@code x264_picture_t} memory; 0 if it could. */
    static native int x264_picture_alloc(long picture, int colourSpace, int width, int height);

    /** Frees that memory. */
    static native void x264_picture_clean(long picture);

    /** Opens an encoder; 0 if it could not. */
    static native long x264_encoder_open(long parameters);

    /** Makes the parameter sets; how many bytes. */
    static native int x264_encoder_headers(long encoder, long nals, long count);

    /** Encodes a picture; how many bytes came out, 0 if none yet. */
    static native int x264_encoder_encode(long encoder, long nals, long count, long input, long output);

    /** Takes other values over; 0 if it could. */
    static native int x264_encoder_reconfig(long encoder, long parameters);

    /** Frees an encoder. */
    static native void x264_encoder_close(long encoder);
}
