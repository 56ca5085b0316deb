package flathead.exam;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import flathead.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;

/** What is true of every runtime, seen from within. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public abstract class ShippedRuntime {
    protected static final Duration LIMIT = Duration.ofSeconds(60);

    @Inject
    protected BundleContext context;
    @Inject
    private ServiceComponentRuntime components;

    private Stream<Bundle> ours() {
        return Stream.of(context.getBundles()).filter(each -> each.getSymbolicName().startsWith("flathead."));
    }

    @Test
    public void everyBundleRuns() {
        Supplier<List<String>> idle = () -> Stream.of(context.getBundles())
            .filter(each -> each.getHeaders().get(Constants.FRAGMENT_HOST) == null)
            .filter(each -> each.getState() != Bundle.ACTIVE && each.getState() != Bundle.STARTING)
            .map(Bundle::toString).toList();
        Await.until(() -> "these do not run: " + idle.get(), LIMIT, () -> idle.get().isEmpty());
    }

    @Test
    public void ofOurPackagesOnlyTheInterfacesAreExported() {
        TreeSet<String> exported = new TreeSet<>();
        ours().flatMap(each -> each.adapt(BundleRevision.class)
            .getDeclaredCapabilities(BundleRevision.PACKAGE_NAMESPACE).stream())
            .map(each -> each.getAttributes().get(BundleRevision.PACKAGE_NAMESPACE).toString())
            .filter(each -> each.startsWith("flathead.")).forEach(exported::add);
        assertEquals(new TreeSet<>(List.of("flathead.api", "flathead.signaling")), exported);
    }

    @Test
    public void everyComponentFindsWhatItNeeds() {
        Bundle[] bundles = ours().toArray(Bundle[]::new);
        Supplier<List<String>> waiting = () -> components.getComponentDescriptionDTOs(bundles).stream()
            .flatMap(each -> components.getComponentConfigurationDTOs(each).stream())
            .filter(each -> each.state != ComponentConfigurationDTO.ACTIVE
                && each.state != ComponentConfigurationDTO.SATISFIED)
            .map(each -> each.description.name + (each.failure == null ? " waits" : " failed: " + each.failure))
            .toList();
        Await.until(() -> "components: " + waiting.get(), LIMIT, () -> waiting.get().isEmpty());
        assertTrue("there are components", components.getComponentDescriptionDTOs(bundles).size() > 5);
    }
}
