package flathead.snapshot.internal;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.Frame;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.api.Snapshot;
import flathead.api.SnapshotException;
import flathead.api.Snapshots;
import flathead.api.StereoMonitor;
import flathead.api.StereoStatus;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import flathead.lending.Cameras;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshots of this runtime's cameras and pairs. Of a camera of which a snapshot was asked for the newest picture
 * is held, until nobody has asked for a while; then it is paused.
 *
 * <p>Settings, PID {@value #PID}: see {@link SnapshotConfig}. What is not allowed is refused with one line in the log,
 * and what held before holds on.
 */
@Component(name = SnapshotService.PID, service = {Snapshots.class, VideoSink.class},
    property = {VideoSink.ROLE + "=" + VideoSink.FRAMES, VideoSink.NAME + "=" + SnapshotService.NAME})
@Designate(ocd = SnapshotConfig.class)
public final class SnapshotService implements Snapshots, VideoSink {
    static final String PID = "flathead.snapshot";
    static final String NAME = "snapshot";

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotService.class);

    private final NanoClock clock;
    private final Jpegs jpegs = new Jpegs();
    private final Newest.Studio studio = new Newest.Studio(
        Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE), jpegs, Clock.systemUTC());
    private final Cameras<Newest> cameras = new Cameras<>(new Taker());
    private final Waiting waiting = new Waiting();
    private final PairShots pairs;
    private final Ticks ticks = new Ticks(this::expire);
    private volatile SnapshotSettings settings = SnapshotSettings.DEFAULTS;
    @Reference(policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<StereoMonitor> monitors = List.of();

    /** Takes the pictures of cameras. */
    private final class Taker implements Cameras.Taker<Newest> {
        @Override
        public Newest there(String name) {
            return new Newest(name, studio);
        }

        @Override
        public boolean wants(Newest camera) {
            return camera.wanted();
        }

        @Override
        public void picture(Newest camera, StreamId stream, Frame frame) {
            camera.put(frame.sequence(), frame, null, frame.timeQuality());
        }

        @Override
        public void gone(Newest camera) {
            camera.end();
        }
    }

    /** As a component. */
    @Activate
    public SnapshotService(BundleContext context, Map<String, ?> properties) {
        this(context, properties, NanoClock.SYSTEM);
    }

    SnapshotService(BundleContext context, Map<String, ?> properties, NanoClock clock) {
        this.clock = clock;
        pairs = new PairShots(context, studio);
        modified(properties);
    }

    @Modified
    void modified(Map<String, ?> properties) {
        try {
            settings = SnapshotSettings.of(properties);
        } catch (IllegalArgumentException e) {
            LOG.error("{}: {}; {} stays", PID, e.getMessage(), settings);
        }
    }

    @Override
    public List<Codec> accepts() {
        return Cameras.RAW;
    }

    @Override
    public Outlet open(StreamId stream, VideoFormat format, Feedback upstream) throws MediaException {
        return cameras.open(NAME, stream, format, upstream);
    }

    @Override
    public Snapshot camera(String name) throws SnapshotException, InterruptedException {
        Newest camera = cameras.get(name);
        if (camera == null) {
            throw new SnapshotException(SnapshotException.Reason.UNKNOWN, "no camera streams under the name " + name
                + "; there is " + those(cameras.names()));
        }
        SnapshotSettings now = settings;
        if (camera.ask(until(now))) {
            cameras.wishesChanged();
        }
        ticks.begin();
        return waiting.next(camera, now);
    }

    @Override
    public Snapshot stereo(String pair) throws SnapshotException, InterruptedException {
        List<String> known = monitors.stream().map(StereoMonitor::status).map(StereoStatus::name).sorted().toList();
        if (!known.contains(pair)) {
            throw new SnapshotException(SnapshotException.Reason.UNKNOWN, "no pair is configured under the name "
                + pair + "; there is " + those(known));
        }
        SnapshotSettings now = settings;
        Newest newest = pairs.ask(pair, until(now));
        ticks.begin();
        return waiting.next(newest, now);
    }

    private long until(SnapshotSettings now) {
        return clock.nanos() + now.keep() * 1_000_000_000L;
    }

    private static String those(List<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    /** Lets go of what nobody has asked for; answers whether something is left. */
    boolean expire() {
        long now = clock.nanos();
        boolean left = false;
        boolean changed = false;
        for (String name : cameras.names()) {
            Newest camera = cameras.get(name);
            if (camera != null) {
                changed |= camera.expire(now);
                left |= camera.wanted();
            }
        }
        if (changed) {
            cameras.wishesChanged();
        }
        return pairs.expire(now) | left;
    }

    /** Lets go of everything. */
    @Deactivate
    public void deactivate() {
        ticks.close();
        pairs.close();
        jpegs.close();
    }
}
