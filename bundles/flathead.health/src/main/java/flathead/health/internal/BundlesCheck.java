package flathead.health.internal;

import java.util.List;
import java.util.stream.Stream;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Whether every bundle runs that should. One that somebody has stopped should not, and is told of. */
@Component(property = {HealthCheck.NAME + "=bundles", HealthCheck.TAGS + "=default", HealthCheck.TAGS + "=bundles"})
public final class BundlesCheck implements HealthCheck {
    private final BundleContext context;

    /** Looks at this framework. */
    @Activate
    public BundlesCheck(BundleContext context) {
        this.context = context;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        List<Bundle> idle = Stream.of(context.getBundles())
            .filter(each -> each.getHeaders().get(Constants.FRAGMENT_HOST) == null)
            .filter(each -> each.getState() != Bundle.ACTIVE && each.getState() != Bundle.STARTING).toList();
        for (Bundle each : idle) {
            if (each.adapt(BundleStartLevel.class).isPersistentlyStarted()) {
                log.critical("{} does not run", each.getSymbolicName());
            } else {
                log.info("{} was stopped", each.getSymbolicName());
            }
        }
        log.info("{} bundles, {} of them do not run", context.getBundles().length, idle.size());
        return new Result(log);
    }
}
