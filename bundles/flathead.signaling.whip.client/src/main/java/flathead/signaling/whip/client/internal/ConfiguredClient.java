package flathead.signaling.whip.client.internal;

import flathead.signaling.SignalingClient;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A WHIP server of the configuration; with no URL it is none. It registers the client by itself: so that there is none
 * without a URL, and the token is in no service's properties.
 */
@Component(service = {}, immediate = true, configurationPid = Settings.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ClientConfig.class, factory = true)
public final class ConfiguredClient {
    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredClient.class);
    /** The instance that the environment variables configure. */
    private static final String OF_ENVIRONMENT = "environment";

    private final BundleContext context;
    private final String name;
    private Settings settings;
    private WhipClient client;
    private ServiceRegistration<SignalingClient> registration;

    /** Begins to publish, if there is a server. */
    @Activate
    public ConfiguredClient(BundleContext context, Map<String, Object> properties) {
        this.context = context;
        this.name = name(String.valueOf(properties.get(Constants.SERVICE_PID)));
        modified(properties);
    }

    /** {@code whip} for the environment's, {@code whip-<instance>} for others. */
    static String name(String pid) {
        String instance = pid.startsWith(Settings.PID + "~") ? pid.substring(Settings.PID.length() + 1)
            : OF_ENVIRONMENT;
        return instance.equals(OF_ENVIRONMENT) ? "whip" : "whip-" + instance;
    }

    /** Publishes elsewhere; settings that are refused change nothing. */
    @Modified
    public synchronized void modified(Map<String, Object> properties) {
        Settings next;
        try {
            next = Settings.of(properties);
        } catch (Settings.RefusedSetting e) {
            LOG.error("{}; {}", e.getMessage(), settings == null ? "nothing is published there"
                : "the settings before stay in force");
            return;
        }
        if (next.equals(settings)) {
            return;
        }
        deactivate();
        settings = next;
        if (next.isSet()) {
            client = new WhipClient(name, next);
            Dictionary<String, Object> advertised = new Hashtable<>(Map.of(SignalingClient.NAME, name));
            registration = context.registerService(SignalingClient.class, client, advertised);
        }
    }

    /** Ends what is published. */
    @Deactivate
    public synchronized void deactivate() {
        if (registration != null) {
            registration.unregister();
            registration = null;
            client.close();
            client = null;
        }
    }
}
