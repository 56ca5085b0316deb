package flathead.health.internal;

import java.util.List;
import java.util.stream.Stream;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Whether our components are there, and have what they need; why one failed is in the log alone. */
@Component(property = {HealthCheck.NAME + "=components", HealthCheck.TAGS + "=default",
    HealthCheck.TAGS + "=components"})
public final class ComponentsCheck implements HealthCheck {
    private static final String OURS = "flathead.";

    private final BundleContext context;
    private final ServiceComponentRuntime components;

    /** Looks at this framework. */
    @Activate
    public ComponentsCheck(BundleContext context, @Reference ServiceComponentRuntime components) {
        this.context = context;
        this.components = components;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        Bundle[] ours = Stream.of(context.getBundles()).filter(each -> each.getSymbolicName().startsWith(OURS))
            .toArray(Bundle[]::new);
        List<ComponentConfigurationDTO> all = components.getComponentDescriptionDTOs(ours).stream()
            .flatMap(each -> components.getComponentConfigurationDTOs(each).stream()).toList();
        all.forEach(each -> tell(log, each));
        log.info("{} components", all.size());
        return new Result(log);
    }

    private static void tell(FormattingResultLog log, ComponentConfigurationDTO component) {
        if (component.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
            log.critical("{} failed", component.description.name);
        } else if (component.state == ComponentConfigurationDTO.UNSATISFIED_REFERENCE) {
            log.warn("{} waits for {}", component.description.name, Stream.of(component.unsatisfiedReferences)
                .map((UnsatisfiedReferenceDTO each) -> each.name).toList());
        }
    }
}
