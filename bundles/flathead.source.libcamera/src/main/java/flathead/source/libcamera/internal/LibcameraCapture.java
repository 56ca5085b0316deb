package flathead.source.libcamera.internal;

import flathead.api.CaptureLink;
import flathead.api.CaptureSettings;
import flathead.api.Control;
import flathead.api.Frame;
import flathead.api.FrameInput;
import flathead.api.MediaException;
import flathead.api.Memory;
import flathead.api.NanoClock;
import flathead.api.Pool;
import flathead.api.Stats;
import flathead.api.VideoFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open camera: a thread that waits for its pictures. Where they are in the codec that was asked for, they are
 * handed on where the camera put them, and a buffer goes back to it when the last reader is done; else they are copied.
 *
 * <p>Stats: {@code in} counts the pictures due, {@code out} those offered, {@code dropped} those that the sensor
 * counted and that did not come, that came broken, and for which there was no buffer.
 *
 * <p>The thread owns the device from its start on and lets it go at its end; the buffers are unmapped when the last
 * picture is back after that.
 */
final class LibcameraCapture implements CaptureLink {
    private static final Logger LOG = LoggerFactory.getLogger(LibcameraCapture.class);
    private static final int WAIT_MILLIS = 100;
    private static final long SECOND_NANOS = 1_000_000_000L;
    /** Without a picture for so long, and for ten intervals and exposures, the sensor is given up. */
    private static final long PATIENCE_NANOS = 3 * SECOND_NANOS;
    private static final int MANY_BROKEN = 30;

    /** What is wanted, and the pictures that are made of it; their format tells the rate, so another needs others. */
    private record Plan(CaptureSettings settings, Map<String, double[]> target, VideoFormat format, Pool<Frame> pool) {
    }

    private final String camera;
    private final Device device;
    private final Stream stream;
    private final CameraControls controls;
    private final FrameInput sink;
    private final NanoClock clock;
    private final Runnable ended;
    private final List<Memory> memories;
    private final Converter converter;
    private final int buffers;
    /** Whether the camera keeps the rate by itself. */
    private final boolean ruled;
    private final Thread thread;
    private final AtomicLong offered = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    /** The pictures that lie in the camera's buffers and are out, one for the thread, and calls that go on. */
    private final AtomicInteger users = new AtomicInteger(1);
    private volatile Plan plan;
    private volatile List<Pool<Frame>> pools;
    private volatile boolean closed;
    private long lastNanos;
    private boolean timeless;

    /**
     * Starts a camera. On failure the device is closed and freed.
     *
     * @param camera for messages and the thread's name
     * @param ended called once when the device has been closed
     * @throws MediaException naming camera and reason
     */
    static LibcameraCapture open(String camera, Device device, CaptureSettings wanted, FrameInput sink,
            NanoClock clock, Runnable ended) throws MediaException {
        try {
            LibcameraCapture capture = new LibcameraCapture(camera, device, wanted, sink, clock, ended);
            capture.thread.start();
            return capture;
        } catch (MediaException | RuntimeException | OutOfMemoryError e) {
            device.close();
            device.free();
            ended.run();
            if (e instanceof MediaException && e.getMessage().startsWith("libcamera ")) {
                throw e;
            }
            throw new MediaException("libcamera camera " + camera + ": " + e.getMessage(), e);
        }
    }

