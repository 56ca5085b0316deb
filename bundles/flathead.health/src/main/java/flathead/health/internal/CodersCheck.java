package flathead.health.internal;

import flathead.api.NanoClock;
import flathead.api.Stats;
import flathead.api.StreamMonitor;
import flathead.api.StreamStatus;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Warns for a minute of an encoder or a decoder that failed or hung, and of pictures that a source had no room for. The
 * next encoder has taken over by then: where none could, the streams tell.
 */
@Component(property = {HealthCheck.NAME + "=encoders, decoders and pools",
    HealthCheck.TAGS + "=default", HealthCheck.TAGS + "=coders", HealthCheck.TAGS + "=pools"})
public final class CodersCheck implements HealthCheck {
    private static final long MINUTE_NANOS = 60_000_000_000L;
    /** Of the pictures since the last look, those that may be dropped without a word: one of ten. */
    private static final int TOLERATED = 10;

    private final List<StreamMonitor> monitors = new CopyOnWriteArrayList<>();
    private final Growth growth;

    /** Knows of no stream yet. */
    @Activate
    public CodersCheck() {
        this(NanoClock.SYSTEM);
    }

    CodersCheck(NanoClock clock) {
        growth = new Growth(clock);
    }

    @Reference(name = "monitors", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, unbind = "removeMonitor")
    void putMonitor(StreamMonitor monitor) {
        monitors.add(monitor);
    }

    void removeMonitor(StreamMonitor monitor) {
        monitors.remove(monitor);
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        // A log without a line would be a warning.
        log.info("encoders, decoders and pools of {} streams", monitors.size());
        for (StreamMonitor monitor : monitors) {
            StreamStatus status = monitor.status();
            String name = status.id().name() + (status.id().client().isEmpty() ? "" : " (received)");
            coder(log, name, "encoder", status.encoded().coders());
            coder(log, name, "decoder", status.decoded().coders());
            source(log, name, status.captured());
        }
        return new Result(log);
    }

    private void coder(FormattingResultLog log, String name, String noun, Stats.Coders coders) {
        if (coders == null || coders.faults() == 0) {
            return;
        }
        String key = noun + " of " + name;
        growth.since(key, coders.faults());
        if (growth.within(key, MINUTE_NANOS)) {
            log.warn("{}: failed or hung, {} times since it began", key, coders.faults());
        } else {
            log.info("{}: has failed or hung {} times, not in the last minute", key, coders.faults());
        }
    }

    private void source(FormattingResultLog log, String name, Stats captured) {
        long came = growth.since("in " + name, captured.in());
        long dropped = growth.since("dropped " + name, captured.dropped());
        if (dropped > 1 && dropped * TOLERATED > came) {
            log.warn("{}: its source had no room for {} of the {} pictures since the last look", name, dropped, came);
        }
    }
}
