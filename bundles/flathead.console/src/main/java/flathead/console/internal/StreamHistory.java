package flathead.console.internal;

import flathead.api.Stats;
import flathead.api.StreamStatus;
import flathead.api.VideoSink;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** The last minute of one stream, a value a second; NaN is what is not known. Not thread-safe. */
final class StreamHistory {
    static final int SECONDS = 60;

    /** What is drawn. */
    enum Line {
        FPS, BITRATE, P50, P95, P99, DROPPED, KEYFRAMES
    }

    private final Map<Line, double[]> lines = new EnumMap<>(Line.class);
    private long droppedBefore = -1;
    private long keyframesBefore = -1;

    StreamHistory() {
        for (Line line : Line.values()) {
            double[] values = new double[SECONDS];
            Arrays.fill(values, Double.NaN);
            lines.put(line, values);
        }
    }

    /** Adds this second's values. */
    void add(StreamStatus status) {
        boolean anything = status.width() > 0;
        Stats.Latency latency = latency(status);
        push(Line.FPS, anything ? status.fps() : Double.NaN);
        push(Line.BITRATE, anything && status.codec() != null && !status.codec().isRaw() ? status.bitsPerSecond()
            : Double.NaN);
        push(Line.P50, latency == null ? Double.NaN : latency.p50());
        push(Line.P95, latency == null ? Double.NaN : latency.p95());
        push(Line.P99, latency == null ? Double.NaN : latency.p99());
        long dropped = dropped(status);
        push(Line.DROPPED, since(droppedBefore, dropped));
        droppedBefore = dropped;
        long keyframes = keyframes(status);
        push(Line.KEYFRAMES, keyframes < 0 ? Double.NaN : since(keyframesBefore, keyframes));
        keyframesBefore = keyframes;
    }

    /** A counter that went back was begun anew. */
    private static double since(long before, long now) {
        return before < 0 ? Double.NaN : now < before ? now : now - before;
    }

    private void push(Line line, double value) {
        double[] values = lines.get(line);
        System.arraycopy(values, 1, values, 0, SECONDS - 1);
        values[SECONDS - 1] = value;
    }

    /** Oldest first. */
    double[] values(Line line) {
        return lines.get(line).clone();
    }

    /** By the stamp in the pictures, else by the instants of their capture; null if neither is told. */
    static Stats.Latency latency(StreamStatus status) {
        Stats.Latency stamped = status.first(Stats::latency);
        return stamped == null ? captureLatency(status) : stamped;
    }

    /** By the instants of capture. */
    static Stats.Latency captureLatency(StreamStatus status) {
        return status.first(Stats::captureLatency);
    }

    /** From the source if it tells, else from the outlet that sends what the stream is now; null if none does. */
    static Stats.Network network(StreamStatus status) {
        Stats sending = sending(status);
        return sending == null ? status.first(Stats::network) : sending.network();
    }

    /** Of several ways to a server one is in use; the others still have their last counters. */
    private static Stats sending(StreamStatus status) {
        return status.captured().network() != null ? null : status.outlets().stream()
            .map(StreamStatus.Outlet::stats)
            .filter(stats -> stats.network() != null && stats.network().codec() == status.codec())
            .findFirst().orElse(null);
    }

    /** Pictures that did not get through, anywhere on their way; what a preview does not want is not lost. */
    static long dropped(StreamStatus status) {
        long dropped = status.captured().dropped() + status.encoded().dropped() + status.decoded().dropped();
        for (StreamStatus.Outlet outlet : status.outlets()) {
            if (!outlet.role().equals(VideoSink.PREVIEW)) {
                dropped += outlet.dropped() + outlet.stats().dropped();
            }
        }
        return dropped;
    }

    /** Keyframes made or received here; negative where that is not known. */
    static long keyframes(StreamStatus status) {
        if (!status.encoder().isEmpty()) {
            return status.encoded().keyframes();
        }
        Stats sending = sending(status);
        long known = sending == null ? status.captured().keyframes() : sending.keyframes();
        return known > 0 ? known : -1;
    }
}
