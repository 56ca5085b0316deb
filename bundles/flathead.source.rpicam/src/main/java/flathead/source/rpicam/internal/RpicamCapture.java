package flathead.source.rpicam.internal;

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
import flathead.api.TimeQuality;
import flathead.api.VideoFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running rpicam-vid: one thread reads its pictures into pooled memory, another sees that they keep coming and
 * remembers what the program said last.
 *
 * <p>Stats: {@code in} counts the pictures that came, {@code dropped} those for which the pool had no room.
 */
final class RpicamCapture implements CaptureLink {
    private static final Logger LOG = LoggerFactory.getLogger(RpicamCapture.class);
    private static final int POOL = 12;
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long FIRST_NANOS = 10 * SECOND_NANOS;
    private static final long PATIENCE_NANOS = 3 * SECOND_NANOS;
    private static final int WATCH_MILLIS = 200;

    private final CaptureSettings settings;
    private final FrameInput sink;
    private final NanoClock clock;
    private final Process process;
    private final Pool<Frame> pool;
    private final ByteBuffer[] whole;
    private final ByteBuffer spare;
    private final Thread thread;
    private final Thread watcher;
    private final AtomicLong offered = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private volatile long dueNanos;
    private volatile String said = "";
    private volatile String why = "";
    private volatile boolean closed;

    static RpicamCapture open(List<String> command, CaptureSettings settings, FrameInput sink, NanoClock clock)
            throws MediaException {
        try {
            RpicamCapture capture = new RpicamCapture(command, settings, sink, clock);
            capture.watcher.start();
            capture.thread.start();
            return capture;
        } catch (IOException e) {
            throw new MediaException("rpicam camera " + settings.device() + ": " + command.get(0)
                + " cannot be started: " + e.getMessage(), e);
        }
    }

    private RpicamCapture(List<String> command, CaptureSettings settings, FrameInput sink, NanoClock clock)
            throws IOException {
        this.settings = settings;
        this.sink = sink;
        this.clock = clock;
        VideoFormat format = settings.format();
        int luma = format.width() * format.height();
        List<Memory> memories = new ArrayList<>();
        this.whole = new ByteBuffer[POOL];
        for (int i = 0; i < POOL; i++) {
            // Read into through this view alone, whose position nobody else sees.
            whole[i] = ByteBuffer.allocateDirect(luma + luma / 2);
            memories.add(new Memory(new ByteBuffer[] {whole[i].slice(0, luma), whole[i].slice(luma, luma / 4),
                whole[i].slice(luma + luma / 4, luma / 4)},
                new int[] {format.width(), format.width() / 2, format.width() / 2}, Memory.NO_DMABUF));
        }
        this.spare = ByteBuffer.allocateDirect(luma + luma / 2);
        this.pool = Pool.ofFrames(format, memories, index -> { });
        this.process = new ProcessBuilder(command).start();
        process.getOutputStream().close();
        this.dueNanos = clock.nanos() + FIRST_NANOS;
        this.thread = new Thread(this::run, "flathead-capture-" + settings.device());
        this.watcher = new Thread(this::watch, "flathead-rpicam-" + settings.device());
        thread.setDaemon(true);
        watcher.setDaemon(true);
    }

    private void run() {
        String end = "";
        try {
            read();
        } catch (IOException e) {
            end = e.getMessage();
        } catch (RuntimeException e) {
            LOG.error("rpicam camera {} ended by a bug", settings.device(), e);
            end = "a bug: " + e;
        }
        // Not process.destroy(), which also closes what the program says.
        process.toHandle().destroy();
        int code = await();
        if (!closed) {
            String reason = !why.isEmpty() ? why : !end.isEmpty() ? end : "it ended with exit code " + code;
            sink.failed(new MediaException("rpicam camera " + settings.device() + ": " + reason
                + (said.isEmpty() ? "" : "; it said: " + said)));
        }
    }

    private void read() throws IOException {
        try (ReadableByteChannel pictures = Channels.newChannel(process.getInputStream())) {
            long number = 0;
            while (!closed) {
                Frame frame = pool.tryTake();
                ByteBuffer into = frame == null ? spare : whole[frame.index()];
                into.clear();
                try {
                    while (into.hasRemaining()) {
                        if (pictures.read(into) < 0) {
                            return;
                        }
                    }
                    long now = clock.nanos();
                    dueNanos = now + PATIENCE_NANOS + 10 * settings.format().intervalNanos();
                    if (frame == null) {
                        dropped.incrementAndGet();
                    } else if (!closed) {
                        frame.set(number, now, TimeQuality.ARRIVAL);
                        offered.incrementAndGet();
                        sink.offer(frame);
                    }
                    number++;
                } finally {
                    if (frame != null) {
                        frame.close();
                    }
                }
            }
        }
    }

    private int await() {
        try {
            if (!process.waitFor(2, TimeUnit.SECONDS)) {
                process.toHandle().destroyForcibly();
            }
            watcher.join();
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            return -1;
        }
    }

    /** Reads what the program says, and ends it when no picture comes. */
    private void watch() {
        try (BufferedReader lines = process.errorReader()) {
            while (!process.waitFor(WATCH_MILLIS, TimeUnit.MILLISECONDS)) {
                hear(lines);
                if (clock.nanos() - dueNanos > 0) {
                    why = "no picture came in time; the sensor timed out (its cable, its power?)";
                    process.toHandle().destroyForcibly();
                }
            }
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                hear(line);
            }
        } catch (IOException | InterruptedException e) {
            LOG.debug("rpicam camera {}: not watched any more", settings.device(), e);
        }
    }

    private void hear(BufferedReader lines) throws IOException {
        while (lines.ready()) {
            String line = lines.readLine();
            if (line != null) {
                hear(line);
            }
        }
    }

    private void hear(String line) {
        if (!line.isBlank()) {
            said = line.strip();
        }
    }

    @Override
    public VideoFormat format() {
        return settings.format();
    }

    @Override
    public boolean apply(CaptureSettings wanted) throws MediaException {
        RpicamFactory.check(wanted);
        return wanted.device().equals(settings.device()) && wanted.format().equals(settings.format());
    }

    /** None: rpicam-vid takes no settings while it runs. */
    @Override
    public List<Control> controls() {
        return List.of();
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
        return new Stats(out + missing, out, missing, pool.inFlight(), 0, 0);
    }

    @Override
    public void close() {
        closed = true;
        process.destroy();
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
