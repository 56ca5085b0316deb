package flathead.encoder.software.internal;

import org.bytedeco.ffmpeg.avutil.AVFifoCB;
import org.bytedeco.javacpp.LongPointer;
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
    @SuppressWarnings("unused") // keeps the memory at our address alive
    private final Pointer owner;

    private Call(long slot, Pointer owner) {
        super((Pointer) null);
        this.address = slot;
        this.owner = owner;
    }

    /** Of the function whose address lies at {@code slot}, such as an entry of a vtable. */
    static Call at(long slot) {
        return new Call(slot, null);
    }

    /** Of the function at {@code function}. */
    static Call of(Pointer function) {
        LongPointer slot = new LongPointer(1).put(function.address());
        return new Call(slot.address(), slot);
    }

    @Override
    public int call(Pointer first, Pointer second, SizeTPointer third) {
        return super.call(first, second, third);
    }
}
