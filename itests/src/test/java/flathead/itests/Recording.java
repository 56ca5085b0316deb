package flathead.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a receiver's meter wrote down: every decoded picture with a stamp, in the order of arrival. */
final class Recording {
    private static final int COUNTERS = 1 << 16;

    private final Map<String, List<Picture>> streams = new TreeMap<>();

    /**
     * A decoded picture.
     *
     * @param nanos when it arrived, on the monotonic clock of this machine
     * @param counter of its stamp
     */
    record Picture(long nanos, int counter) {
    }

    /** Reads the file; a last line that is being written is left out. */
    static Recording read(Path file) throws IOException {
        Recording recording = new Recording();
        String text = Files.readString(file);
        text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(line -> {
            String[] fields = line.split(",");
            recording.streams.computeIfAbsent(fields[0], name -> new ArrayList<>())
                .add(new Picture(Long.parseLong(fields[1]), Integer.parseInt(fields[3])));
        });
        return recording;
    }

    List<String> names() {
        return List.copyOf(streams.keySet());
    }

    List<Picture> of(String stream) {
        return streams.getOrDefault(stream, List.of());
    }

    /** The latest arrival; 0 before any. */
    long lastNanos() {
        return streams.values().stream().mapToLong(pictures -> pictures.get(pictures.size() - 1).nanos()).min()
            .orElse(0);
    }

    /** Pictures that arrived in a span of time. */
    List<Picture> within(String stream, long from, long to) {
        return of(stream).stream().filter(picture -> picture.nanos >= from && picture.nanos <= to).toList();
    }

    /** Pictures that are missing, by their counters, between those that arrived from an instant on. */
    long skipped(String stream, long from) {
        long skipped = 0;
        List<Picture> pictures = within(stream, from, Long.MAX_VALUE);
        for (int i = 1; i < pictures.size(); i++) {
            int step = pictures.get(i).counter - pictures.get(i - 1).counter & COUNTERS - 1;
            if (step != 0 && step < COUNTERS / 2) {
                skipped += step - 1;
            }
        }
        return skipped;
    }

    /** Pictures that arrived twice. */
    long repeated(String stream) {
        long repeated = 0;
        List<Picture> pictures = of(stream);
        for (int i = 1; i < pictures.size(); i++) {
            repeated += pictures.get(i).counter == pictures.get(i - 1).counter ? 1 : 0;
        }
        return repeated;
    }

    /** The longest time between two pictures of a stream, in ms, of which the later arrived in a span of time. */
    double largestGap(String stream, long from, long to) {
        long largest = 0;
        List<Picture> pictures = of(stream);
        for (int i = 1; i < pictures.size(); i++) {
            long now = pictures.get(i).nanos;
            if (now >= from && pictures.get(i - 1).nanos <= to) {
                largest = Math.max(largest, now - pictures.get(i - 1).nanos);
            }
        }
        return largest / 1e6;
    }

    /** {@code p50 …, p95 …, max … of n}. */
    static String distribution(List<Double> values) {
        if (values.isEmpty()) {
            return "none";
        }
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return String.format(Locale.ROOT, "p50 %.1f, p95 %.1f, max %.1f of %d", rank(sorted, 0.5), rank(sorted, 0.95),
            sorted[sorted.length - 1], sorted.length) + (sorted.length > 24 ? "" : " " + Arrays.toString(
                Arrays.stream(sorted).mapToLong(Math::round).toArray()));
    }

    private static double rank(double[] sorted, double fraction) {
        return sorted[Math.max(0, (int) Math.ceil(fraction * sorted.length) - 1)];
    }
}
