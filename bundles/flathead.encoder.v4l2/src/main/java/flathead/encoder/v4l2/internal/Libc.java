package flathead.encoder.v4l2.internal;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * The functions of the C library that are used, bound once. Addresses travel as numbers, so that a call allocates
 * nothing. Each answers -1 on failure; {@code Native.getLastError()} then says why.
 */
final class Libc {
    static {
        Native.register(Libc.class, NativeLibrary.getProcess());
    }

    private Libc() {
    }

    static native int open(String path, int flags);

    static native int close(int descriptor);

    static native int ioctl(int descriptor, long request, long argument);

    static native int poll(long descriptors, long count, int millis);

    static native long mmap(long address, long length, int protection, int flags, int descriptor, long offset);

    static native int munmap(long address, long length);

    static native int eventfd(int value, int flags);

    static native long read(int descriptor, long target, long size);

    static native long write(int descriptor, long source, long size);

    static native String strerror(int error);
}
