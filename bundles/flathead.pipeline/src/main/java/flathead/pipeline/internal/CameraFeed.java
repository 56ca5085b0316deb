package flathead.pipeline.internal;

import flathead.api.CaptureFactory;
import flathead.api.CaptureLink;
import flathead.api.CaptureSettings;
import flathead.api.Codec;
import flathead.api.Control;
import flathead.api.ControlException;
import flathead.api.FrameInput;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.api.Stats;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A camera: the best camera stack that can open it, reopened when it fails, changed when a better one comes. The one
 * owner of retry for cameras.
 */
final class CameraFeed implements Feed {
    private static final Logger LOG = LoggerFactory.getLogger(CameraFeed.class);

    private final String camera;
    private final Ranked<CaptureFactory> candidates;
    private final Quarantine quarantine;
    private final Owner owner;
    private volatile CaptureSettings settings;
    /** Controls that are wanted and that the open camera refused. */
    private volatile Map<String, String> leftOut = Map.of();
    /** Controls that an open camera has taken: another, in its place, may do without. */
    private Map<String, String> proven = Map.of();
    private volatile CaptureLink link;
    private volatile Ranked.Entry<CaptureFactory> entry;
    private volatile String detail = "";
    /** What stands in for a camera, and why; empty if nothing does, or if it was asked for. */
    private volatile String note = "";
    private volatile Gate broken;
    private Gate gate;
    private FrameInput out;

    CameraFeed(String camera, CaptureSettings settings, Ranked<CaptureFactory> candidates, NanoClock clock,
            Owner owner) {
        this.camera = camera;
        this.settings = settings;
        this.candidates = candidates;
        this.quarantine = new Quarantine(clock);
        this.owner = owner;
    }

    @Override
    public List<Codec> codecs() {
        return List.of(settings.format().codec());
    }

    @Override
    public int fps() {
        return settings.format().fps();
    }

    /**
     * Changes the settings, live where the camera can. If another camera stack has become the best, it gets them.
     * Controls that stay as they were and that it does not take are left out: they were meant for the other.
     *
     * @throws MediaException if the camera refuses them; the old ones stay, and what delivered goes on
     */
    void configure(CaptureSettings wanted) throws MediaException {
        CaptureLink now = link;
        CaptureSettings before = settings;
        Ranked.Entry<CaptureFactory> same = entry;
        Ranked.Entry<CaptureFactory> best = quarantine.best(candidates.entries(), factory -> true);
        boolean another = now != null && best != null && best.service() != same.service();
        if (!another && (now == null || wanted.equals(before) || now.apply(taken(wanted)))) {
            settings = wanted;
            leftOut = stillLeftOut(wanted.controls());
            remember();
            return;
        }
        settings = wanted;
        try {
            if (!another) {
                shut(); // the device cannot be open twice
            }
            open(another ? best : same, proven);
        } catch (MediaException e) {
            settings = before;
            owner.feedChanged();
            throw e;
        }
    }

    private Map<String, String> stillLeftOut(Map<String, String> wanted) {
        Map<String, String> still = new TreeMap<>(leftOut);
        still.entrySet().retainAll(wanted.entrySet());
        return still;
    }

    /** Without what the open camera does not take and nobody has changed since. */
    private CaptureSettings taken(CaptureSettings wanted) {
        return new CaptureSettings(wanted.device(), wanted.format(), taken(wanted.controls()));
    }

    /** Of controls that are wanted those that the open camera has to judge; any thread. */
    Map<String, String> taken(Map<String, String> wanted) {
        Map<String, String> rest = new TreeMap<>(wanted);
        rest.entrySet().removeAll(leftOut.entrySet());
        return rest;
    }

    /** The settings that the open camera has; empty while none is open. */
    List<Control> controls() {
        CaptureLink now = link;
        return now == null ? List.of() : now.controls();
    }

    @Override
    public void settle(Codec wanted, FrameInput pictures) {
        out = pictures;
        if (broken != null && broken == gate) {
            shut();
        }
        broken = null;
        if (wanted == null) {
            shut();
            return;
        }
        while (true) {
            Ranked.Entry<CaptureFactory> best = quarantine.best(candidates.entries(), factory -> true);
            if (best == null) {
                shut();
                return;
            }
            if (link != null && entry.service() == best.service()) {
                detail = "";
                return;
            }
            try {
                open(best, proven);
                return;
            } catch (MediaException e) {
                // It is tried again and again: the same reason is told once.
                if (!e.getMessage().equals(detail)) {
                    LOG.warn("{}~{}: source {}: {}", CameraSettings.FACTORY_PID, camera, best, e.getMessage());
                }
                detail = e.getMessage();
                quarantine.failed(best);
            }
        }
    }

