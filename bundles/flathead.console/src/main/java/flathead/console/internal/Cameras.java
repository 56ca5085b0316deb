package flathead.console.internal;

import flathead.api.EncoderFactory;
import java.io.IOException;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The configurations of this runtime's cameras. Any thread. */
@Component(service = Cameras.class)
public final class Cameras {
    static final String FACTORY_PID = "flathead.camera";
    static final String ENCODER_TARGET = "encoder.target";

    private final ConfigurationAdmin configurations;
    private final SettingsGate gate;

    /** As a component. */
    @Activate
    public Cameras(@Reference ConfigurationAdmin configurations, @Reference SettingsGate gate) {
        this.configurations = configurations;
        this.gate = gate;
    }

    /** What a camera is set to, as it is stored; empty if there is no such camera. */
    Map<String, Object> settings(String camera) throws IOException {
        Map<String, Object> settings = new TreeMap<>();
        Optional<Configuration> found = find(camera);
        if (found.isPresent()) {
            Dictionary<String, Object> stored = found.get().getProperties();
            Collections.list(stored.keys()).forEach(name -> settings.put(name, stored.get(name)));
        }
        return settings;
    }

    /**
     * Makes a camera use an encoder.
     *
     * @param encoder an {@link EncoderFactory#NAME}; empty for the best that works
     * @return why not; empty if it is done
     */
    Optional<String> useEncoder(String camera, String encoder) throws IOException {
        Optional<Configuration> found = find(camera);
        if (found.isEmpty()) {
            return Optional.of("camera = " + camera + " is refused; allowed: one that is configured here");
        }
        Dictionary<String, Object> settings = found.get().getProperties();
        if (settings == null) {
            settings = new Hashtable<>();
        }
        if (encoder.isEmpty()) {
            settings.remove(ENCODER_TARGET);
        } else {
            settings.put(ENCODER_TARGET, target(EncoderFactory.NAME, encoder));
        }
        Optional<String> refusal = gate.refusal(FACTORY_PID, found.get().getPid(), settings);
        if (refusal.isEmpty()) {
            found.get().update(settings);
        }
        return refusal;
    }

    /** The filter that lets one encoder or decoder through. */
    static String target(String property, String name) {
        return "(" + property + "=" + name.replaceAll("[\\\\*()]", "\\\\$0") + ")";
    }

    private Optional<Configuration> find(String camera) throws IOException {
        try {
            Configuration[] found = configurations.listConfigurations("(service.factoryPid=" + FACTORY_PID + ")");
            for (int i = 0; found != null && i < found.length; i++) {
                String pid = found[i].getPid();
                if (pid.length() > FACTORY_PID.length() && pid.substring(FACTORY_PID.length() + 1).equals(camera)) {
                    return Optional.of(found[i]);
                }
            }
            return Optional.empty();
        } catch (InvalidSyntaxException e) {
            throw new IOException(e);
        }
    }
}