    private LibcameraCapture(String camera, Device device, CaptureSettings wanted, FrameInput sink, NanoClock clock,
            Runnable ended) throws MediaException {
        this.camera = camera;
        this.device = device;
        this.sink = sink;
        this.clock = clock;
        this.ended = ended;
        int flips = Stream.flips(device, wanted.format());
        new CameraControls(camera, device.controls(), flips).target(wanted.controls());
        this.stream = Stream.choose(device, wanted.format(), CameraControls.transform(wanted.controls()));
        this.controls = new CameraControls(camera, device.controls(), flips);
        this.ruled = controls.interval(wanted.format().fps()) > 0;
        Map<String, double[]> target = controls.target(wanted.controls());
        send(controls.change(Map.of(), target));
        int fps = rate(wanted);
        VideoFormat format = stream.format(wanted.format().codec(), fps);
        this.buffers = device.start();
        if (stream.isDirect(format)) {
            memories = stream.memories(device, buffers);
            converter = null;
        } else {
            memories = List.of();
            List<ByteBuffer[]> planes = new ArrayList<>();
            for (int i = 0; i < buffers; i++) {
                planes.add(stream.planes(device, i));
            }
            converter = Converter.of(stream.layout(), planes, stream.shape().stride(), format);
        }
        this.plan = new Plan(wanted, target, format, pool(format));
        this.pools = List.of(plan.pool());
        this.thread = new Thread(this::run, "flathead-capture-" + camera);
        this.thread.setDaemon(true);
    }

    private Pool<Frame> pool(VideoFormat format) {
        return converter == null ? Pool.ofFrames(format, memories, this::returned)
            : Pool.ofFrames(format, Stream.BUFFERS);
    }

    private void send(Map<String, double[]> values) throws MediaException {
        for (Map.Entry<String, double[]> value : values.entrySet()) {
            device.set(value.getKey(), value.getValue());
        }
    }

    /** Asks for the rate, and answers the one that there will be as far as that can be known. */
    private int rate(CaptureSettings wanted) throws MediaException {
        double interval = controls.interval(wanted.format().fps());
        if (interval == 0) {
            return wanted.format().fps();
        }
        device.set("FrameDurationLimits", interval, interval);
        return (int) Math.max(1, Math.min(VideoFormat.MAX_FPS, Math.round(1_000_000 / interval)));
    }

