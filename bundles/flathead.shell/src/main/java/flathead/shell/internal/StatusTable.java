package flathead.shell.internal;

import flathead.api.ReceiverStatus;
import flathead.api.Stats;
import flathead.api.StreamStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Writes what streams, a line a stream, and below it how streams from elsewhere are received; what is not known is a
 * dash.
 */
final class StatusTable {
    private static final List<String> HEAD = List.of("name", "state", "source", "encoder", "decoder", "size", "fps",
        "bitrate", "latency", "drops", "detail");
    private static final List<String> RECEIVED = List.of("received", "packets", "lost", "missing", "recovered",
        "reordered", "twice", "late", "nacks", "plis", "pictures", "given up", "freezes", "jitter", "round trip",
        "clock", "error", "drift");
    private static final String UNKNOWN = "-";

    private StatusTable() {
    }

    static String of(List<StreamStatus> streams) {
        if (streams.isEmpty()) {
            return "nothing streams here, and no camera is configured";
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        List<List<String>> received = new ArrayList<>();
        received.add(RECEIVED);
        streams.stream().sorted(Comparator.comparing(each -> each.id().name())).forEach(status -> {
            rows.add(row(status));
            if (status.receiver() != null) {
                received.add(received(status, status.receiver()));
            }
        });
        return align(rows) + (received.size() == 1 ? "" : "\n\n" + align(received));
    }

    private static List<String> received(StreamStatus status, ReceiverStatus receiver) {
        Stats.Network network = status.captured().network();
        ReceiverStatus.Clock clock = receiver.clock();
        return List.of(
            status.id().name(),
            network == null ? UNKNOWN : Long.toString(network.packets()),
            network == null ? UNKNOWN : Long.toString(network.lost()),
            count(receiver.missing()),
            count(receiver.recovered()),
            count(receiver.reordered()),
            count(receiver.duplicates()),
            count(receiver.late()),
            count(receiver.nacks()),
            network == null ? UNKNOWN : Long.toString(network.keyframeRequests()),
            count(receiver.pictures()),
            count(receiver.givenUp()),
            count(receiver.freezes()),
            millis(receiver.jitterMillis()),
            millis(network == null || network.roundTripMillis() < 0 ? Double.NaN : network.roundTripMillis()),
            clock.quality().name().toLowerCase(Locale.ROOT),
            millis(clock.errorMillis()),
            Double.isFinite(clock.driftPpm()) ? number(clock.driftPpm()) + " ppm" : UNKNOWN);
    }

    private static String count(long count) {
        return count < 0 ? UNKNOWN : Long.toString(count);
    }

    private static String millis(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.2f ms", value) : UNKNOWN;
    }

    private static List<String> row(StreamStatus status) {
        boolean flows = status.state() != StreamStatus.State.WAITING;
        Stats.Latency latency = latency(status);
        return List.of(
            status.id().name(),
            status.state().name().toLowerCase(Locale.ROOT),
            known(status.source()),
            known(status.encoder()),
            known(status.decoder()),
            status.width() == 0 ? UNKNOWN : status.width() + "x" + status.height(),
            flows && Double.isFinite(status.fps()) ? number(status.fps()) : UNKNOWN,
            flows && status.bitsPerSecond() > 0 ? bits(status.bitsPerSecond()) : UNKNOWN,
            latency == null ? UNKNOWN : number(latency.p50()) + " ms",
            flows ? Long.toString(drops(status)) : UNKNOWN,
            // A control character from elsewhere must not move the cursor.
            status.detail().replaceAll("\\p{Cntrl}", " "));
    }

    private static String known(String text) {
        return text.isEmpty() ? UNKNOWN : text;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String bits(long bitsPerSecond) {
        return bitsPerSecond < 1_000_000 ? bitsPerSecond / 1_000 + " kbit/s"
            : String.format(Locale.ROOT, "%.2f Mbit/s", bitsPerSecond / 1e6);
    }

    /** By the stamp in the pictures, else by the instants of their capture. */
    private static Stats.Latency latency(StreamStatus status) {
        Stats.Latency stamped = status.first(Stats::latency);
        return stamped != null ? stamped : status.first(Stats::captureLatency);
    }

    /** At the source, in the encoder or decoder slot, and on the way to and in every sink. */
    private static long drops(StreamStatus status) {
        return status.captured().dropped() + status.encoded().dropped() + status.decoded().dropped()
            + status.outlets().stream().mapToLong(each -> each.dropped() + each.stats().dropped()).sum();
    }

    private static String align(List<List<String>> rows) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            text.append(text.isEmpty() ? "" : "\n").append(line.toString().stripTrailing());
        }
        return text.toString();
    }
}
