package flathead.console.internal;

import java.util.Optional;

/** What may be a password. Its refusals never tell the password. */
final class PasswordRule {
    static final int SHORTEST = 8;
    static final int LONGEST = 256;

    private PasswordRule() {
    }

    /**
     * Judges a password.
     *
     * @param where it comes from, to be named
     * @return why it is refused; empty if it is taken
     */
    static Optional<String> refusal(String where, String password) {
        String what = null;
        if (password.isBlank()) {
            what = "(empty)";
        } else if (password.contains("$[") || password.contains("${")) {
            what = "(a placeholder that nobody replaced)";
        } else if (password.length() < SHORTEST || password.length() > LONGEST) {
            what = "(" + password.length() + " characters)";
        } else if (password.chars().anyMatch(Character::isISOControl)) {
            what = "(with control characters)";
        }
        return what == null ? Optional.empty() : Optional.of(where + " = " + what + " is refused; allowed: "
            + SHORTEST + " to " + LONGEST + " characters, none of them a control character");
    }
}
