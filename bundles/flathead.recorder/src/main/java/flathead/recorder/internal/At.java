package flathead.recorder.internal;

import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** A pointer that is aimed again and again, so that no object is made per address. Owns nothing. */
final class At extends BytePointer {
    At() {
        super((Pointer) null);
    }

    /** The address of byte 0 of a direct buffer, wherever its position is. */
    static long start(ByteBuffer direct) {
        try (BytePointer start = new BytePointer(direct.duplicate().clear())) {
            return start.address();
        }
    }

    /** Aims it, and answers itself. */
    At to(long newAddress) {
        address = newAddress;
        return this;
    }
}
