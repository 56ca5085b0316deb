package flathead.health.internal;

import flathead.api.Recorder;
import flathead.api.RecordingStatus;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Whether what is to be recorded is: a disk may be full. */
@Component(property = {HealthCheck.NAME + "=recordings", HealthCheck.TAGS + "=default",
    HealthCheck.TAGS + "=recorder"})
public final class RecorderCheck implements HealthCheck {
    private volatile Recorder recorder;

    /** There is no recorder yet. */
    @Activate
    public RecorderCheck() {
    }

    @Reference(name = "recorder", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, unbind = "removeRecorder")
    void putRecorder(Recorder came) {
        recorder = came;
    }

    void removeRecorder(Recorder gone) {
        recorder = recorder == gone ? null : recorder;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        Recorder now = recorder;
        if (now == null) {
            log.info("nothing can be recorded here");
            return new Result(log);
        }
        log.info("{} recordings are kept", now.files().size());
        for (RecordingStatus each : now.status()) {
            switch (each.state()) {
                case FAILED -> log.critical("{}: its recording ended: {}", each.stream(), each.lastError());
                case RECORDING -> log.info("{}: is recorded", each.stream());
                case WAITING -> log.info("{}: is to be recorded as soon as it comes", each.stream());
                default -> log.debug("{}: is not recorded", each.stream());
            }
        }
        return new Result(log);
    }
}
