package flathead.config.internal;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stored value whose placeholders are filled in, as the interpolation plug-in does when it delivers one: {@code
 * $[env:PORT;type=Integer;default=8080]}.
 *
 * @param text filled in
 * @param set the variables it takes something from
 * @param unset the variables for which it takes the default
 * @param secret whether part of it comes from a secret's file
 */
record Placeholders(String text, Set<String> set, Set<String> unset, boolean secret) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\[(env|prop|secret):([^;\\]]+)((?:;[^\\]]*)?)\\]");
    private static final Pattern DEFAULT = Pattern.compile(";default=([^;\\]]*)");

    static Placeholders fill(String stored, UnaryOperator<String> environment) {
        Set<String> set = new TreeSet<>();
        Set<String> unset = new TreeSet<>();
        boolean secret = false;
        Matcher found = PLACEHOLDER.matcher(stored);
        StringBuilder text = new StringBuilder();
        while (found.find()) {
            String name = found.group(2).strip();
            String value = null;
            if (found.group(1).equals("secret")) {
                secret = true;
            } else {
                value = found.group(1).equals("env") ? environment.apply(name) : System.getProperty(name);
                (value == null ? unset : set).add(name);
            }
            Matcher initial = DEFAULT.matcher(found.group(3));
            String filled = value != null ? value : initial.find() ? initial.group(1) : found.group();
            found.appendReplacement(text, Matcher.quoteReplacement(filled));
        }
        found.appendTail(text);
        return new Placeholders(text.toString(), set, unset, secret);
    }
}
