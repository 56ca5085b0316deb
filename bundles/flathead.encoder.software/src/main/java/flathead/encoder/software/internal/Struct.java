package flathead.encoder.software.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.SizeTPointer;

/** A C structure in native memory, zeroed. Freed by {@link #close()}. */
final class Struct implements AutoCloseable {
    /** Its bytes, in native order; absolute access. */
    final ByteBuffer bytes;
    /** Its address, of the type that {@link Call} takes as third argument. */
    final SizeTPointer pointer;
    private final BytePointer memory;

    Struct(int size) {
        memory = new BytePointer(size);
        Pointer.memset(memory, 0, size);
        bytes = memory.asByteBuffer().order(ByteOrder.nativeOrder());
        pointer = new SizeTPointer(memory);
    }

    /** Its address. */
    long address() {
        return memory.address();
    }

    void clear() {
        Pointer.memset(memory, 0, bytes.capacity());
    }

    @Override
    public void close() {
        memory.close();
    }
}
