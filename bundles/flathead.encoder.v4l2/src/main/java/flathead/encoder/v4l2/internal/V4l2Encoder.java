package flathead.encoder.v4l2.internal;

import flathead.api.EncoderSettings;
import flathead.api.Frame;
import flathead.api.FrameInput;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.Stats;
import flathead.api.VideoEncoder;
import flathead.api.VideoFormat;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open hardware encoder. Offering hands a picture to the encoder's own thread, which alone talks to the device
 * ({@link Stream}); while the device is full, offering waits for it, as it does for an encoder that computes.
 */
final class V4l2Encoder implements VideoEncoder {
    private static final Logger LOG = LoggerFactory.getLogger(V4l2Encoder.class);
    /** Who waits looks again after this long, woken or not. */
    private static final long LOOK_NANOS = 20_000_000;

    private final VideoFormat in;
    private final Bitstream bitstream;
    private final Waiting waiting = new Waiting();
    private final Stream stream;
    private final Thread thread;
    private final AtomicBoolean cleared = new AtomicBoolean();
    private volatile Thread waiter;
    private volatile boolean ended;
    private volatile boolean keyframeWanted;
    private int sinceKeyframe;
    private boolean complained;

    // written by the offering thread only
    private volatile long taken;
    private volatile long refused;

    /**
     * Opens it.
     *
     * @param stallNanos a device that holds pictures and gives none back for so long has failed
     * @throws MediaException if the device does not take the format, or is busy; nothing stays open then
     */
    V4l2Encoder(Nodes nodes, EncoderDevice device, Bitstream bitstream, VideoFormat in, EncoderSettings settings,
            FrameInput out, long stallNanos) throws MediaException {
        this.in = in;
        this.bitstream = bitstream;
        this.stream = new Stream(nodes, device, bitstream, in, settings, out, stallNanos, waiting, this::progress);
        this.thread = new Thread(this::run, "flathead-v4l2-" + device.path().replaceAll(".*/", ""));
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            stream.run();
        } finally {
            ended = true;
            clear();
            progress();
        }
    }

    /** Something came out, or there is room. */
    private void progress() {
        LockSupport.unpark(waiter);
    }

    /** Gives back what nobody will encode any more. Once the thread has ended, by whoever put last. */
    private void clear() {
        while (cleared.compareAndSet(false, true)) {
            for (Frame frame = waiting.first(); frame != null; frame = waiting.first()) {
                waiting.remove();
                frame.close();
            }
            cleared.set(false);
            if (waiting.first() == null) {
                return;
            }
        }
    }

    // --- the offering thread

    @Override
    public boolean offer(Media media) {
        if (!(media instanceof Frame frame) || !in.sameShape(frame.format())
                || !Picture.complete(frame.memory(), in)) {
            complain(media);
            return refuse();
        }
        long start = System.nanoTime();
        waiter = Thread.currentThread();
        boolean keyframe = keyframeDue();
        while (!waiting.put(frame, keyframe)) {
            if (over() || System.nanoTime() - start > stream.stallNanos()) {
                keyframeWanted |= keyframe;
                return refuse();
            }
            LockSupport.parkNanos(this, LOOK_NANOS);
        }
        if (over()) {
            if (ended) {
                clear();
            }
            return refuse();
        }
        taken++;
        sinceKeyframe = keyframe ? 1 : sinceKeyframe + 1;
        stream.wake();
        return true;
    }

    private boolean keyframeDue() {
        int interval = stream.settings().keyframeInterval();
        boolean due = interval > 0 && sinceKeyframe >= interval;
        if (keyframeWanted) {
            keyframeWanted = false;
            due = true;
        }
        return due;
    }

    private boolean over() {
        return ended || stream.closing();
    }

    private boolean refuse() {
        refused++;
        return false;
    }

    private void complain(Media media) {
        if (!complained) {
            complained = true;
            LOG.warn("Pictures dropped: {} is not {}", media, in);
        }
    }

    @Override
    public boolean apply(EncoderSettings settings) {
        if (!bitstream.allows(settings.bitsPerSecond())) {
            return false;
        }
        stream.apply(settings);
        return true;
    }

    @Override
    public boolean drain(long nanos) {
        waiter = Thread.currentThread();
        long start = System.nanoTime();
        boolean empty = inside() == 0;
        if (!empty) {
            stream.drain(true);
        }
        while (!empty && !ended) {
            long left = nanos - (System.nanoTime() - start);
            if (left <= 0) {
                break;
            }
            LockSupport.parkNanos(this, Math.min(LOOK_NANOS, left));
            empty = inside() == 0;
        }
        stream.drain(false);
        return empty || ended;
    }

    // --- any thread

    private long inside() {
        long out = stream.units().finished();
        return taken - out;
    }

    /** Whether the device reads pictures where they lie, so that nothing is copied. */
    boolean imports() {
        return stream.imports();
    }

    @Override
    public void requestKeyframe() {
        keyframeWanted = true;
    }

    @Override
    public void limitBitrate(int bitsPerSecond) {
        stream.limit(bitsPerSecond);
    }

    @Override
    public Stats stats() {
        Units units = stream.units();
        long passed = units.passed();
        long dropped = units.dropped();
        long none = refused;
        boolean gone = ended;
        long in = taken + none;
        int held = gone ? 0 : (int) (in - none - passed - dropped);
        return new Stats(in, passed, in - passed - held, held, units.keyframes(), units.bytes());
    }

    @Override
    public void close() {
        stream.close();
        progress();
        boolean interrupted = false;
        while (Thread.currentThread() != thread && thread.isAlive()) {
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
