package flathead.metrics.internal;

import flathead.api.Stats;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Metrics of one answer, as they are found: those of one name become a family. What is negative, or no number, is not
 * known and left out. Two of the same labels, as of sinks of one name, are one, their sum.
 */
final class Families {
    private static final double MILLIS = 1e-3;

    private final Map<String, Family> counters = new TreeMap<>();
    private final Map<String, Family> gauges = new TreeMap<>();
    private final Map<String, List<Labels>> infos = new TreeMap<>();
    private final Map<String, Family> histograms = new TreeMap<>();

    /** One name: its help, and what is known by labels. */
    private record Family(String help, Unit unit, Map<Labels, Object> values) {
        Family(String help, Unit unit) {
            this(help, unit, new LinkedHashMap<>());
        }

        void add(Labels labels, double value) {
            values.merge(labels, value, (one, other) -> (Double) one + (Double) other);
        }
    }

    /** Of something that only grows; {@code name} without the ending {@code _total}. */
    void count(String name, String help, Labels labels, long value) {
        if (value >= 0) {
            counters.computeIfAbsent(name, same -> new Family(help, null)).add(labels, value);
        }
    }

    void gauge(String name, String help, Labels labels, double value) {
        gauge(name, help, null, labels, value);
    }

    /** {@code name} without its unit. */
    void seconds(String name, String help, Labels labels, double millis) {
        gauge(name, help, Unit.SECONDS, labels, millis * MILLIS);
    }

    private void gauge(String name, String help, Unit unit, Labels labels, double value) {
        if (Double.isFinite(value)) {
            gauges.computeIfAbsent(name, same -> new Family(help, unit)).add(labels, value);
        }
    }

    /** {@code name} without the ending {@code _info}. */
    void info(String name, Labels labels) {
        infos.computeIfAbsent(name, same -> new ArrayList<>()).add(labels);
    }

    /** {@code name} without its unit, which is seconds; null is not known. */
    void histogram(String name, String help, Labels labels, Stats.Ages ages) {
        if (ages != null) {
            histograms.computeIfAbsent(name, same -> new Family(help, Unit.SECONDS)).values.put(labels, ages);
        }
    }

    MetricSnapshots snapshots() {
        List<MetricSnapshot> all = new ArrayList<>();
        counters.forEach((name, family) -> {
            CounterSnapshot.Builder built = CounterSnapshot.builder().name(name).help(family.help);
            family.values.forEach((labels, value) -> built.dataPoint(CounterDataPointSnapshot.builder().labels(labels)
                .value((Double) value).build()));
            all.add(built.build());
        });
        gauges.forEach((name, family) -> {
            GaugeSnapshot.Builder built = GaugeSnapshot.builder().name(named(name, family)).help(family.help);
            if (family.unit != null) {
                built.unit(family.unit);
            }
            family.values.forEach((labels, value) -> built.dataPoint(GaugeDataPointSnapshot.builder().labels(labels)
                .value((Double) value).build()));
            all.add(built.build());
        });
        infos.forEach((name, labels) -> {
            InfoSnapshot.Builder built = InfoSnapshot.builder().name(name).help("What it is, as labels.");
            labels.stream().distinct().forEach(each -> built.dataPoint(InfoDataPointSnapshot.builder().labels(each)
                .build()));
            all.add(built.build());
        });
        histograms.forEach((name, family) -> {
            HistogramSnapshot.Builder built = HistogramSnapshot.builder().name(named(name, family)).help(family.help)
                .unit(family.unit);
            family.values.forEach((labels, value) -> built.dataPoint(histogram(labels, (Stats.Ages) value)));
            all.add(built.build());
        });
        return new MetricSnapshots(all);
    }

    private static String named(String name, Family family) {
        return family.unit == null ? name : name + "_" + family.unit;
    }

    private static HistogramDataPointSnapshot histogram(Labels labels, Stats.Ages ages) {
        List<Double> bounds = new ArrayList<>();
        Stats.Ages.BOUNDS.forEach(millis -> bounds.add(millis * MILLIS));
        bounds.add(Double.POSITIVE_INFINITY);
        return HistogramDataPointSnapshot.builder().labels(labels)
            .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, ages.counts()))
            .sum(ages.sumMillis() * MILLIS).build();
    }
}
