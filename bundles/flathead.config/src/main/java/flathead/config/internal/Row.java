package flathead.config.internal;

import java.util.List;
import java.util.function.Function;

/**
 * A setting.
 *
 * @param pid whose
 * @param name of the property
 * @param value in force
 * @param from where it comes from
 */
record Row(String pid, String name, String value, String from) {
    private static final Row HEAD = new Row("configuration", "setting", "value", "from");

    /** All rows below a headline, each line ended. */
    static String table(List<Row> rows) {
        int pid = width(rows, HEAD.pid, Row::pid);
        int name = width(rows, HEAD.name, Row::name);
        int value = width(rows, HEAD.value, Row::value);
        StringBuilder text = new StringBuilder(HEAD.line(pid, name, value));
        rows.forEach(each -> text.append(each.line(pid, name, value)));
        return text.toString();
    }

    private static int width(List<Row> rows, String head, Function<Row, String> column) {
        return Math.max(head.length(), rows.stream().mapToInt(row -> column.apply(row).length()).max().orElse(0));
    }

    private String line(int pidWidth, int nameWidth, int valueWidth) {
        String form = "%-" + pidWidth + "s  %-" + nameWidth + "s  %-" + valueWidth + "s  %s";
        return String.format(form, pid, name, value, from).stripTrailing() + "\n";
    }
}
