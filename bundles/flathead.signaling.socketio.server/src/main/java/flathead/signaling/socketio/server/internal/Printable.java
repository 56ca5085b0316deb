package flathead.signaling.socketio.server.internal;

/** Makes text of strangers fit for a log: short, on one line, and visible as it is. */
final class Printable {
    private static final int LONGEST = 80;

    private Printable() {
    }

    /** At most {@value #LONGEST} characters of it; what does not print is escaped as in Java. */
    static String of(String text) {
        StringBuilder out = new StringBuilder(LONGEST);
        int at = 0;
        while (at < text.length() && out.length() < LONGEST) {
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

    /** Whether a code point shows, and leaves its neighbours where they are. */
    static boolean prints(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE,
                Character.UNASSIGNED, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
