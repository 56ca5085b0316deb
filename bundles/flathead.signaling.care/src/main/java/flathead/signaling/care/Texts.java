package flathead.signaling.care;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Reads settings that are several texts, in whatever way they were written. */
public final class Texts {
    private Texts() {
    }

    /** Of an array, a collection, or a text with commas or white space between; none of null. */
    public static List<String> of(Object value) {
        List<Object> all = new ArrayList<>();
        if (value instanceof Collection<?> several) {
            all.addAll(several);
        } else if (value != null && value.getClass().isArray()) {
            for (int i = 0; i < Array.getLength(value); i++) {
                all.add(Array.get(value, i));
            }
        } else if (value != null) {
            all.add(value);
        }
        return all.stream().flatMap(each -> Arrays.stream(each.toString().split("[,\\s]+")))
            .filter(text -> !text.isEmpty()).toList();
    }
}