    /**
     * Opens {@code best}, and only then lets go of what was open.
     *
     * @param optional controls without which the camera may do; that holds as well for the names that cameras share,
     *     where it has none of that name
     */
    private void open(Ranked.Entry<CaptureFactory> best, Map<String, String> optional) throws MediaException {
        Gate next = new Gate(out, this::failed);
        Map<String, String> asked = new TreeMap<>(settings.controls());
        Map<String, String> refused = new TreeMap<>();
        List<String> reasons = new ArrayList<>();
        CaptureLink opened = null;
        while (opened == null) {
            try {
                opened = best.service().open(new CaptureSettings(settings.device(), settings.format(), asked), next);
            } catch (RuntimeException | LinkageError e) {
                throw new MediaException(e.toString(), e);
            } catch (MediaException e) {
                ControlException reason = reasonOf(e);
                String value = reason == null ? null : asked.remove(reason.control());
                boolean shared = reason != null && reason.lacking() && Control.SHARED.contains(reason.control());
                if (value == null || !shared && !value.equals(optional.get(reason.control()))) {
                    throw e;
                }
                refused.put(reason.control(), value);
                reasons.add(e.getMessage());
            }
        }
        shut();
        leftOut = refused;
        remember();
        reasons.forEach(reason -> LOG.warn("{}: {}; left out", camera, reason));
        gate = next;
        link = opened;
        entry = best;
        next.open();
        LOG.info("{}: {} delivers {}", camera, best, opened.format());
        standIn(best);
        detail = "";
    }

    private void standIn(Ranked.Entry<CaptureFactory> opened) {
        boolean unasked = !candidates.isChosen() && "true".equals(opened.properties().get(CaptureFactory.STANDS_IN));
        String why = detail.isEmpty() || candidates.entries().size() == 1 ? "no camera stack here" : detail;
        String now = unasked ? why + ": " + opened : "";
        if (!now.isEmpty() && !now.equals(note)) {
            LOG.warn("{}: {} stands in", camera, now);
        }
        note = now;
    }

    private void remember() {
        Map<String, String> now = new TreeMap<>(proven);
        now.putAll(taken(settings.controls()));
        proven = now;
    }

    /** The control that was the reason; null if it was none. */
    private static ControlException reasonOf(Throwable refusal) {
        for (Throwable each = refusal; each != null; each = each.getCause()) {
            if (each instanceof ControlException reason) {
                return reason;
            }
        }
        return null;
    }

    private void failed(Gate which, MediaException cause) {
        LOG.warn("{}: source {} ended: {}", camera, entry, cause.getMessage());
        detail = cause.getMessage();
        broken = which;
        owner.feedChanged();
    }

    private void shut() {
        CaptureLink old = link;
        if (old == null) {
            return;
        }
        gate.shut();
        if (broken == gate) {
            quarantine.failed(entry);
        }
        Ranked.Entry<CaptureFactory> last = entry;
        link = null;
        gate = null;
        entry = null;
        try {
            old.close();
            Stats stats = old.stats();
            LOG.info("{}: {} ended after {} pictures, {} more were due", camera, last, stats.out(), stats.dropped());
        } catch (RuntimeException e) {
            LOG.error("{}: the source broke while closing", camera, e);
        }
    }

    @Override
    public void tick() {
        if (!quarantine.isEmpty()) {
            owner.feedChanged();
        }
    }

    @Override
    public String name() {
        Ranked.Entry<CaptureFactory> now = entry;
        return now == null ? "" : now.name();
    }

    @Override
    public String detail() {
        if (link != null) {
            return "";
        }
        return candidates.entries().isEmpty() ? "waits for a source: none is running"
            : "waits for a source: " + (detail.isEmpty() ? candidates.entries() + " cannot now" : detail);
    }

    @Override
    public String note() {
        return link == null || candidates.isChosen() ? "" : note;
    }

    @Override
    public Stats stats() {
        CaptureLink now = link;
        return now == null ? Stats.NONE : now.stats();
    }

    @Override
    public void requestKeyframe() {
        CaptureLink now = link;
        if (now != null) {
            now.requestKeyframe();
        }
    }

    @Override
    public void limitBitrate(int bitsPerSecond) {
        CaptureLink now = link;
        if (now != null) {
            now.limitBitrate(bitsPerSecond);
        }
    }

    @Override
    public void close() {
        shut();
    }
}
