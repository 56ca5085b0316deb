package flathead.shell.internal;

import flathead.api.Stats;
import flathead.api.StreamStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Writes what streams, a line a stream; what is not known is a dash. */
final class StatusTable {
    private static final List<String> HEAD = List.of("name", "state", "source", "encoder", "decoder", "size", "fps",
        "bitrate", "latency", "drops", "detail");
    private static final String UNKNOWN = "-";

    private StatusTable() {
    }

    static String of(List<StreamStatus> streams) {
        if (streams.isEmpty()) {
            return "nothing streams here, and no camera is configured";
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        streams.stream().sorted(Comparator.comparing(each -> each.id().name())).map(StatusTable::row)
            .forEach(rows::add);
        return align(rows);
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

    /** From the source if it tells, else from the first outlet that does: it is the age on arrival there. */
    private static Stats.Latency latency(StreamStatus status) {
        Stats.Latency ofSource = status.captured().latency();
        return ofSource != null ? ofSource : status.outlets().stream().map(each -> each.stats().latency())
            .filter(Objects::nonNull).findFirst().orElse(null);
    }

    /** At the source, in the encoder or decoder slot, and on the way to and in every sink. */
    private static long drops(StreamStatus status) {
        return status.captured().dropped() + status.encoded().dropped() + status.decoded().dropped()
            + status.outlets().stream().mapToLong(each -> each.dropped() + each.stats().dropped()).sum();
    }

    private static String align(List<List<String>> rows) {
        int[] widths = new int[HEAD.size()];
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
