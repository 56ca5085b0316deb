package flathead.pipeline.internal;

import java.util.Map;
import org.osgi.framework.Filter;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is configured for a remote stream by {@code flathead.stream~<name>}, whether the stream is there or not. What is
 * not allowed is refused in one line; the last good one stays in force, and is written back.
 */
@Component(configurationPid = StreamSettings.FACTORY_PID, configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true, service = StreamSettings.class)
@Designate(ocd = StreamConfig.class, factory = true)
public final class StreamSettings {
    static final String FACTORY_PID = "flathead.stream";
    private static final Logger LOG = LoggerFactory.getLogger(StreamSettings.class);

    private final String name;
    private final LastGood lastGood;
    private volatile Filter decoder;

    /** Takes them, or says why not. */
    @Activate
    public StreamSettings(Map<String, Object> properties, @Reference ConfigurationAdmin configurations) {
        String pid = CameraSettings.pidOf(properties);
        name = pid.startsWith(FACTORY_PID + "~") ? pid.substring(FACTORY_PID.length() + 1) : pid;
        lastGood = new LastGood(configurations, pid);
        configure(properties);
    }

    /** Takes changed ones. */
    @Modified
    public synchronized void configure(Map<String, Object> properties) {
        try {
            decoder = decoder(properties);
            lastGood.keep();
        } catch (CameraSettings.Refused e) {
            LOG.error("{}; the last good settings stay", e.getMessage());
            lastGood.restore();
        }
    }

    /** Which decoders may serve it; null: any. */
    static Filter decoder(Map<String, ?> properties) throws CameraSettings.Refused {
        return new CameraSettings.Reader(CameraSettings.pidOf(properties), properties)
            .filter("decoder.target", null, "(flathead.decoder=avcodec)");
    }

    /** Of the stream. */
    String name() {
        return name;
    }

    /** Which decoders may serve it; null: any. */
    Filter decoder() {
        return decoder;
    }
}
