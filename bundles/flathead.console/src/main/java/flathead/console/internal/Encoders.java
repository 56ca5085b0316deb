package flathead.console.internal;

import flathead.api.Codec;
import flathead.api.EncoderFactory;
import flathead.api.StreamStatus;
import flathead.api.VideoFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The encoders that run here. */
@Component(service = Encoders.class)
public final class Encoders {
    private final Map<EncoderFactory, ServiceReference<EncoderFactory>> factories = new ConcurrentHashMap<>();

    /**
     * One that runs.
     *
     * @param name its {@link EncoderFactory#NAME}, or that of a decoder
     * @param bundle that it comes from, with its version
     * @param ranking its {@code service.ranking}
     * @param hardware whether it says so
     * @param codec what an encoder makes, or a decoder takes
     * @param fits whether the stream that it is listed for could use it
     */
    record Running(String name, String bundle, int ranking, boolean hardware, Codec codec, boolean fits) {
        /** What a service says of itself. */
        static Running of(ServiceReference<?> reference, Bundle bundle, String nameProperty, Codec codec,
                boolean fits) {
            return new Running(String.valueOf(reference.getProperty(nameProperty)),
                bundle.getSymbolicName() + " " + bundle.getVersion(),
                reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer ranking ? ranking : 0,
                "true".equals(String.valueOf(reference.getProperty(EncoderFactory.HARDWARE))), codec, fits);
        }
    }

    /** Knows none yet. */
    @Activate
    public Encoders() {
    }

    @Reference(name = "encoder", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, unbind = "removeEncoder")
    void addEncoder(EncoderFactory factory, ServiceReference<EncoderFactory> reference) {
        factories.put(factory, reference);
    }

    void removeEncoder(EncoderFactory factory) {
        factories.remove(factory);
    }

    /** Those that run, best first, with whether the stream could use them. */
    List<Running> forStream(StreamStatus stream) {
        List<Map.Entry<EncoderFactory, ServiceReference<EncoderFactory>>> best = new ArrayList<>(factories.entrySet());
        best.sort(Map.Entry.<EncoderFactory, ServiceReference<EncoderFactory>>comparingByValue().reversed());
        List<Running> running = new ArrayList<>();
        for (Map.Entry<EncoderFactory, ServiceReference<EncoderFactory>> each : best) {
            ServiceReference<EncoderFactory> reference = each.getValue();
            Bundle bundle = reference.getBundle();
            if (bundle != null) {
                EncoderFactory factory = each.getKey();
                running.add(Running.of(reference, bundle, EncoderFactory.NAME, factory.produces(),
                    fits(factory, stream)));
            }
        }
        return running;
    }

    private static boolean fits(EncoderFactory factory, StreamStatus stream) {
        boolean same = stream.codec() == null || stream.codec().isRaw() || stream.codec() == factory.produces();
        return same && (stream.width() == 0 || factory.supports(format(stream, Codec.I420)));
    }

    /** Of a stream whose size is known. */
    static VideoFormat format(StreamStatus stream, Codec codec) {
        return new VideoFormat(codec, stream.width(), stream.height(),
            (int) Math.max(1, Math.min(VideoFormat.MAX_FPS, Math.round(stream.fps()))));
    }
}
