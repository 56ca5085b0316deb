package flathead.encoder.x264.internal;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;

/** A pointer that is aimed again and again, so that no object is made per address. Owns nothing. */
final class At extends Pointer {
    At() {
        super(0);
    }

    /** Aims it, and answers itself. */
    At to(long address) {
        peer = address;
        return this;
    }

    /** The address of byte 0 of a direct buffer, wherever its position is. */
    static long start(ByteBuffer direct) {
        return of(Native.getDirectBufferPointer(direct.duplicate().clear()));
    }

    /** The address in a pointer. */
    static long of(Pointer pointer) {
        return Pointer.nativeValue(pointer);
    }
}
