package flathead.signaling.whip.server.internal;

/** Makes text of strangers fit for a log and for a line of an answer: short, on one line, and visible as it is. */
final class Printable {
    private Printable() {
    }

    /** At most so many characters of it; for each that does not print there is a question mark. */
    static String line(String text, int longest) {
        String line = text.replaceAll("[^\\P{C}]|[\\u2028\\u2029]", "?");
        return line.length() <= longest ? line : line.substring(0, longest) + "…";
    }

    /** Whether all of it prints. */
    static boolean prints(String text) {
        return !text.matches("(?s).*([^\\P{C}]|[\\u2028\\u2029]).*");
    }
}
