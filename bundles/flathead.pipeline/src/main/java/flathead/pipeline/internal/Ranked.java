package flathead.pipeline.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.osgi.framework.Constants;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;

/**
 * The services bound to a component, best first: highest {@code service.ranking}, then oldest. It can be told to show
 * some of them only; Declarative Services would do that as well, but take an empty filter for one that is never met.
 * Any thread.
 *
 * @param <T> the service
 */
final class Ranked<T> {
    private final List<Entry<T>> bound = new ArrayList<>();
    private volatile List<Entry<T>> entries = List.of();
    private volatile Filter chosen;

    /**
     * A bound service.
     *
     * @param service itself
     * @param name for logs and status
     * @param ranking its {@code service.ranking}
     * @param id its {@code service.id}
     * @param properties all of them
     */
    record Entry<T>(T service, String name, int ranking, long id, Map<String, ?> properties) {
        boolean matches(Filter filter) {
            return filter.match(FrameworkUtil.asDictionary(properties));
        }

        boolean before(Entry<?> other) {
            return ranking != other.ranking ? ranking > other.ranking : id < other.id;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Those that were chosen, best first. */
    List<Entry<T>> entries() {
        return entries;
    }

    /** Of those that were chosen the ones whose properties match; all of them, if that is null. */
    List<Entry<T>> entries(Filter filter) {
        return filter == null ? entries : entries.stream().filter(each -> each.matches(filter)).toList();
    }

    /** Whether it was told to show some only. */
    boolean isChosen() {
        return chosen != null;
    }

    /** Shows only services whose properties match; all of them, if that is null. */
    synchronized void choose(Filter filter) {
        chosen = filter;
        show();
    }

    /**
     * Adds a service, or gives it its new properties.
     *
     * @param nameProperties the first that it has is its name
     */
    synchronized void put(T service, Map<String, ?> properties, String... nameProperties) {
        bound.removeIf(each -> each.service == service);
        String name = Arrays.stream(nameProperties).map(properties::get).filter(Objects::nonNull).map(Object::toString)
            .findFirst().orElse(service.getClass().getSimpleName());
        Entry<T> entry = new Entry<>(service, name,
            properties.get(Constants.SERVICE_RANKING) instanceof Integer ranking ? ranking : 0,
            properties.get(Constants.SERVICE_ID) instanceof Long id ? id : 0L, Map.copyOf(properties));
        int at = 0;
        while (at < bound.size() && bound.get(at).before(entry)) {
            at++;
        }
        bound.add(at, entry);
        show();
    }

    synchronized void remove(T service) {
        bound.removeIf(each -> each.service == service);
        show();
    }

    private void show() {
        entries = bound.stream().filter(each -> chosen == null || each.matches(chosen)).toList();
    }
}
