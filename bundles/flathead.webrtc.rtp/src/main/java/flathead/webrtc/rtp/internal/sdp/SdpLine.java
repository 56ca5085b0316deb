package flathead.webrtc.rtp.internal.sdp;

import flathead.api.MediaException;

/**
 * One line of a description, and how to complain about it.
 *
 * @param number from 1
 * @param text of the whole line, without its end
 */
record SdpLine(int number, String text) {
    private static final int QUOTED = 60;

    char type() {
        return text.charAt(0);
    }

    /** What follows the equals sign. */
    String value() {
        return text.substring(2);
    }

    MediaException error(String allowed) {
        return new MediaException("SDP line " + number + " " + quote(text) + ": " + allowed);
    }

    /** The words of a part of this line, split at single spaces; at most {@code most}, the last holds the rest. */
    static String[] words(String part, int most) {
        return part.split(" ", most);
    }

    /** A decimal number without sign; complains if it is none or not within the bounds. */
    long number(String digits, long least, long most, String what) throws MediaException {
        long value = 0;
        boolean valid = !digits.isEmpty() && digits.length() <= 19;
        for (int i = 0; valid && i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            valid = digit >= 0 && digit <= 9 && value <= (Long.MAX_VALUE - digit) / 10;
            value = value * 10 + digit;
        }
        if (!valid || value < least || value > most) {
            throw error(what + " must be a number within " + least + ".." + most);
        }
        return value;
    }

    /** A token of RFC 8866; complains if it is none. */
    String token(String word, String what) throws MediaException {
        if (!isToken(word)) {
            throw error(what + " must be a token");
        }
        return word;
    }

    static boolean isToken(String word) {
        boolean valid = !word.isEmpty();
        for (int i = 0; valid && i < word.length(); i++) {
            char c = word.charAt(i);
            valid = c > ' ' && c < 127 && "\"(),/:;<=>?@[\\]".indexOf(c) < 0;
        }
        return valid;
    }

    /** Text from outside, made fit for a log: short, and nothing but printable ASCII. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder(QUOTED + 8).append('"');
        for (int i = 0; i < Math.min(text.length(), QUOTED); i++) {
            char c = text.charAt(i);
            quoted.append(c < ' ' || c > '~' ? '?' : c);
        }
        return quoted.append(text.length() > QUOTED ? "...\"" : "\"").toString();
    }
}
