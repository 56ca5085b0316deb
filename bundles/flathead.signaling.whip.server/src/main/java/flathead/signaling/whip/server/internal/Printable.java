package flathead.signaling.whip.server.internal;

/** Makes text of strangers fit for a log and for a line of an answer: short, on one line, and visible as it is. */
final class Printable {
    private static final int LONGEST = 80;

    private Printable() {
    }

    /** At most {@value #LONGEST} characters of it; for each that does not print there is a question mark. */
    static String of(String text) {
        String line = text.replaceAll("[^\\P{C}]|[\\u2028\\u2029]", "?");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }

    /** Whether all of it prints. */
    static boolean prints(String text) {
        return !text.matches("(?s).*([^\\P{C}]|[\\u2028\\u2029]).*");
    }
}
