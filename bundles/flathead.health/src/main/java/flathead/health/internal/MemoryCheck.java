package flathead.health.internal;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.util.Comparator;
import java.util.Objects;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Whether the heap has room: what was left of it after the last collection, not what waits to be collected. */
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
        GcInfo last = ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class).stream()
            .map(GarbageCollectorMXBean::getLastGcInfo).filter(Objects::nonNull)
            .max(Comparator.comparingLong(GcInfo::getEndTime)).orElse(null);
        long used = last == null ? 0 : ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(each -> each.getType() == MemoryType.HEAP)
            .mapToLong(each -> last.getMemoryUsageAfterGc().get(each.getName()).getUsed()).sum();
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
