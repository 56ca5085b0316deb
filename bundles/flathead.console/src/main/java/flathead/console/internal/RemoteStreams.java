package flathead.console.internal;

import flathead.api.DecoderFactory;
import java.io.IOException;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Optional;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The configurations of remote streams, which need none. Any thread. */
@Component(service = RemoteStreams.class)
public final class RemoteStreams {
    private static final String FACTORY_PID = "flathead.stream";
    private static final String DECODER_TARGET = "decoder.target";

    private final ConfigurationAdmin configurations;
    private final SettingsGate gate;

    /** As a component. */
    @Activate
    public RemoteStreams(@Reference ConfigurationAdmin configurations, @Reference SettingsGate gate) {
        this.configurations = configurations;
        this.gate = gate;
    }

    /** The filter that a stream's decoder has to meet; empty for any. */
    String target(String stream) throws IOException {
        try {
            String pid = (FACTORY_PID + "~" + stream).replaceAll("[\\\\*()]", "\\\\$0");
            Configuration[] found = configurations.listConfigurations("(service.pid=" + pid + ")");
            Dictionary<String, Object> settings = found == null ? null : found[0].getProperties();
            Object target = settings == null ? null : settings.get(DECODER_TARGET);
            return target == null ? "" : target.toString();
        } catch (InvalidSyntaxException e) {
            throw new IOException(e);
        }
    }

    /**
     * Makes a stream use a decoder.
     *
     * @param decoder a {@link DecoderFactory#NAME}; empty for the best that works
     * @return why not; empty if it is done
     */
    Optional<String> useDecoder(String stream, String decoder) throws IOException {
        if (decoder.isEmpty() && target(stream).isEmpty()) {
            return Optional.empty();
        }
        Configuration configuration = configurations.getFactoryConfiguration(FACTORY_PID, stream, "?");
        Dictionary<String, Object> settings = configuration.getProperties();
        if (settings == null) {
            settings = new Hashtable<>();
        }
        if (decoder.isEmpty()) {
            settings.remove(DECODER_TARGET);
        } else {
            settings.put(DECODER_TARGET, Cameras.target(DecoderFactory.NAME, decoder));
        }
        Optional<String> refusal = gate.refusal(FACTORY_PID, configuration.getPid(), settings);
        if (refusal.isEmpty()) {
            configuration.update(settings);
        }
        return refusal;
    }
}
