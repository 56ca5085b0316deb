package flathead.feed.internal;

import flathead.api.StereoConsumer;
import flathead.api.StereoPair;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** A {@link StereoConsumer} for each pair that somebody reads, for as long. Any thread. */
final class PairFeed {
    private final BundleContext context;
    private final Map<Channel, ServiceRegistration<StereoConsumer>> registrations = new HashMap<>();

    PairFeed(BundleContext context) {
        this.context = context;
    }

    /** What is wanted has changed. */
    synchronized void wishesChanged(List<Channel> channels) {
        for (Channel gone : List.copyOf(registrations.keySet())) {
            if (!gone.wanted() || !channels.contains(gone)) {
                registrations.remove(gone).unregister();
            }
        }
        for (Channel channel : channels) {
            if (channel.kind() == Channel.Kind.PAIR && channel.wanted() && !registrations.containsKey(channel)) {
                StereoConsumer consumer = pair -> offer(channel, pair);
                registrations.put(channel, context.registerService(StereoConsumer.class, consumer, new Hashtable<>(
                    Map.of(StereoConsumer.NAME, Feed.NAME, StereoConsumer.PAIRS, channel.name()))));
            }
        }
    }

    private static void offer(Channel channel, StereoPair pair) {
        channel.offer(pair.left(), pair.right(), pair.leftNanos(), pair.rightNanos(), pair.sequence());
    }
}
