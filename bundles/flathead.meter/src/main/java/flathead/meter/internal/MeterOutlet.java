package flathead.meter.internal;

import flathead.api.Feedback;
import flathead.api.Frame;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.api.Stats;
import flathead.api.StreamId;
import flathead.api.TimeQuality;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import flathead.stamp.Stamp;
import flathead.stamp.StampReader;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures one stream. Holds no picture, allocates nothing per picture unless there is a recording.
 *
 * <p>Latency runs from the instant in the stamp, painted at the source, to the picture's arrival. For a stream from
 * elsewhere ({@link StreamId#client()} not empty) of which only that is known ({@link TimeQuality#ARRIVAL}) it is
 * {@link Media#captureNanos()}, the instant of the decoder's callback, so that the wait in the lane before this outlet
 * does not count. For all others it is the start of {@link #offer}. Either way the display is not in it.
 * It means something only where one clock painted and reads the stamp, that is on one host: ages below 0 or above 10 s
 * do not count, and {@link Stats#latency()} is null while there is no other.
 *
 * <p>{@link Stats#captureLatency()} needs no stamp: it runs from {@link Media#captureNanos()} to the start of {@link
 * #offer}, where a picture's time is that of its capture, whichever host that was on.
 */
final class MeterOutlet implements VideoSink.Outlet {
    private static final Logger LOG = LoggerFactory.getLogger(MeterOutlet.class);

    private final Meter meter;
    private final StreamId stream;
    private final Feedback upstream;
    private final NanoClock clock;
    private final boolean remote;
    private final long openedNanos;
    private final StampReader stamp = new StampReader();
    private final StampTrack track = new StampTrack();
    private final LatencyWindow latency = new LatencyWindow();
    private final LatencyWindow captureLatency = new LatencyWindow();
    private final AtomicLong measured = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    private int width;
    private int height;
    private volatile long firstNanos;
    private volatile long lastNanos;

    MeterOutlet(Meter meter, StreamId stream, Feedback upstream, NanoClock clock) {
        this.meter = meter;
        this.stream = stream;
        this.upstream = upstream;
        this.clock = clock;
        this.remote = !stream.client().isEmpty();
        this.openedNanos = clock.nanos();
    }

    /** Asks for pictures, or for none. */
    void want(boolean pictures) {
        upstream.limitBitrate(pictures ? Feedback.UNLIMITED : Feedback.NOTHING);
    }

    @Override
    public boolean offer(Media media) {
        if (closed.get() || !(media instanceof Frame frame)) {
            refused.incrementAndGet();
            return false;
        }
        long now = clock.nanos();
        size(frame.format(), now);
        lastNanos = now;
        captureLatency.addSinceCapture(now, frame);
        // Who does not know when a picture was captured says when it came, which is nearer than this thread's turn.
        read(frame, remote && frame.timeQuality() == TimeQuality.ARRIVAL ? frame.captureNanos() : now);
        measured.incrementAndGet();
        return true;
    }

    private void size(VideoFormat format, long now) {
        if (format.width() == width && format.height() == height) {
            return;
        }
        if (width == 0) {
            firstNanos = now;
            LOG.info("{}: {}x{}, first picture after {} ms", stream, format.width(), format.height(),
                (now - openedNanos) / 1_000_000);
        } else {
            LOG.info("{}: now {}x{}", stream, format.width(), format.height());
        }
        width = format.width();
        height = format.height();
    }

    private void read(Frame frame, long arrivedNanos) {
        if (!stamp.read(frame.memory().plane(0), frame.memory().stride(0), width, height)) {
            track.unreadable(Stamp.fits(width, height));
            return;
        }
        track.read(stamp.counter(), stamp.camera());
        int age = stamp.ageTicks(arrivedNanos);
        boolean plausible = age >= 0 && age <= LatencyWindow.MAX_TICKS;
        if (plausible) {
            latency.add(arrivedNanos, age);
        }
        Recording recording = meter.recording();
        if (recording != null) {
            recording.add(stream.name(), arrivedNanos, plausible ? age : -1, stamp.counter());
        }
    }

    @Override
    public Stats stats() {
        return stats(clock.nanos());
    }

    private Stats stats(long now) {
        long out = measured.get();
        long dropped = refused.get();
        return new Stats(out + dropped, out, dropped, 0, 0, 0, null, latency.percentiles(now),
            captureLatency.percentiles(now)).with(captureLatency.all());
    }

    @Override
    public void failed(MediaException cause) {
        LOG.info("{}: {}", stream, cause.getMessage());
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        meter.closed(this);
        Recording recording = meter.recording();
        if (recording != null) {
            recording.flush();
        }
        if (LOG.isInfoEnabled()) {
            LOG.info("{}: {}", stream, summary());
        }
    }

    /** What the log says at the end. */
    String summary() {
        Stats stats = stats(lastNanos);
        if (stats.out() == 0) {
            return "ended without a picture";
        }
        StringBuilder text = new StringBuilder("ended after ").append(stats.out()).append(" pictures");
        double seconds = (lastNanos - firstNanos) / 1e9;
        if (seconds > 0) {
            text.append(String.format(Locale.ROOT, ", %.2f a second", (stats.out() - 1) / seconds));
        }
        Stats.Latency ages = stats.latency();
        if (ages != null) {
            text.append(String.format(Locale.ROOT, ", latency p50 %.1f, p95 %.1f, p99 %.1f ms", ages.p50(), ages.p95(),
                ages.p99()));
        }
        return text.append(track.summary()).toString();
    }

    StampTrack track() {
        return track;
    }
}
