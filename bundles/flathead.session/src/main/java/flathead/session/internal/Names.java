package flathead.session.internal;

import flathead.api.StreamId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Gives remote streams their names. A camera keeps its name when it comes back from the same place; two robots that
 * both have a {@code left} get {@code left} and {@code left-2}. Not thread-safe.
 */
final class Names {
    /** How many cameras are remembered after they are gone. */
    static final int REMEMBERED = 256;

    private final Map<Key, Named> known = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<String> inUse = new HashSet<>();

    private record Key(String origin, String camera) {
    }

    private static final class Named {
        private final String name;
        private int generation;

        Named(String name) {
            this.name = name;
        }
    }

    /** Takes a name into use, until {@link #release}. */
    StreamId take(String origin, String client, String camera) {
        Key key = new Key(origin, camera);
        Named named = known.get(key);
        if (named == null || inUse.contains(named.name)) {
            Named other = new Named(free(camera));
            if (named == null) {
                known.put(key, other);
            }
            named = other;
        }
        inUse.add(named.name);
        forget();
        return new StreamId(named.name, client, camera, ++named.generation);
    }

    private String free(String camera) {
        Set<String> taken = new HashSet<>(inUse);
        known.values().forEach(named -> taken.add(named.name));
        String name = camera;
        for (int i = 2; taken.contains(name); i++) {
            name = camera + "-" + i;
        }
        return name;
    }

    private void forget() {
        var oldest = known.entrySet().iterator();
        while (known.size() > REMEMBERED && oldest.hasNext()) {
            if (!inUse.contains(oldest.next().getValue().name)) {
                oldest.remove();
            }
        }
    }

    void release(StreamId id) {
        inUse.remove(id.name());
    }
}
