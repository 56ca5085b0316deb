package flathead.session.internal;

import flathead.signaling.IceServer;
import flathead.signaling.IceServers;
import flathead.signaling.care.Texts;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One STUN or TURN server of the configuration; with no URL it is none. A change holds for the next session. */
@Component(name = ConfiguredIceServer.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = IceServerConfig.class, factory = true)
public final class ConfiguredIceServer implements IceServers {
    static final String PID = "flathead.ice";
    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredIceServer.class);

    private volatile List<IceServer> servers = List.of();

    /** Reads the settings; those that are not allowed leave it without a server. */
    @Activate
    public ConfiguredIceServer(Map<String, ?> settings) {
        modified(settings);
    }

    /** Reads them again; those that are not allowed leave it as it was. */
    @Modified
    public void modified(Map<String, ?> settings) {
        try {
            servers = read(settings);
        } catch (IllegalArgumentException e) {
            LOG.warn("{}", e.getMessage());
        }
    }

    /** At most one server. */
    static List<IceServer> read(Map<String, ?> settings) {
        List<String> urls = Texts.of(settings.get("urls"));
        if (urls.isEmpty()) {
            return List.of();
        }
        try {
            return List.of(new IceServer(urls, text(settings, "username"), text(settings, "credential")));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(PID + ": urls: " + e.getMessage(), e);
        }
    }

    private static String text(Map<String, ?> settings, String name) {
        Object value = settings.get(name);
        return value == null ? "" : value.toString().strip();
    }

    @Override
    public List<IceServer> list() {
        return servers;
    }
}
