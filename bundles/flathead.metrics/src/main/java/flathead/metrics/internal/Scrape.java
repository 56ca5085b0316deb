package flathead.metrics.internal;

import flathead.api.Recorder;
import flathead.api.StereoMonitor;
import flathead.api.StreamMonitor;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads everything at once; any thread. */
@Component(service = Scrape.class)
public final class Scrape {
    private static final Logger LOG = LoggerFactory.getLogger(Scrape.class);

    private final List<StreamMonitor> streams = new CopyOnWriteArrayList<>();
    private final List<StereoMonitor> pairs = new CopyOnWriteArrayList<>();
    private final List<Recorder> recorders = new CopyOnWriteArrayList<>();
    private final PrometheusRegistry jvm = new PrometheusRegistry();
    private final String version;

    /** Speaks for the whole runtime, under this bundle's version. */
    @Activate
    public Scrape(BundleContext context) {
        this(context.getBundle().getVersion().toString());
    }

    Scrape(String version) {
        this.version = version;
        JvmMetrics.builder().register(jvm);
    }

    @Reference(name = "streams", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, unbind = "removeStream")
    void putStream(StreamMonitor stream) {
        streams.add(stream);
    }

    void removeStream(StreamMonitor stream) {
        streams.remove(stream);
    }

    @Reference(name = "pairs", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, unbind = "removePair")
    void putPair(StereoMonitor pair) {
        pairs.add(pair);
    }

    void removePair(StereoMonitor pair) {
        pairs.remove(pair);
    }

    @Reference(name = "recorders", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, unbind = "removeRecorder")
    void putRecorder(Recorder recorder) {
        recorders.add(recorder);
    }

    void removeRecorder(Recorder recorder) {
        recorders.remove(recorder);
    }

    /** As of now. */
    MetricSnapshots read() {
        Families families = new Families();
        families.info("flathead_build", Labels.of("version", version));
        tell(streams, each -> StreamMetrics.add(families, each.status()));
        tell(pairs, each -> PairMetrics.add(families, each.status()));
        tell(recorders, each -> RecorderMetrics.add(families, each));
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        families.snapshots().forEach(all::metricSnapshot);
        jvm.scrape().forEach(all::metricSnapshot);
        return all.build();
    }

    private static <T> void tell(List<T> monitors, Consumer<T> add) {
        for (T monitor : monitors) {
            try {
                add.accept(monitor);
            } catch (RuntimeException e) {
                LOG.warn("a stream, a pair or a recorder cannot tell its status: {}", e.toString());
            }
        }
    }
}
