package flathead.session.internal;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Which WebRTC stacks may receive, and in what order they are tried. */
enum Reception {
    /** First those that hand out access units, which costs nothing until somebody wants them decoded; then others. */
    AUTO,
    /** Only those that hand out access units. */
    ENCODED,
    /** Only those that decode by themselves. */
    DECODED;

    /** By its name in the settings. */
    static Reception of(String receive) {
        return switch (receive) {
            case "auto" -> AUTO;
            case "encoded" -> ENCODED;
            case "decoded" -> DECODED;
            default -> throw new IllegalArgumentException("\"" + receive.replaceAll("\\p{Cntrl}", "?")
                + "\" is not allowed; auto, encoded and decoded are");
        };
    }

    /** Those that may receive, in the order in which they are to be tried. */
    List<Stacks.Stack> among(List<Stacks.Stack> stacks) {
        Stream<Stacks.Stack> able = stacks.stream().filter(stack -> !stack.factory().receives().isEmpty());
        return switch (this) {
            case AUTO -> able.sorted(Comparator.comparing(stack -> stack.factory().decodes())).toList();
            case ENCODED -> able.filter(stack -> !stack.factory().decodes()).toList();
            case DECODED -> able.filter(stack -> stack.factory().decodes()).toList();
        };
    }
}
