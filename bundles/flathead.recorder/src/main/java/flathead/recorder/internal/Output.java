package flathead.recorder.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A file that is being written. One thread. */
interface Output extends Closeable {
    /** Hands everything in a buffer to the system. */
    void write(ByteBuffer bytes) throws IOException;

    /** Takes back what is behind this many bytes. */
    void truncate(long bytes) throws IOException;

    /** Whether the file is still where it was made. */
    boolean isThere();

    /** Makes files. */
    @FunctionalInterface
    interface Maker {
        /**
         * Makes a new one, in a folder that is there.
         *
         * @throws IOException also if there is such a file already
         */
        Output create(Path file) throws IOException;
    }
}
