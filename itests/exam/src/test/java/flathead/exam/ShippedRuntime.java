package flathead.exam;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;

import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
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
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Inject
    protected BundleContext context;
    @Inject
    private ServiceComponentRuntime components;

    /** Waits for a state, and says after a minute what there was instead. */
    protected static void await(Supplier<String> what, BooleanSupplier state) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!state.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                fail(what.get());
            }
            Thread.sleep(20);
        }
    }

    private Stream<Bundle> ours() {
        return Stream.of(context.getBundles()).filter(each -> each.getSymbolicName().startsWith("flathead."));
    }

    @Test
    public void everyBundleRuns() throws Exception {
        Supplier<List<String>> idle = () -> Stream.of(context.getBundles())
            .filter(each -> each.getHeaders().get(Constants.FRAGMENT_HOST) == null)
            .filter(each -> each.getState() != Bundle.ACTIVE && each.getState() != Bundle.STARTING)
            .map(Bundle::toString).toList();
        await(() -> "these do not run: " + idle.get(), () -> idle.get().isEmpty());
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
    public void everyComponentFindsWhatItNeeds() throws Exception {
        Bundle[] bundles = ours().toArray(Bundle[]::new);
        Supplier<List<String>> waiting = () -> components.getComponentDescriptionDTOs(bundles).stream()
            .flatMap(each -> components.getComponentConfigurationDTOs(each).stream())
            .filter(each -> each.state != ComponentConfigurationDTO.ACTIVE
                && each.state != ComponentConfigurationDTO.SATISFIED)
            .map(each -> each.description.name + (each.failure == null ? " waits" : " failed: " + each.failure))
            .toList();
        await(() -> "components: " + waiting.get(), () -> waiting.get().isEmpty());
        assertTrue("there are components", components.getComponentDescriptionDTOs(bundles).size() > 5);
    }
}
