package flathead.health.internal;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Objects;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Whether the heap has room: what the last collection of each part of it left, not what waits to be collected. One of
 * young objects leaves what is dead among the old ones until these fill their part.
 */
@Component(property = {HealthCheck.NAME + "=memory", HealthCheck.TAGS + "=default", HealthCheck.TAGS + "=memory"})
public final class MemoryCheck implements HealthCheck {
    private static final int WARN_PERCENT = 85;
    private static final int CRITICAL_PERCENT = 97;
    private static final long MEGABYTE = 1 << 20;

    /** Looks at this JVM. */
    @Activate
    public MemoryCheck() {
    }

    @Override
    public Result execute() {
        long used = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(each -> each.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getCollectionUsage).filter(Objects::nonNull)
            .mapToLong(MemoryUsage::getUsed).sum();
        return judge(used, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getMax());
    }

    /**
     * @param used in bytes, after a collection
     * @param most in bytes; not positive if there is no limit
     */
    static Result judge(long used, long most) {
        FormattingResultLog log = new FormattingResultLog();
        if (most <= 0) {
            log.info("{} MB of the heap are in use after the last collection", used / MEGABYTE);
            return new Result(log);
        }
        long percent = used * 100 / most;
        String text = "{} of {} MB of the heap are in use after the last collection";
        if (percent >= CRITICAL_PERCENT) {
            log.critical(text, used / MEGABYTE, most / MEGABYTE);
        } else if (percent >= WARN_PERCENT) {
            log.warn(text, used / MEGABYTE, most / MEGABYTE);
        } else {
            log.info(text, used / MEGABYTE, most / MEGABYTE);
        }
        return new Result(log);
    }
}
