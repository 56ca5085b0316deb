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
import flathead.api.VideoFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running rpicam-vid: one thread reads its pictures out of a named pipe straight into pooled memory, another sees
 * that they keep coming and remembers what the program said last.
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
    private final Path folder;
    private final Path pipe;
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
        Path folder = null;
        try {
            folder = Files.createTempDirectory("flathead-rpicam");
            RpicamCapture capture = new RpicamCapture(command, settings, sink, clock, folder);
            capture.watcher.start();
            capture.thread.start();
            return capture;
        } catch (IOException e) {
            remove(folder);
            throw new MediaException("rpicam camera " + settings.device() + ": " + command.get(0)
                + " cannot be started: " + e.getMessage(), e);
        }
    }

    private RpicamCapture(List<String> command, CaptureSettings settings, FrameInput sink, NanoClock clock, Path folder)
            throws IOException {
        this.settings = settings;
        this.sink = sink;
        this.clock = clock;
        this.folder = folder;
        this.pipe = folder.resolve("pictures");
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
        // The shell opens the pipe, which waits for the reader, and then is the program.
        List<String> all = new ArrayList<>(List.of("sh", "-c",
            "mkfifo \"$0\" && : >\"$0.ready\" && exec \"$@\" >\"$0\"", pipe.toString()));
        all.addAll(command);
        this.process = new ProcessBuilder(all).start();
        process.getOutputStream().close();
        this.dueNanos = clock.nanos() + FIRST_NANOS;
        this.thread = new Thread(this::run, "flathead-capture-" + settings.device());
        this.watcher = new Thread(this::watch, "flathead-rpicam-" + settings.device());
        thread.setDaemon(true);
        watcher.setDaemon(true);
    }

    private static void remove(Path folder) {
        if (folder != null) {
            for (String name : new String[] {"pictures", "pictures.ready", ""}) {
                try {
                    Files.deleteIfExists(folder.resolve(name));
                } catch (IOException e) {
                    LOG.debug("{} stays", folder, e);
                }
            }
        }
    }

    private void run() {
        String end = "";
        try {
            while (!Files.exists(folder.resolve("pictures.ready")) && process.isAlive()) {
                Thread.sleep(1);
            }
            if (Files.exists(pipe)) {
                read();
            }
        } catch (IOException e) {
            end = e.getMessage();
        } catch (InterruptedException e) {
            end = "interrupted";
        } catch (RuntimeException e) {
            LOG.error("rpicam camera {} ended by a bug", settings.device(), e);
            end = "a bug: " + e;
        }
        process.destroy();
        int code = await();
        remove(folder);
        if (!closed) {
            String reason = !why.isEmpty() ? why : !end.isEmpty() ? end : "it ended with exit code " + code;
            sink.failed(new MediaException("rpicam camera " + settings.device() + ": " + reason
                + (said.isEmpty() ? "" : "; it said: " + said)));
        }
    }

    private void read() throws IOException {
        try (FileChannel pictures = FileChannel.open(pipe, StandardOpenOption.READ)) {
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
                        frame.set(number, now);
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
                process.destroyForcibly();
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
                    process.destroyForcibly();
                }
            }
            hear(lines);
        } catch (IOException | InterruptedException e) {
            LOG.debug("rpicam camera {}: not watched any more", settings.device(), e);
        }
    }

    private void hear(BufferedReader lines) throws IOException {
        while (lines.ready()) {
            String line = lines.readLine();
            if (line != null && !line.isBlank()) {
                said = line.strip();
            }
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
