package flathead.encoder.software.internal;

import org.bytedeco.ffmpeg.avutil.Alloc_Pointer_long;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A library of the system, loaded with {@code dlopen} for this process's life. JavaCPP alone would let its symbols bind
 * to those of every library loaded later. The calls borrow a function type of libavutil, as {@link Call} does.
 */
final class SharedLibrary {
    private static final int RTLD_NOW = 2;
    private static final int RTLD_LOCAL = Loader.getPlatform().startsWith("macosx") ? 4 : 0;

    private final Pointer handle;

    private SharedLibrary(Pointer handle) {
        this.handle = handle;
    }

    /** Loads it by the system's search path; null if it cannot. */
    static SharedLibrary open(String name) {
        try (BytePointer text = new BytePointer(name)) {
            Pointer handle = new Two("dlopen").call(text, RTLD_NOW | RTLD_LOCAL);
            return handle == null || handle.isNull() ? null : new SharedLibrary(handle);
        }
    }

    /** The function of this name; null if there is none. */
    Call function(String symbol) {
        try (BytePointer text = new BytePointer(symbol)) {
            Pointer address = new Two("dlsym").call(handle, text.address());
            return address == null || address.isNull() ? null : Call.of(address);
        }
    }

    /** A function of two words that answers an address. */
    private static final class Two extends Alloc_Pointer_long {
        @SuppressWarnings("unused") // keeps the memory at our address alive
        private final Pointer owner;

        Two(String symbol) {
            super((Pointer) null);
            LongPointer slot = new LongPointer(1).put(Loader.addressof(symbol).address());
            this.address = slot.address();
            this.owner = slot;
        }
    }
}
