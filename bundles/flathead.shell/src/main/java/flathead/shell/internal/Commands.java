package flathead.shell.internal;

import flathead.api.Control;
import flathead.api.DecoderFactory;
import flathead.api.EncoderFactory;
import flathead.api.SettingsCheck;
import flathead.api.StreamMonitor;
import flathead.api.StreamStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The commands {@code flathead:status}, {@code flathead:swap} and {@code flathead:set}. Any thread. */
@Component(service = Commands.class,
    property = {"osgi.command.scope=flathead", "osgi.command.function=status", "osgi.command.function=swap",
        "osgi.command.function=set"})
public final class Commands {
    /** What {@code swap} takes for: the best encoder that works. */
    static final String AUTO = "auto";

    private final List<StreamMonitor> monitors = new CopyOnWriteArrayList<>();
    private final Map<EncoderFactory, String> encoders = new ConcurrentHashMap<>();
    private final Map<DecoderFactory, String> decoders = new ConcurrentHashMap<>();
    private final Map<SettingsCheck, String> checks = new ConcurrentHashMap<>();
    private final Settings settings;

    /** Works on the cameras of this ConfigurationAdmin. */
    @Activate
    public Commands(@Reference ConfigurationAdmin admin) {
        settings = new Settings(admin);
    }

    /** A table of what streams. */
    @Descriptor("what streams, how fast and how old; and what waits for what")
    public String status() {
        List<StreamStatus> streams = new ArrayList<>();
        monitors.forEach(each -> streams.add(each.status()));
        return StatusTable.of(streams);
    }

    /** Chooses a camera's encoder, or a remote stream's decoder; the pictures flow on. */
    @Descriptor("chooses a camera's encoder, or a remote stream's decoder, while it streams: swap left openh264; "
        + "swap left auto takes the best")
    public String swap(@Descriptor("camera or stream") String name,
            @Descriptor("encoder or decoder, or auto") String coder) throws Refusal, IOException {
        boolean remote = remotes().contains(name);
        if (remote && decoders().contains(coder)) {
            return decoder(name, coder);
        }
        if (!remote || cameras().contains(name)) {
            String said = encoder(name, coder);
            return coder.equals(AUTO) && settings.hasStream(name) ? said + "\n" + decoder(name, coder) : said;
        }
        if (!coder.equals(AUTO)) {
            SortedSet<String> allowed = decoders();
            allowed.add(AUTO);
            throw new Refusal("decoder " + coder + " does not run here; allowed: " + String.join(", ", allowed));
        }
        return decoder(name, coder);
    }

    private String decoder(String stream, String decoder) throws Refusal, IOException {
        String target = decoder.equals(AUTO) ? "" : "(" + DecoderFactory.NAME + "=" + decoder + ")";
        return change(stream, settings.stream(stream), Map.of(Settings.DECODER_TARGET, target));
    }

    private String encoder(String camera, String encoder) throws Refusal, IOException {
        Configuration configuration = settings.camera(camera);
        SortedSet<String> allowed = encoders();
        if (!encoder.equals(AUTO) && !allowed.contains(encoder)) {
            throw new Refusal("encoder " + encoder + " does not run here; allowed: "
                + String.join(", ", allowed) + (allowed.isEmpty() ? "" : ", ") + AUTO);
        }
        String target = encoder.equals(AUTO) ? "" : "(" + EncoderFactory.NAME + "=" + encoder + ")";
        return change(camera, configuration, Map.of(Settings.ENCODER_TARGET, target));
    }

    /** Changes settings of a camera; nothing is written if one of them is refused. */
    @Descriptor("changes settings of a camera while it streams: set left fps=15 bitrate=800000; name= for the default")
    public String set(@Descriptor("camera") String camera, @Descriptor("name=value ...") String... settings)
            throws Refusal, IOException {
        return change(camera, this.settings.camera(camera), assignments(settings));
    }

