package flathead.config.internal;

import flathead.config.internal.YamlNode.Key;
import flathead.config.internal.YamlNode.Place;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a file in the form of the replaced system asks for.
 *
 * <pre>
 * server: { url: "http://192.168.1.100:8080", namespace: "/stream" }
 * cameras:
 *   left: { device_id: 0, width: 640, height: 480, fps: 30 }
 * reconnect_delay: 5
 * </pre>
 *
 * A camera may be set by the names of its own configuration as well. What is not there, or has no value, is not asked
 * for.
 *
 * @param settings in the order of the file
 * @param cameras the PIDs of the cameras that the file names
 * @param unknown keys that mean nothing
 * @param unused keys that mean nothing in this runtime
 */
record YamlSettings(List<Setting> settings, Set<String> cameras, List<Fault> unknown, List<Fault> unused) {
    /** A file that asks for nothing. */
    static final YamlSettings NONE = new YamlSettings(List.of(), Set.of(), List.of(), List.of());

    static final String CAMERA = "flathead.camera";
    static final String CLIENT = "flathead.signaling.socketio.client";

    private static final Map<String, String> SERVER_KEYS = Map.of("url", "url", "namespace", "namespace");
    private static final String CAMERA_NAME = "[A-Za-z0-9][A-Za-z0-9_.-]{0,31}";

    /** What is wrong, and where. */
    record Fault(Place place, String text) {
        @Override
        public String toString() {
            return place + ": " + text;
        }
    }

    /** The file is not taken. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient List<Fault> faults;

        Refused(List<Fault> faults) {
            super(faults.toString(), null, false, false);
            this.faults = List.copyOf(faults);
        }

        List<Fault> faults() {
            return faults;
        }
    }

    /**
     * Reads a file.
     *
     * @param forms which settings there are, and what they may be
     * @param server whether this runtime's server may be set by the file
     */
    static YamlSettings read(String text, Forms forms, boolean server) throws Refused {
        YamlNode root;
        try {
            root = YamlNode.parse(text);
        } catch (YamlNode.Malformed e) {
            throw new Refused(List.of(new Fault(e.place(), e.getMessage())));
        }
        Reader reader = new Reader(forms, server);
        if (root != null) {
            reader.root(root);
        }
        if (!reader.faults.isEmpty()) {
            throw new Refused(reader.faults);
        }
        return new YamlSettings(List.copyOf(reader.settings), reader.cameras, reader.unknown, reader.unused);
    }

    /** The settings of each PID by their names. */
    SortedMap<String, SortedMap<String, Setting>> byPid() {
        SortedMap<String, SortedMap<String, Setting>> all = new TreeMap<>();
        settings.forEach(each -> all.computeIfAbsent(each.pid(), pid -> new TreeMap<>()).put(each.name(), each));
        return all;
    }

    private static final class Reader {
        private final Forms forms;
        private final boolean server;
        private final List<Setting> settings = new ArrayList<>();
        private final Set<String> cameras = new TreeSet<>();
        private final List<Fault> faults = new ArrayList<>();
        private final List<Fault> unknown = new ArrayList<>();
        private final List<Fault> unused = new ArrayList<>();

        Reader(Forms forms, boolean server) {
            this.forms = forms;
            this.server = server;
        }

        void root(YamlNode root) {
            section("the file", root).forEach((key, node) -> {
                switch (key.name()) {
                    case "server" -> section("server", node).forEach((each, value) ->
                        client("server." + each.name(), SERVER_KEYS.get(each.name()), each.place(), value));
                    case "reconnect_delay" -> client(key.name(), key.name(), key.place(), node);
                    case "cameras" -> section("cameras", node).forEach(this::camera);
                    default -> unknown.add(new Fault(key.place(), key.name()));
                }
            });
        }

        private Map<Key, YamlNode> section(String name, YamlNode node) {
            if (node.value() instanceof Map<?, ?>) {
                @SuppressWarnings("unchecked")
                Map<Key, YamlNode> entries = (Map<Key, YamlNode>) node.value();
                return entries;
            }
            if (node.value() != null) {
                refuse(name, node, "a section, with keys of its own");
            }
            return Map.of();
        }

        private void client(String key, String name, Place place, YamlNode node) {
            FormField field = name == null ? null : forms.fields(CLIENT).get(name);
            if (field == null) {
                unknown.add(new Fault(place, key));
            } else if (!server) {
                unused.add(new Fault(place, key));
            } else if (name.equals("url") && node.value() != null && !isServer(node.text())) {
                refuse(key, node, "http://host:port or https://host:port");
            } else if (name.equals("namespace") && node.value() != null && !node.text().startsWith("/")) {
                refuse(key, node, "a text that begins with /, such as /stream");
            } else {
                put(CLIENT, name, field, key, node);
            }
        }

        private static boolean isServer(String text) {
            try {
                URI uri = new URI(text.strip());
                return ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
                    && uri.getHost() != null;
            } catch (URISyntaxException e) {
                return false;
            }
        }

        private void camera(Key camera, YamlNode node) {
            if (!camera.name().matches(CAMERA_NAME)) {
                faults.add(new Fault(camera.place(), "cameras." + camera.name().replaceAll("\\p{Cntrl}", "?")
                    + " is not allowed; a name of at most 32 letters, digits and _ . - is"));
                return;
            }
            String pid = CAMERA + "~" + camera.name();
            cameras.add(pid);
            section("cameras." + camera.name(), node).forEach((key, value) -> {
                String name = key.name().equals("device_id") ? "device" : key.name();
                String shown = "cameras." + camera.name() + "." + key.name();
                FormField field = forms.fields(pid).get(name);
                if (field == null) {
                    unknown.add(new Fault(key.place(), shown));
                } else if (settings.stream().anyMatch(each -> each.pid().equals(pid) && each.name().equals(name))) {
                    faults.add(new Fault(key.place(), shown + " is not allowed; device_id or device is, not both"));
                } else {
                    put(pid, name, field, shown, value);
                }
            });
        }

        private void put(String pid, String name, FormField field, String key, YamlNode node) {
            if (node.value() == null) {
                return;
            }
            boolean scalar = !(node.value() instanceof Map) && node.value() != YamlNode.OTHER;
            Optional<Object> taken = scalar ? field.take(node.value(), node.text()) : Optional.empty();
            if (taken.isPresent()) {
                settings.add(new Setting(pid, name, taken.get(), key, node.place()));
            } else {
                refuse(key, node, field.allowed());
            }
        }

        private void refuse(String key, YamlNode node, String allowed) {
            faults.add(new Fault(node.place(), key + " = " + node.shown() + " is not allowed; " + allowed + " is"));
        }
    }
}
