package flathead.shell.internal;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.function.Consumer;

/**
 * Passes on whole lines, so that what others print stands above the prompt and never in it. Any thread.
 */
final class LogLines extends OutputStream {
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private final Charset charset;
    private final Consumer<String> above;

    /**
     * Passes lines on.
     *
     * @param charset of what is written
     * @param above gets one or more whole lines, without the last line's end
     */
    LogLines(Charset charset, Consumer<String> above) {
        this.charset = charset;
        this.above = above;
    }

    @Override
    public synchronized void write(int one) {
        if (one == '\n') {
            pass();
        } else {
            begun.write(one);
        }
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        int last = offset + length - 1;
        while (last >= offset && bytes[last] != '\n') {
            last--;
        }
        if (last >= offset) {
            begun.write(bytes, offset, last - offset);
            pass();
        }
        begun.write(bytes, last + 1 < offset ? offset : last + 1, offset + length - Math.max(last + 1, offset));
    }

    private void pass() {
        String lines = begun.toString(charset);
        begun.reset();
        above.accept(lines);
    }

    /** Passes on a line that was begun and not ended. */
    @Override
    public synchronized void close() {
        if (begun.size() > 0) {
            pass();
        }
    }
}
