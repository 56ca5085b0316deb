package flathead.session.internal;

import flathead.api.Codec;
import flathead.api.VideoSink;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** A sink as a service, registered while there is a codec that it takes. On the registrar's thread. */
final class Advertisement {
    private final BundleContext context;
    private final VideoSink sink;
    private final Map<String, Object> properties;
    private List<Codec> advertised = List.of();
    private ServiceRegistration<VideoSink> registration;

    /**
     * Registers nothing yet.
     *
     * @param properties of the service, besides the codecs
     */
    Advertisement(BundleContext context, VideoSink sink, Map<String, Object> properties) {
        this.context = context;
        this.sink = sink;
        this.properties = properties;
    }

    /** Registers the sink as one for these codecs; for none, not at all. */
    void update(List<Codec> codecs) {
        if (codecs.equals(advertised)) {
            return;
        }
        advertised = codecs;
        if (codecs.isEmpty()) {
            registration.unregister();
            registration = null;
            return;
        }
        Dictionary<String, Object> now = new Hashtable<>(properties);
        now.put("flathead.codecs", codecs.stream().map(Codec::name).toArray(String[]::new));
        if (registration == null) {
            registration = context.registerService(VideoSink.class, sink, now);
        } else {
            registration.setProperties(now);
        }
    }
}
