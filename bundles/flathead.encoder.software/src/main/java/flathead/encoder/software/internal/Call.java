package flathead.encoder.software.internal;

import org.bytedeco.ffmpeg.avutil.AVFifoCB;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * A native function of up to three arguments of pointer size or less that answers an {@code int}, called without
 * allocation.
 *
 * <p>JavaCPP calls through a function type that was compiled into it: this borrows the one of libavutil's FIFO
 * callback, {@code int (*)(void *, void *, size_t *)}. By the calling conventions of the platforms here (System V
 * AMD64, AAPCS64) a pointer and an integer travel in the same registers, and arguments too many are ignored.
 */
final class Call extends AVFifoCB {
    /** @param slot address of the place that holds the function's address, such as an entry of a vtable */
    Call(long slot) {
        super((Pointer) null);
        address = slot;
    }

    @Override
    public int call(Pointer first, Pointer second, SizeTPointer third) {
        return super.call(first, second, third);
    }
}
