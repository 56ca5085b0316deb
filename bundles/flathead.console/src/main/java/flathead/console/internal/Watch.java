package flathead.console.internal;

import flathead.api.Control;
import flathead.api.StreamMonitor;
import flathead.api.StreamStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at every stream once a second and keeps the last minute, so that it is there when somebody opens the page. */
@Component(service = Watch.class)
public final class Watch {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    private final List<StreamMonitor> monitors = new CopyOnWriteArrayList<>();
    private final Map<String, StreamHistory> histories = new TreeMap<>();
    private final ScheduledExecutorService timer;

    /** A stream as it is now, with its last minute. */
    record Seen(String key, StreamStatus status, List<Control> controls, Map<StreamHistory.Line, double[]> lines) {
    }

    /** As a component. */
    @Activate
    public Watch() {
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "flathead-watch");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleAtFixedRate(this::look, 0, 1, TimeUnit.SECONDS);
    }

    /** Looks no more. */
    @Deactivate
    public void deactivate() {
        timer.shutdownNow();
    }

    @Reference(name = "monitor", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, unbind = "removeMonitor")
    void addMonitor(StreamMonitor monitor) {
        monitors.add(monitor);
    }

    void removeMonitor(StreamMonitor monitor) {
        monitors.remove(monitor);
    }

    /** One second. */
    void look() {
        List<StreamStatus> now = new ArrayList<>();
        for (StreamMonitor monitor : monitors) {
            try {
                now.add(monitor.status());
            } catch (RuntimeException e) {
                LOG.warn("a stream cannot tell its status: {}", e.toString());
            }
        }
        synchronized (histories) {
            Set<String> keys = new HashSet<>();
            for (StreamStatus status : now) {
                String key = Previews.key(status.id());
                keys.add(key);
                histories.computeIfAbsent(key, any -> new StreamHistory()).add(status);
            }
            histories.keySet().retainAll(keys);
        }
    }

    /** Every stream; this runtime's own cameras first, then by name. */
    List<Seen> seen() {
        List<Seen> seen = new ArrayList<>();
        for (StreamMonitor monitor : monitors) {
            StreamStatus status;
            List<Control> controls;
            try {
                status = monitor.status();
                controls = monitor.controls();
            } catch (RuntimeException e) {
                LOG.debug("a stream cannot tell its status: {}", e.toString());
                continue;
            }
            String key = Previews.key(status.id());
            Map<StreamHistory.Line, double[]> lines = new TreeMap<>();
            synchronized (histories) {
                StreamHistory history = histories.getOrDefault(key, new StreamHistory());
                for (StreamHistory.Line line : StreamHistory.Line.values()) {
                    lines.put(line, history.values(line));
                }
            }
            seen.add(new Seen(key, status, controls, lines));
        }
        seen.sort(Comparator.comparing(Seen::key));
        return seen;
    }
}
