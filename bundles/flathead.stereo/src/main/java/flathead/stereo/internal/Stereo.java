package flathead.stereo.internal;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.StereoMonitor;
import flathead.api.StereoStatus;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sink of raw pictures that pairs those of two cameras of this runtime. Streams from elsewhere are paused here: when
 * their pictures were captured is not known, only when they came. So are cameras that are neither eye.
 *
 * <p>Settings, factory PID {@value #PID}: {@code left}, {@code right}. The command {@code flathead:stereo} tells.
 */
@Component(name = Stereo.PID, configurationPolicy = ConfigurationPolicy.REQUIRE,
    service = {VideoSink.class, StereoMonitor.class, Stereo.class},
    property = {VideoSink.ROLE + "=" + VideoSink.STEREO, "osgi.command.scope=flathead",
        "osgi.command.function=stereo"})
@Designate(ocd = StereoConfig.class, factory = true)
public final class Stereo implements VideoSink, StereoMonitor {
    static final String PID = "flathead.stereo";

    private static final Logger LOG = LoggerFactory.getLogger(Stereo.class);
    private static final int DEPTH = 4;

    private final String name;
    private final String left;
    private final String right;
    private final Pairing pairing = new Pairing();

    /** As a component. */
    @Activate
    public Stereo(StereoConfig config, Map<String, Object> properties) {
        this(String.valueOf(properties.get("service.pid")).replaceFirst("^.*~", ""), config.left(), config.right());
    }

    Stereo(String name, String left, String right) {
        this.name = name;
        this.left = left;
        this.right = right;
        if (left.equals(right)) {
            LOG.error("{}~{}: left = right = {} is not allowed; the names of two cameras are. Nothing is paired", PID,
                name, left);
        }
    }

    @Override
    public List<Codec> accepts() {
        return List.of(Codec.I420, Codec.NV12);
    }

    /** A picture that waited too long would leave its fellow unpaired. */
    @Override
    public int rawDepth() {
        return DEPTH;
    }

    @Override
    public Outlet open(StreamId stream, VideoFormat format, Feedback upstream) {
        boolean ours = stream.client().isEmpty() && !left.equals(right)
            && (stream.name().equals(left) || stream.name().equals(right));
        if (!ours) {
            upstream.limitBitrate(Feedback.NOTHING);
        }
        return new StereoOutlet(ours ? pairing : null, stream.name().equals(left) ? Pairing.LEFT : Pairing.RIGHT);
    }

    @Override
    public StereoStatus status() {
        return pairing.status(name, left, right);
    }

    /** The command: how the pair fits. */
    public String stereo() {
        StereoStatus now = status();
        StereoStatus.Skew skew = now.skew();
        return String.format(Locale.ROOT, "%s: %s and %s, %d pairs, unpaired %d and %d, ", now.name(), now.left(),
            now.right(), now.pairs(), now.unpairedLeft(), now.unpairedRight())
            + (skew == null ? "no skew yet" : String.format(Locale.ROOT,
                "skew mean %.2f ms, p50 %.2f, p95 %.2f, max %.2f of the last %d", skew.mean(), skew.p50(), skew.p95(),
                skew.max(), skew.samples()));
    }
}
