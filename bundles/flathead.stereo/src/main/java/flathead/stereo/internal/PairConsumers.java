package flathead.stereo.internal;

import flathead.api.NanoClock;
import flathead.api.StereoConsumer;
import flathead.api.StereoStatus;
import flathead.lending.ConsumerLane;
import flathead.lending.Consumers;
import flathead.lending.LaneStatus;
import flathead.lending.Lent;
import java.util.List;

/** All who take the pairs of two streams. Any thread. */
final class PairConsumers implements Pairing.Taker {
    private final Consumers<StereoConsumer, Match, LentPair> consumers;
    private final Match match = new Match();

    /** @param pair the name of the pair of streams */
    PairConsumers(String pair, NanoClock clock) {
        consumers = new Consumers<>(new Lent<>("pair", pair, () -> new LentPair(pair), StereoConsumer::pair), clock);
    }

    @Override
    public void pair(long sequence, Shot left, Shot right) {
        match.sequence = sequence;
        match.left = left;
        match.right = right;
        consumers.offer(match);
    }

    boolean any() {
        return consumers.any();
    }

    void add(String name, StereoConsumer consumer) {
        consumers.add(name, consumer);
    }

    /** Takes one off the list; answers its lane, which the caller closes. Null if it was not there. */
    ConsumerLane<StereoConsumer, Match, LentPair> remove(StereoConsumer consumer) {
        return consumers.remove(consumer);
    }

    void close() {
        consumers.close();
    }

    List<StereoStatus.Consumer> status() {
        return consumers.status().stream().map(PairConsumers::told).toList();
    }

    private static StereoStatus.Consumer told(LaneStatus lane) {
        return new StereoStatus.Consumer(lane.name(), lane.given(), lane.dropped(), lane.failed(), lane.hangs());
    }
}
