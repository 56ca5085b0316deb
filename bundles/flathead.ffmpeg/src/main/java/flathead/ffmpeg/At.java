package flathead.ffmpeg;

import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** A pointer that is aimed again and again, so that no object is made per address. Owns nothing. */
public final class At extends BytePointer {
    /** Aimed at nothing yet. */
    public At() {
        super((Pointer) null);
    }

    /** Aimed at this address. */
    public At(long address) {
        this();
        to(address);
    }

    /** The address of byte 0 of a direct buffer, wherever its position is. */
    public static long start(ByteBuffer direct) {
        try (BytePointer start = new BytePointer(direct.duplicate().clear())) {
            return start.address();
        }
    }

    /** Aims it, and answers itself. */
    public At to(long newAddress) {
        address = newAddress;
        return this;
    }
}