    static Map<String, String> assignments(String... settings) throws Refusal {
        Map<String, String> changes = new LinkedHashMap<>();
        for (String each : settings) {
            int equals = each.indexOf('=');
            String name = each.substring(0, Math.max(equals, 0));
            if (!name.matches("[A-Za-z][A-Za-z0-9_.-]*")) {
                throw new Refusal("\"" + each + "\" is not a setting; allowed: name=value, such as fps=15");
            }
            if (name.startsWith("service.") || name.startsWith("felix.")) {
                throw new Refusal(name + " is the framework's; allowed: a camera's own settings");
            }
            if (changes.put(name, each.substring(equals + 1)) != null) {
                throw new Refusal(name + " is given twice; allowed: once");
            }
        }
        if (changes.isEmpty()) {
            throw new Refusal("there is no setting; allowed: one or more name=value, such as fps=15");
        }
        return changes;
    }

    private String change(String camera, Configuration configuration, Map<String, String> changes)
            throws Refusal, IOException {
        boolean changed = Settings.write(configuration, changes, controls(camera), checks);
        List<String> said = new ArrayList<>();
        changes.forEach((name, value) -> said.add(name + " = " + (value.isEmpty() ? "(default)" : value)));
        return camera + ": " + String.join(", ", said) + (changed ? "" : "; it was so before");
    }

    SortedSet<String> decoders() {
        return new TreeSet<>(decoders.values());
    }

    /** The names of the streams that come from elsewhere. */
    SortedSet<String> remotes() {
        SortedSet<String> names = new TreeSet<>();
        for (StreamMonitor monitor : monitors) {
            StreamStatus status = monitor.status();
            if (!status.id().client().isEmpty()) {
                names.add(status.id().name());
            }
        }
        return names;
    }

    SortedSet<String> encoders() {
        return new TreeSet<>(encoders.values());
    }

    SortedSet<String> cameras() {
        try {
            return new TreeSet<>(settings.cameras().keySet());
        } catch (IOException | IllegalStateException e) {
            return new TreeSet<>();
        }
    }

    /** What {@code set} may be given for this camera. */
    SortedSet<String> names(String camera) {
        SortedSet<String> names = new TreeSet<>(Settings.NAMES);
        controls(camera).forEach(each -> names.add(each.name()));
        return names;
    }

    private List<Control> controls(String camera) {
        for (StreamMonitor monitor : monitors) {
            StreamStatus status = monitor.status();
            if (status.id().client().isEmpty() && status.id().name().equals(camera)) {
                return monitor.controls();
            }
        }
        return List.of();
    }

    @Reference(name = "monitor", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, unbind = "removeMonitor")
    void addMonitor(StreamMonitor monitor) {
        monitors.add(monitor);
    }

    void removeMonitor(StreamMonitor monitor) {
        monitors.remove(monitor);
    }

    @Reference(name = "encoder", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, updated = "putEncoder", unbind = "removeEncoder")
    void putEncoder(EncoderFactory encoder, Map<String, ?> properties) {
        encoders.put(encoder, String.valueOf(properties.get(EncoderFactory.NAME)));
    }

    void removeEncoder(EncoderFactory encoder) {
        encoders.remove(encoder);
    }

    @Reference(name = "decoder", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, updated = "putDecoder", unbind = "removeDecoder")
    void putDecoder(DecoderFactory decoder, Map<String, ?> properties) {
        decoders.put(decoder, String.valueOf(properties.get(DecoderFactory.NAME)));
    }

    void removeDecoder(DecoderFactory decoder) {
        decoders.remove(decoder);
    }

    @Reference(name = "check", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, unbind = "removeCheck")
    void addCheck(SettingsCheck check, Map<String, ?> properties) {
        checks.put(check, String.valueOf(properties.get(SettingsCheck.PID)));
    }

    void removeCheck(SettingsCheck check) {
        checks.remove(check);
    }
}
