package flathead.lending;

import flathead.api.NanoClock;
import java.util.ArrayList;
import java.util.List;

/**
 * All who take the same, of one camera or one pair. Any thread; allocates nothing for what is lent.
 *
 * @param <C> the service
 * @param <A> what loans are filled from
 * @param <L> what is lent
 */
public final class Consumers<C, A, L extends Loan<A>> implements AutoCloseable {
    private final Lent<C, L> lent;
    private final NanoClock clock;
    private volatile List<ConsumerLane<C, A, L>> lanes = List.of();

    /** Nobody yet. */
    public Consumers(Lent<C, L> lent, NanoClock clock) {
        this.lent = lent;
        this.clock = clock;
    }

    /** Lends it to all of them. Cheap. */
    public void offer(A from) {
        List<ConsumerLane<C, A, L>> all = lanes;
        for (int i = 0; i < all.size(); i++) {
            all.get(i).offer(from);
        }
    }

    /** Whether there is one. */
    public boolean any() {
        return !lanes.isEmpty();
    }

    /** One more, with a thread of its own. */
    public synchronized void add(String name, C consumer) {
        List<ConsumerLane<C, A, L>> more = new ArrayList<>(lanes);
        more.add(new ConsumerLane<>(lent, name, consumer, clock));
        lanes = List.copyOf(more);
    }

    /** Takes one off the list; answers its lane, which the caller closes. Null if it was not there. */
    public synchronized ConsumerLane<C, A, L> remove(C consumer) {
        for (ConsumerLane<C, A, L> lane : lanes) {
            if (lane.consumer() == consumer) {
                lanes = lanes.stream().filter(other -> other != lane).toList();
                return lane;
            }
        }
        return null;
    }

    /** Lets go of all of them. */
    @Override
    public void close() {
        List<ConsumerLane<C, A, L>> all;
        synchronized (this) {
            all = lanes;
            lanes = List.of();
        }
        all.forEach(ConsumerLane::close);
    }

    /** How each of them fares. */
    public List<LaneStatus> status() {
        return lanes.stream().map(ConsumerLane::status).toList();
    }
}
