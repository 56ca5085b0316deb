package flathead.pipeline.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Constants;

/**
 * The services bound to a component, best first: highest {@code service.ranking}, then oldest. Any thread.
 *
 * @param <T> the service
 */
final class Ranked<T> {
    private volatile List<Entry<T>> entries = List.of();

    /**
     * A bound service.
     *
     * @param service itself
     * @param name for logs and status
     * @param ranking its {@code service.ranking}
     * @param id its {@code service.id}
     */
    record Entry<T>(T service, String name, int ranking, long id) {
        boolean before(Entry<?> other) {
            return ranking != other.ranking ? ranking > other.ranking : id < other.id;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    List<Entry<T>> entries() {
        return entries;
    }

    /** Adds a service, or gives it its new properties. */
    synchronized void put(T service, Map<String, ?> properties, String nameProperty) {
        List<Entry<T>> changed = without(service);
        Object name = properties.get(nameProperty);
        Entry<T> entry = new Entry<>(service, name == null ? service.getClass().getSimpleName() : name.toString(),
            properties.get(Constants.SERVICE_RANKING) instanceof Integer ranking ? ranking : 0,
            properties.get(Constants.SERVICE_ID) instanceof Long id ? id : 0L);
        int at = 0;
        while (at < changed.size() && changed.get(at).before(entry)) {
            at++;
        }
        changed.add(at, entry);
        entries = List.copyOf(changed);
    }

    synchronized void remove(T service) {
        entries = List.copyOf(without(service));
    }

    private List<Entry<T>> without(T service) {
        List<Entry<T>> rest = new ArrayList<>(entries);
        rest.removeIf(entry -> entry.service == service);
        return rest;
    }
}
