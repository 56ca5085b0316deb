package flathead.snapshot.internal;

import flathead.api.StereoConsumer;
import flathead.api.StereoPair;
import java.util.Hashtable;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** The pairs of which snapshots are wanted: a {@link StereoConsumer} for each, for as long. Any thread. */
final class PairShots implements AutoCloseable {
    /** A pair's streams may end, and nobody tells: what is so old is no snapshot of now, and its pool wants it back. */
    static final long OLD_NANOS = 5_000_000_000L;

    private final BundleContext context;
    private final Newest.Studio studio;
    private final Map<String, Watch> watches = new TreeMap<>();

    /** Takes one pair's pictures. */
    private static final class Watch implements StereoConsumer {
        final Newest newest;
        ServiceRegistration<StereoConsumer> registration;

        Watch(Newest newest) {
            this.newest = newest;
        }

        @Override
        public void pair(StereoPair pair) {
            newest.put(pair.sequence(), pair.left(), pair.right(), pair.quality());
        }

        void end() {
            registration.unregister();
            newest.end();
        }
    }

    PairShots(BundleContext context, Newest.Studio studio) {
        this.context = context;
        this.studio = studio;
    }

    /** Somebody asks for a pair. */
    synchronized Newest ask(String pair, long until) {
        Watch watch = watches.get(pair);
        if (watch == null) {
            watch = new Watch(new Newest(pair, studio));
            watch.newest.ask(until);
            watch.registration = context.registerService(StereoConsumer.class, watch, new Hashtable<>(
                Map.of(StereoConsumer.NAME, SnapshotService.NAME, StereoConsumer.PAIRS, pair)));
            watches.put(pair, watch);
        }
        watch.newest.ask(until);
        return watch.newest;
    }

    /** Lets go of what nobody has asked for, and of what is old; answers whether something is left. */
    synchronized boolean expire(long now) {
        for (Iterator<Watch> each = watches.values().iterator(); each.hasNext();) {
            Watch watch = each.next();
            watch.newest.forget(now - OLD_NANOS);
            if (watch.newest.expire(now)) {
                each.remove();
                watch.end();
            }
        }
        return !watches.isEmpty();
    }

    @Override
    public synchronized void close() {
        watches.values().forEach(Watch::end);
        watches.clear();
    }
}
