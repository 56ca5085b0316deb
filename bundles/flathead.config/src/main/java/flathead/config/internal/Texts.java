package flathead.config.internal;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Properties as people read them. */
final class Texts {
    private Texts() {
    }

    /** Values as texts, lists in brackets. */
    static SortedMap<String, String> of(Map<String, Object> properties) {
        SortedMap<String, String> texts = new TreeMap<>();
        properties.forEach((name, value) -> texts.put(name, text(value)));
        return texts;
    }

    private static String text(Object value) {
        if (value.getClass().isArray()) {
            List<Object> all = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) {
                all.add(Array.get(value, i));
            }
            return all.toString();
        }
        return value instanceof Collection<?> all ? new ArrayList<>(all).toString() : value.toString();
    }
}
