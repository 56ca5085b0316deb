package flathead.lending;

import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What a consumer says of itself by its service properties. */
public final class Wanted {
    private Wanted() {
    }

    /**
     * Which ones it wants.
     *
     * @param property one name, an array or a collection of them; null for all
     */
    public static Predicate<String> of(Object property) {
        if (property == null) {
            return name -> true;
        }
        Collection<?> values = property instanceof Collection<?> several ? several
            : property instanceof Object[] array ? Arrays.asList(array) : Set.of(property);
        Set<String> names = values.stream().map(String::valueOf).map(String::strip).collect(Collectors.toSet());
        return names::contains;
    }

    /**
     * What it is called.
     *
     * @param property its name; null if it has none
     */
    public static String name(Object property, Object consumer) {
        String simple = consumer.getClass().getSimpleName();
        return property != null ? property.toString() : simple.isEmpty() ? "consumer" : simple;
    }
}
