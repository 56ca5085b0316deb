package flathead.console.internal;

import flathead.api.DecoderFactory;
import flathead.api.StreamStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The decoders that run here. */
@Component(service = Decoders.class)
public final class Decoders {
    private final Map<DecoderFactory, ServiceReference<DecoderFactory>> factories = new ConcurrentHashMap<>();

    /** Knows none yet. */
    @Activate
    public Decoders() {
    }

    @Reference(name = "decoder", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, unbind = "removeDecoder")
    void addDecoder(DecoderFactory factory, ServiceReference<DecoderFactory> reference) {
        factories.put(factory, reference);
    }

    void removeDecoder(DecoderFactory factory) {
        factories.remove(factory);
    }

    /** Those that run, best first, with whether the stream could use them. */
    List<Encoders.Running> forStream(StreamStatus stream) {
        List<Map.Entry<DecoderFactory, ServiceReference<DecoderFactory>>> best = new ArrayList<>(factories.entrySet());
        best.sort(Map.Entry.<DecoderFactory, ServiceReference<DecoderFactory>>comparingByValue().reversed());
        List<Encoders.Running> running = new ArrayList<>();
        for (Map.Entry<DecoderFactory, ServiceReference<DecoderFactory>> each : best) {
            Bundle bundle = each.getValue().getBundle();
            if (bundle != null) {
                DecoderFactory factory = each.getKey();
                running.add(Encoders.Running.of(each.getValue(), bundle, DecoderFactory.NAME, factory.consumes(),
                    fits(factory, stream)));
            }
        }
        return running;
    }

    private static boolean fits(DecoderFactory factory, StreamStatus stream) {
        return stream.codec() == factory.consumes()
            && (stream.width() == 0 || factory.supports(Encoders.format(stream, factory.consumes())));
    }
}
