package flathead.source.libcamera.internal;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * The functions of {@code native/camera.cpp}, bound once; what they do stands there. Addresses travel as numbers, so
 * that the calls for a picture allocate nothing.
 */
final class Calls {
    /** What {@link #fl_abi} has to answer. */
    static final int ABI = 1;

    private Calls() {
    }

    /**
     * Binds all of them.
     *
     * @throws UnsatisfiedLinkError naming the function that it lacks
     */
    static void bind(NativeLibrary library) {
        Native.register(Calls.class, library);
    }

    static native int fl_abi();

    static native String fl_version();

    static native String fl_error();

    static native int fl_start();

    static native void fl_stop();

    static native int fl_changes(int known, int millis);

    static native String fl_cameras();

    static native long fl_open(String id);

    static native int fl_configure(long camera, long shape, int commit);

    static native String fl_controls(long camera);

    static native int fl_set(long camera, String name, long values, int count);

    static native int fl_stream(long camera);

    static native void fl_buffer(long camera, int index, long layout);

    static native int fl_next(long camera, int millis, long picture);

    static native void fl_give(long camera, int index);

    static native void fl_wake(long camera);

    static native void fl_close(long camera);

    static native void fl_free(long camera);
}
