package flathead.session.internal;

import flathead.signaling.PeerFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Constants;

/** The WebRTC stacks that run, best first. Any thread. */
final class Stacks {
    private static final Comparator<Stack> BEST_FIRST =
        Comparator.comparingInt(Stack::ranking).reversed().thenComparingLong(Stack::id);

    private volatile List<Stack> stacks = List.of();
    private volatile Reception reception = Reception.AUTO;

    /** A stack and the name to log. */
    record Stack(PeerFactory factory, String name, int ranking, long id) {
        @Override
        public String toString() {
            return name;
        }
    }

    List<Stack> all() {
        return stacks;
    }

    /** How those that receive are chosen, from now on. */
    void choose(Reception by) {
        reception = by;
    }

    /** Those that may receive, in the order in which they are to be tried. */
    List<Stack> receivers() {
        return reception.among(stacks);
    }

    synchronized void put(PeerFactory factory, Map<String, ?> properties) {
        List<Stack> changed = without(factory);
        Object name = properties.get(PeerFactory.NAME);
        changed.add(new Stack(factory, name == null ? factory.getClass().getSimpleName() : name.toString(),
            properties.get(Constants.SERVICE_RANKING) instanceof Integer ranking ? ranking : 0,
            properties.get(Constants.SERVICE_ID) instanceof Long id ? id : 0L));
        changed.sort(BEST_FIRST);
        stacks = List.copyOf(changed);
    }

    synchronized void remove(PeerFactory factory) {
        stacks = List.copyOf(without(factory));
    }

    private List<Stack> without(PeerFactory factory) {
        List<Stack> rest = new ArrayList<>(stacks);
        rest.removeIf(stack -> stack.factory == factory);
        return rest;
    }
}
