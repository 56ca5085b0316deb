package flathead.source.libcamera.internal;

import flathead.api.MediaException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A camera that makes I420 in its own buffers, at a rate that it keeps, and breaks as it is told. It fails a test that
 * touches it after {@link #free()}.
 */
final class FakeDevice implements Device {
    private static final long MILLI_NANOS = 1_000_000;

    private final List<Raw> controls;
    private final int transforms;
    private final List<ByteBuffer[]> buffers = new ArrayList<>();
    /** A bit for each buffer that is with the camera. */
    private final AtomicLong idle = new AtomicLong();
    private volatile long intervalNanos = MILLI_NANOS;
    private Shape shape;
    private long dueNanos;
    private long sequence = -1;
    private long captured;
    private volatile boolean woken;

    final List<String> sets = new CopyOnWriteArrayList<>();
    final AtomicInteger closes = new AtomicInteger();
    final AtomicInteger frees = new AtomicInteger();
    volatile MediaException broken;
    volatile int answer;
    volatile long timeOffset;

    FakeDevice(List<Raw> controls, int transforms) {
        this.controls = controls;
        this.transforms = transforms;
    }

    private void alive() {
        if (frees.get() > 0) {
            throw new AssertionError("used after free");
        }
    }

    @Override
    public Shape configure(Shape wanted, boolean commit) {
        int stride = (wanted.width() + 63) / 64 * 64;
        Shape got = new Shape(PixelFormats.YUV420.fourcc(), wanted.width(), wanted.height(), wanted.buffers(),
            wanted.transform() & transforms, stride);
        if (commit) {
            shape = got;
        }
        return got;
    }

    @Override
    public List<Raw> controls() {
        alive();
        return controls;
    }

    @Override
    public void set(String name, double... values) {
        alive();
        StringBuilder text = new StringBuilder(name);
        for (double value : values) {
            text.append(' ').append(value);
        }
        sets.add(text.toString());
        if (name.equals("FrameDurationLimits")) {
            intervalNanos = (long) (values[0] * 1000);
        }
    }

    @Override
    public int start() {
        int luma = shape.stride() * shape.height();
        for (int i = 0; i < shape.buffers(); i++) {
            ByteBuffer all = ByteBuffer.allocateDirect(luma * 3 / 2);
            buffers.add(new ByteBuffer[] {all.slice(0, luma), all.slice(luma, luma / 4),
                all.slice(luma + luma / 4, luma / 4)});
            give(i);
        }
        dueNanos = System.nanoTime();
        return shape.buffers();
    }

    @Override
    public ByteBuffer[] planes(int buffer) {
        return buffers.get(buffer);
    }

    @Override
    public int dmabuf(int buffer) {
        return 100 + buffer;
    }

    @Override
    public int next(int millis) throws MediaException {
        alive();
        long end = System.nanoTime() + millis * MILLI_NANOS;
        while (true) {
            if (broken != null) {
                throw broken;
            }
            if (woken) {
                woken = false;
                return WOKEN;
            }
            if (answer != 0) {
                return answer;
            }
            long now = System.nanoTime();
            if (now - dueNanos >= 0 && idle.get() != 0) {
                return capture(now);
            }
            if (now - end > 0) {
                return NOTHING;
            }
            LockSupport.parkNanos(100_000);
        }
    }

    private int capture(long now) {
        while (now - dueNanos >= 0) {
            dueNanos += intervalNanos;
            sequence++;
        }
        captured = now + timeOffset;
        long bits = idle.get();
        int buffer = Long.numberOfTrailingZeros(bits);
        while (!idle.compareAndSet(bits, bits & ~(1L << buffer))) {
            bits = idle.get();
        }
        buffers.get(buffer)[0].put(0, (byte) sequence);
        return buffer;
    }

    @Override
    public long captureNanos() {
        return captured;
    }

    @Override
    public long sequence() {
        return sequence;
    }

    @Override
    public long exposureMicros() {
        return 0;
    }

    @Override
    public void give(int buffer) {
        alive();
        long bit = 1L << buffer;
        long bits;
        do {
            bits = idle.get();
            if ((bits & bit) != 0) {
                throw new AssertionError("buffer " + buffer + " is given twice");
            }
        } while (!idle.compareAndSet(bits, bits | bit));
    }

    @Override
    public void wake() {
        alive();
        woken = true;
    }

    @Override
    public void close() {
        alive();
        closes.incrementAndGet();
    }

    @Override
    public void free() {
        alive();
        if (closes.get() != 1) {
            throw new AssertionError("freed while open");
        }
        frees.incrementAndGet();
    }
}
