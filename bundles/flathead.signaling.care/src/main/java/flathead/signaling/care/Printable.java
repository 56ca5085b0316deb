package flathead.signaling.care;

/** Makes text of strangers fit for a log or a line of an answer: short, on one line, and visible as it is. */
public final class Printable {
    private static final int LONGEST = 80;

    private Printable() {
    }

    /** At most {@value #LONGEST} characters of it; what does not print is escaped as in Java. */
    public static String of(String text) {
        return of(text, LONGEST);
    }

    /** The same with another limit, which an escape may pass by a few characters. */
    public static String of(String text, int longest) {
        StringBuilder out = new StringBuilder(longest);
        int at = 0;
        while (at < text.length() && out.length() < longest) {
            int point = text.codePointAt(at);
            if (prints(point) && point != '\\') {
                out.appendCodePoint(point);
            } else if (point == '\\') {
                out.append("\\\\");
            } else {
                for (char half : Character.toChars(point)) {
                    out.append(String.format("\\u%04x", (int) half));
                }
            }
            at += Character.charCount(point);
        }
        if (at < text.length()) {
            out.append("… (").append(text.length()).append(" characters)");
        }
        return out.toString();
    }

    /** Whether all of it shows as it is. */
    public static boolean prints(String text) {
        return text.codePoints().allMatch(Printable::prints);
    }

    /** Whether a code point shows, and leaves its neighbours where they are. */
    private static boolean prints(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE,
                Character.UNASSIGNED, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
