package flathead.shell.internal;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What may stand where the cursor is. */
final class Completions {
    private static final Pattern MISUSED = Pattern.compile("Cannot coerce ([\\w.:-]+)\\(");

    private final Commands commands;
    private final Supplier<Set<String>> functions;

    /**
     * Knows the commands.
     *
     * @param functions every command here, as {@code scope:function}
     */
    Completions(Commands commands, Supplier<Set<String>> functions) {
        this.commands = commands;
        this.functions = functions;
    }

    /**
     * Answers all words that may stand there; one that ends with = wants a value after it.
     *
     * @param words of the line
     * @param index which of them
     */
    Collection<String> at(List<String> words, int index) {
        if (index == 0) {
            return functions(words.get(0));
        }
        switch (words.get(0)) {
            case "flathead:swap", "swap":
                return index == 1 ? swappable() : index == 2 ? coders(words.get(1)) : List.of();
            case "flathead:set", "set":
                return index == 1 ? commands.cameras()
                    : commands.names(words.get(1)).stream().map(each -> each + "=").toList();
            default:
                return List.of();
        }
    }

    private Collection<String> swappable() {
        Set<String> names = new TreeSet<>(commands.cameras());
        names.addAll(commands.remotes());
        return names;
    }

    private Collection<String> coders(String name) {
        Set<String> coders = new TreeSet<>();
        coders.add(Commands.AUTO);
        boolean remote = commands.remotes().contains(name);
        if (remote) {
            coders.addAll(commands.decoders());
        }
        if (!remote || commands.cameras().contains(name)) {
            coders.addAll(commands.encoders());
        }
        return coders;
    }

    /** Ours by both names, the others' once something is written, so that a first look shows what is of use here. */
    private Collection<String> functions(String begun) {
        Set<String> found = new TreeSet<>();
        for (String each : functions.get()) {
            String function = each.substring(each.indexOf(':') + 1);
            if (each.startsWith("flathead:")) {
                found.add(each);
            }
            if (!begun.isEmpty() && begun.indexOf(':') < 0) {
                found.add(function);
            } else if (!begun.isEmpty()) {
                found.add(each);
            }
        }
        found.add("help");
        return found;
    }

    /** {@code scope:function} of a command service, whose functions are one or several. */
    static Stream<String> names(Object scope, Object functions) {
        Stream<?> all = functions instanceof Object[] several ? Arrays.stream(several)
            : functions instanceof Collection<?> several ? several.stream() : Stream.of(functions);
        return all.map(each -> scope + ":" + each);
    }

    /** What a person needs of a command's failure. */
    static String plain(Throwable failure) {
        String message = failure.getMessage();
        if (failure instanceof Refusal) {
            return message;
        }
        Matcher misused = MISUSED.matcher(String.valueOf(message));
        if (misused.lookingAt()) {
            return misused.group(1) + " does not take that; help " + misused.group(1) + " says how";
        }
        String name = failure.getClass().getSimpleName();
        return name.equals("CommandNotFoundException") ? message + "; help lists the commands"
            : message == null ? name : name + ": " + message;
    }
}