    private void run() {
        MediaException cause = null;
        try {
            capture();
        } catch (MediaException e) {
            cause = new MediaException("libcamera camera " + camera + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            LOG.error("libcamera camera {} ended by a bug", camera, e);
            cause = new MediaException("libcamera camera " + camera + " ended by a bug: " + e, e);
        } finally {
            device.close();
            if (converter != null) {
                converter.close();
            }
            ended.run();
            done();
        }
        if (cause != null && !closed) {
            sink.failed(cause);
        }
    }

    private void capture() throws MediaException {
        Gaps gaps = new Gaps(plan.format().intervalNanos());
        Pace pace = new Pace(plan.format().intervalNanos());
        Plan seen = plan;
        int broken = 0;
        long alive = clock.nanos();
        long exposureNanos = 0;
        while (!closed) {
            int buffer = device.next(WAIT_MILLIS);
            long now = clock.nanos();
            Plan current = plan;
            if (current != seen) {
                gaps.interval(current.format().intervalNanos());
                pace.interval(current.format().intervalNanos());
                seen = current;
            }
            if (buffer >= 0) {
                broken = 0;
                alive = now;
                exposureNanos = device.exposureMicros() * 1000;
                long captured = captured(now);
                if (ruled || pace.wants(captured)) {
                    dropped.addAndGet(gaps.comes(device.sequence(), captured));
                    offer(current, buffer, gaps.number(), captured);
                } else {
                    gaps.skips(device.sequence());
                    device.give(buffer);
                }
            } else if (buffer == Device.BROKEN) {
                alive = now;
                if (++broken == MANY_BROKEN) {
                    throw new MediaException(MANY_BROKEN + " pictures in a row came broken (EIO)");
                }
            } else if (converter == null && inFlight() >= buffers) {
                alive = now;
                dropped.addAndGet(gaps.starves(now));
            } else if (now - alive > PATIENCE_NANOS + 10 * (current.format().intervalNanos() + exposureNanos)) {
                throw new MediaException("no picture for " + (now - alive) / SECOND_NANOS
                    + " s; the sensor timed out (its cable, its power?)");
            }
        }
    }

    /** The instant of capture, or that of arrival where the camera has none that can be. */
    private long captured(long now) {
        long captured = device.captureNanos();
        boolean plausible = captured != 0 && captured <= now && now - captured < 10 * SECOND_NANOS
            && (lastNanos == 0 || captured - lastNanos > 0);
        if (!plausible) {
            if (!timeless) {
                timeless = true;
                LOG.warn("libcamera camera {} does not tell when a picture was taken ({} ns ago?): the instant of"
                    + " arrival stands for it", camera, now - captured);
            }
            captured = lastNanos == 0 ? now : Math.max(now, lastNanos + 1);
        }
        lastNanos = captured;
        return captured;
    }

    private void offer(Plan now, int buffer, long number, long captured) {
        Frame frame;
        if (converter == null) {
            users.incrementAndGet();
            frame = now.pool().tryTake(buffer);
            if (frame == null) {
                returned(buffer);
            }
        } else {
            frame = now.pool().tryTake();
            if (frame != null) {
                converter.convert(buffer, frame);
            }
            device.give(buffer);
        }
        if (frame == null) {
            dropped.incrementAndGet();
            return;
        }
        try {
            frame.set(number, captured);
            offered.incrementAndGet();
            sink.offer(frame);
        } finally {
            frame.close();
        }
    }

    /** A picture in the camera's own buffer is back; any thread. */
    private void returned(int buffer) {
        device.give(buffer);
        done();
    }

    /** Keeps the device from being freed, until {@link #done}; false if that is too late. */
    private boolean hold() {
        int before;
        do {
            before = users.get();
            if (before == 0) {
                return false;
            }
        } while (!users.compareAndSet(before, before + 1));
        return true;
    }

    private void done() {
        if (users.decrementAndGet() == 0) {
            device.free();
        }
    }

    @Override
    public VideoFormat format() {
        return plan.format();
    }

    @Override
    public synchronized boolean apply(CaptureSettings wanted) throws MediaException {
        Plan before = plan;
        Map<String, double[]> target = controls.target(wanted.controls());
        if (!wanted.device().equals(before.settings().device())
                || !wanted.format().sameShape(before.settings().format())
                || CameraControls.transform(wanted.controls())
                    != CameraControls.transform(before.settings().controls())) {
            return false;
        }
        if (wanted.equals(before.settings()) || !hold()) {
            return true;
        }
        try {
            change(before, wanted, target);
        } finally {
            done();
        }
        return true;
    }

    private void change(Plan before, CaptureSettings wanted, Map<String, double[]> target) throws MediaException {
        send(controls.change(before.target(), target));
        VideoFormat format = before.format();
        Pool<Frame> pool = before.pool();
        if (wanted.format().fps() != before.settings().format().fps()) {
            format = stream.format(format.codec(), rate(wanted));
            pool = format.equals(before.format()) ? pool : pool(format);
        }
        remember(pool, before.pool());
        plan = new Plan(wanted, target, format, pool);
    }

    private void remember(Pool<Frame> after, Pool<Frame> before) {
        if (after == before) {
            return;
        }
        List<Pool<Frame>> kept = new ArrayList<>(List.of(after, before));
        for (Pool<Frame> pool : pools) {
            if (pool != before && pool.inFlight() > 0) {
                kept.add(pool);
            }
        }
        pools = kept;
    }

    @Override
    public List<Control> controls() {
        return controls.list();
    }

    @Override
    public void requestKeyframe() {
        // Every raw picture is one.
    }

    @Override
    public void limitBitrate(int bitsPerSecond) {
        // Raw pictures are as large as they are.
    }

    @Override
    public Stats stats() {
        long out = offered.get();
        long missing = dropped.get();
        return new Stats(out + missing, out, missing, inFlight(), 0, 0);
    }

    private int inFlight() {
        int sum = 0;
        List<Pool<Frame>> all = pools;
        for (int i = 0; i < all.size(); i++) {
            sum += all.get(i).inFlight();
        }
        return sum;
    }

    @Override
    public void close() {
        closed = true;
        if (hold()) {
            device.wake();
            done();
        }
        if (Thread.currentThread() == thread) {
            return;
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
