package flathead.stereo.internal;

import flathead.api.StereoMonitor;
import flathead.api.StereoStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The command {@code flathead:stereo}: how the pairs fit, a line each. */
@Component(service = StereoCommand.class,
    property = {"osgi.command.scope=flathead", "osgi.command.function=stereo"})
public final class StereoCommand {
    @Reference(policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<StereoMonitor> pairs = List.of();

    /** As a component. */
    @Activate
    public StereoCommand() {
    }

    /** The command. */
    public String stereo() {
        return pairs.isEmpty() ? "no pair is configured; PID " + Stereo.PID + "~<name>"
            : pairs.stream().map(StereoMonitor::status).sorted(Comparator.comparing(StereoStatus::name))
                .map(StereoCommand::line).collect(Collectors.joining("\n"));
    }

    /** How one pair fits. */
    static String line(StereoStatus now) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT,
            "%s: %s and %s, %d pairs, unpaired %d and %d", now.name(), now.left(), now.right(), now.pairs(),
            now.unpairedLeft(), now.unpairedRight()));
        if (now.refusedLeft() + now.refusedRight() > 0) {
            line.append(", refused ").append(now.refusedLeft()).append(" and ").append(now.refusedRight());
        }
        StereoStatus.Skew skew = now.skew();
        line.append(skew == null ? ", no skew yet" : String.format(Locale.ROOT,
            ", skew mean %.2f ms, p50 %.2f, p95 %.2f, max %.2f of the last %d, by the %s clock", skew.mean(),
            skew.p50(), skew.p95(), skew.max(), skew.samples(), now.clock().name().toLowerCase(Locale.ROOT)));
        for (StereoStatus.Consumer each : now.consumers()) {
            line.append(String.format(Locale.ROOT, "; %s took %d, too slow for %d%s%s", each.name(), each.pairs(),
                each.dropped(), each.failed() == 0 ? "" : ", threw at " + each.failed(),
                each.hangs() ? ", hangs" : ""));
        }
        return line.append(now.detail().isEmpty() ? "" : "; " + now.detail()).toString();
    }
}
