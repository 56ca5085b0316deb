package flathead.encoder.software.internal;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** A pointer that is aimed again and again, so that no object is made per address. Owns nothing. */
final class At extends BytePointer {
    At() {
        super((Pointer) null);
    }

    At(long address) {
        this();
        to(address);
    }

    /** Aims it, and answers itself. */
    At to(long newAddress) {
        address = newAddress;
        return this;
    }
}
