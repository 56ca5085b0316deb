package flathead.frames.internal;

import flathead.api.Frame;
import flathead.api.FrameConsumer;
import flathead.api.NanoClock;
import flathead.api.StreamId;
import flathead.lending.ConsumerLane;
import flathead.lending.Consumers;
import flathead.lending.LaneStatus;
import flathead.lending.Lent;
import java.util.List;

/** All who take the pictures of one camera. Any thread. */
final class CameraLanes {
    private final String camera;
    private final Consumers<FrameConsumer, Arrival, LentFrame> consumers;
    private final Arrival arrival = new Arrival();

    CameraLanes(String camera, NanoClock clock) {
        this.camera = camera;
        consumers = new Consumers<>(new Lent<>("picture", camera, LentFrame::new, LentFrame::lend), clock);
    }

    String camera() {
        return camera;
    }

    boolean any() {
        return consumers.any();
    }

    /** One thread at a time. */
    void offer(StreamId stream, Frame frame) {
        arrival.stream = stream;
        arrival.frame = frame;
        consumers.offer(arrival);
        arrival.frame = null;
    }

    void add(String name, FrameConsumer consumer) {
        consumers.add(name, consumer);
    }

    /** Takes one off the list; answers its lane, which the caller closes. Null if it was not there. */
    ConsumerLane<FrameConsumer, Arrival, LentFrame> remove(FrameConsumer consumer) {
        return consumers.remove(consumer);
    }

    void close() {
        consumers.close();
    }

    List<LaneStatus> status() {
        return consumers.status();
    }
}
