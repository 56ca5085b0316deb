package flathead.encoder.x264.internal;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** Copies between native addresses without an object for either. */
final class Libc {
    static {
        Native.register(Libc.class, NativeLibrary.getProcess());
    }

    private Libc() {
    }

    /** Copies {@code size} bytes and answers {@code target}. */
    static native long memcpy(long target, long source, long size);
}
