package flathead.health.internal;

import flathead.api.StreamMonitor;
import flathead.api.StreamStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
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
 * Whether pictures flow wherever they should. A camera that is switched off should not; nor need a received stream that
 * nobody looks at, while a camera that nobody takes pictures of has no server. That no robot is there is not illness.
 */
@Component(property = {HealthCheck.NAME + "=streams", HealthCheck.TAGS + "=default", HealthCheck.TAGS + "=streams"})
public final class StreamsCheck implements HealthCheck {
    private final List<StreamMonitor> monitors = new CopyOnWriteArrayList<>();

    /** Knows of no stream yet. */
    @Activate
    public StreamsCheck() {
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
        List<StreamStatus> all = monitors.stream().map(StreamMonitor::status)
            .sorted(Comparator.comparing(each -> each.id().name())).toList();
        if (all.isEmpty()) {
            log.info("there is no camera, and no stream from elsewhere");
        }
        all.forEach(each -> tell(log, each));
        return new Result(log);
    }

    private static void tell(FormattingResultLog log, StreamStatus status) {
        boolean received = !status.id().client().isEmpty();
        String name = (received ? "stream " : "camera ") + status.id().name();
        switch (status.state()) {
            case STREAMING -> log.info("{}: streaming, {} pictures a second", name,
                String.format(Locale.ROOT, "%.1f", status.fps()));
            case STALLED -> log.critical("{}: no picture has come for a second", name);
            default -> {
                boolean idle = status.detail().equals(StreamStatus.DISABLED)
                    || received && status.detail().equals(StreamStatus.UNWANTED);
                if (idle) {
                    log.info("{}: {}", name, status.detail());
                } else {
                    log.critical("{}: waiting, {}", name,
                        status.detail().isEmpty() ? "for its first picture" : status.detail());
                }
            }
        }
    }
}
