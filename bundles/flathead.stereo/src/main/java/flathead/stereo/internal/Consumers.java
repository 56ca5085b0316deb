package flathead.stereo.internal;

import flathead.api.NanoClock;
import flathead.api.StereoConsumer;
import flathead.api.StereoStatus;
import java.util.Arrays;
import java.util.List;

/** All who take the pairs of two streams. Any thread. */
final class Consumers implements Pairing.Taker {
    private static final ConsumerLane[] NOBODY = {};

    private final String pair;
    private final NanoClock clock;
    private volatile ConsumerLane[] lanes = NOBODY;

    /** @param pair the name of the pair of streams */
    Consumers(String pair, NanoClock clock) {
        this.pair = pair;
        this.clock = clock;
    }

    @Override
    public void pair(long sequence, Shot left, Shot right) {
        for (ConsumerLane lane : lanes) {
            lane.offer(sequence, left, right);
        }
    }

    boolean any() {
        return lanes.length > 0;
    }

    synchronized void add(String name, StereoConsumer consumer) {
        ConsumerLane[] more = Arrays.copyOf(lanes, lanes.length + 1);
        more[more.length - 1] = new ConsumerLane(pair, name, consumer, clock);
        lanes = more;
    }

    /** Takes one off the list; answers its lane, which the caller closes. Null if it was not there. */
    synchronized ConsumerLane remove(StereoConsumer consumer) {
        for (ConsumerLane lane : lanes) {
            if (lane.consumer() == consumer) {
                lanes = Arrays.stream(lanes).filter(other -> other != lane).toArray(ConsumerLane[]::new);
                return lane;
            }
        }
        return null;
    }

    /** Lets go of all of them. */
    void close() {
        ConsumerLane[] all;
        synchronized (this) {
            all = lanes;
            lanes = NOBODY;
        }
        for (ConsumerLane lane : all) {
            lane.close();
        }
    }

    List<StereoStatus.Consumer> status() {
        return Arrays.stream(lanes).map(ConsumerLane::status).toList();
    }
}
