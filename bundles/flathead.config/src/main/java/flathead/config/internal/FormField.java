package flathead.config.internal;

import java.util.List;
import java.util.Optional;

/**
 * A setting as its form has it.
 *
 * @param type of Metatype: {@code Integer}, {@code Double}, {@code Boolean}, {@code String} and others
 * @param initial its default; empty if it has none
 * @param min the least number, as a text; empty for any
 * @param max the greatest number, as a text; empty for any
 * @param options the texts it may be; empty for any
 * @param several whether it is a list of such values
 */
record FormField(String type, String initial, String min, String max, List<String> options, boolean several) {
    /**
     * Takes a value, if it is allowed.
     *
     * @param value a text, or a number or flag of the kind that the writer meant
     * @param text the same as it was written
     * @return as it is to be stored; nothing if it is not allowed
     */
    Optional<Object> take(Object value, String text) {
        if (several) {
            return Optional.empty();
        }
        return switch (type) {
            case "Integer" -> value instanceof Long number && number == number.intValue() && within(number)
                ? Optional.of(number.intValue()) : Optional.empty();
            case "Long" -> value instanceof Long number && within(number) ? Optional.of(number) : Optional.empty();
            case "Double", "Float" -> value instanceof Number number && within(number.doubleValue())
                ? Optional.of(number.doubleValue()) : Optional.empty();
            case "Boolean" -> value instanceof Boolean ? Optional.of(value) : Optional.empty();
            default -> options.isEmpty() || options.contains(text) ? Optional.of(text) : Optional.empty();
        };
    }

    /** What {@link #take} takes, for a message. */
    String allowed() {
        if (several) {
            return "nothing here";
        }
        return switch (type) {
            case "Integer", "Long" -> "a whole number" + range();
            case "Double", "Float" -> "a number" + range();
            case "Boolean" -> "true or false";
            default -> options.isEmpty() ? "a text" : String.join(", ", options.stream().map(each ->
                each.isEmpty() ? "\"\"" : each).toList());
        };
    }

    /** A text of the initial values, as the Configurator stores it; placeholders stay as they are. */
    Object stored(String text) {
        try {
            return switch (type) {
                case "Integer" -> Integer.valueOf(text);
                case "Long" -> Long.valueOf(text);
                case "Double" -> Double.valueOf(text);
                case "Boolean" -> text.equals("true") || text.equals("false") ? Boolean.valueOf(text) : text;
                default -> text;
            };
        } catch (NumberFormatException e) {
            return text;
        }
    }

    private boolean within(double number) {
        return !Double.isNaN(number) && (min.isEmpty() || number >= Double.parseDouble(min))
            && (max.isEmpty() || number <= Double.parseDouble(max));
    }

    private String range() {
        if (min.isEmpty()) {
            return max.isEmpty() ? "" : " up to " + max;
        }
        return max.isEmpty() ? " from " + min + " on" : " within " + min + ".." + max;
    }
}
