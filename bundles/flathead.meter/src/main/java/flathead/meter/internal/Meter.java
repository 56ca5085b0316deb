package flathead.meter.internal;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes raw pictures and measures them; see {@link MeterOutlet} for what latency means here.
 *
 * <p>Settings, PID {@value #PID}: see {@link MeterConfig}. A path that cannot be written is refused with one line in
 * the log, and the recording stays as it was.
 */
@Component(name = Meter.PID, service = VideoSink.class,
    property = {VideoSink.ROLE + "=" + VideoSink.FRAMES, VideoSink.NAME + "=meter"})
@Designate(ocd = MeterConfig.class)
public final class Meter implements VideoSink {
    static final String PID = "flathead.meter";

    private static final Logger LOG = LoggerFactory.getLogger(Meter.class);

    private final NanoClock clock;
    private final Set<MeterOutlet> outlets = new HashSet<>();
    private boolean pictures = true;
    private String record = "";
    private volatile Recording recording;

    /** As a component. */
    @Activate
    public Meter(MeterConfig config) {
        this(NanoClock.SYSTEM, config.record());
        want(config.pictures());
    }

    Meter(NanoClock clock, String record) {
        this.clock = clock;
        recordTo(record);
    }

    @Modified
    void modified(MeterConfig config) {
        recordTo(config.record());
        want(config.pictures());
    }

    @Deactivate
    void deactivate() {
        recordTo("");
    }

    /** Starts, moves or ends the recording; running streams follow with their next picture. */
    synchronized void recordTo(String wanted) {
        String path = wanted == null ? "" : wanted.strip();
        if (path.equals(record)) {
            return;
        }
        Recording next = null;
        if (!path.isEmpty()) {
            try {
                next = new Recording(Path.of(path), clock);
            } catch (IOException | InvalidPathException e) {
                LOG.error("{}: record = {} is refused, it cannot be written ({}); allowed is the path of a file in a"
                    + " directory that exists, or nothing. {}", PID, path, Recording.reason(e),
                    record.isEmpty() ? "Nothing is recorded" : "The recording to " + record + " goes on");
                return;
            }
        }
        Recording before = recording;
        recording = next;
        record = path;
        if (before != null) {
            before.close();
        }
        LOG.info(path.isEmpty() ? "recording ended" : "recording every stamp to {}", path);
    }

    /** Asks for pictures, or for none; all streams follow. */
    synchronized void want(boolean any) {
        pictures = any;
        outlets.forEach(outlet -> outlet.want(any));
    }

    /** Where stamps are recorded now; null if nowhere. */
    Recording recording() {
        return recording;
    }

    @Override
    public List<Codec> accepts() {
        return List.of(Codec.I420, Codec.NV12);
    }

    /** Who looks for pictures that are missing must not lose any to a moment's delay of its own thread. */
    @Override
    public int rawDepth() {
        return MAX_RAW_DEPTH;
    }

    @Override
    public Outlet open(StreamId stream, VideoFormat format, Feedback upstream) throws MediaException {
        if (!format.codec().isRaw()) {
            throw new MediaException("meter: stream " + stream + " comes as " + format.codec()
                + "; allowed are raw pictures, " + accepts());
        }
        MeterOutlet outlet = new MeterOutlet(this, stream, upstream, clock);
        synchronized (this) {
            outlets.add(outlet);
            outlet.want(pictures);
        }
        return outlet;
    }

    /** An outlet closed. */
    synchronized void closed(MeterOutlet outlet) {
        outlets.remove(outlet);
    }
}
