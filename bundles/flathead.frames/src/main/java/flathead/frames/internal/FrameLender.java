package flathead.frames.internal;

import flathead.api.Frame;
import flathead.api.FrameConsumer;
import flathead.api.NanoClock;
import flathead.api.StreamId;
import flathead.lending.Cameras;
import flathead.lending.ConsumerLane;
import flathead.lending.LaneStatus;
import flathead.lending.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Which consumer wants which camera, and the lanes of those that are there. Any thread. */
final class FrameLender implements Cameras.Taker<CameraLanes> {
    private final NanoClock clock;
    private final Cameras<CameraLanes> cameras = new Cameras<>(this);
    /** Guarded by this, as what follows. */
    private final List<Entry> entries = new ArrayList<>();
    private final List<CameraLanes> lanes = new ArrayList<>();

    private record Entry(String name, FrameConsumer consumer, Predicate<String> wanted) {
    }

    FrameLender(NanoClock clock) {
        this.clock = clock;
    }

    Cameras<CameraLanes> cameras() {
        return cameras;
    }

    @Override
    public synchronized CameraLanes there(String name) {
        CameraLanes camera = new CameraLanes(name, clock);
        entries.stream().filter(entry -> entry.wanted.test(name))
            .forEach(entry -> camera.add(entry.name, entry.consumer));
        lanes.add(camera);
        return camera;
    }

    @Override
    public boolean wants(CameraLanes camera) {
        return camera.any();
    }

    @Override
    public void picture(CameraLanes camera, StreamId stream, Frame frame) {
        camera.offer(stream, frame);
    }

    @Override
    public void gone(CameraLanes camera) {
        synchronized (this) {
            lanes.remove(camera);
        }
        camera.close();
    }

    /** One more, with what its service says of it. */
    void add(FrameConsumer consumer, Map<String, ?> properties) {
        Entry entry = new Entry(Wanted.name(properties.get(FrameConsumer.NAME), consumer), consumer,
            Wanted.of(properties.get(FrameConsumer.CAMERAS)));
        synchronized (this) {
            entries.add(entry);
            lanes.stream().filter(camera -> entry.wanted.test(camera.camera()))
                .forEach(camera -> camera.add(entry.name, consumer));
        }
        cameras.wishesChanged();
    }

    /** One goes; none of its calls runs any more when this returns, unless it has hung for long. */
    void remove(FrameConsumer consumer) {
        List<ConsumerLane<FrameConsumer, Arrival, LentFrame>> its;
        synchronized (this) {
            entries.removeIf(entry -> entry.consumer == consumer);
            its = lanes.stream().map(camera -> camera.remove(consumer)).filter(Objects::nonNull).toList();
        }
        cameras.wishesChanged();
        its.forEach(ConsumerLane::close);
    }

    /** Lets go of all of them. */
    void close() {
        List<CameraLanes> all;
        synchronized (this) {
            entries.clear();
            all = List.copyOf(lanes);
        }
        all.forEach(CameraLanes::close);
        cameras.wishesChanged();
    }

    /** How those who take a camera fare, by its name. */
    synchronized Map<String, List<LaneStatus>> status() {
        Map<String, List<LaneStatus>> all = new TreeMap<>();
        lanes.forEach(camera -> all.put(camera.camera(), camera.status()));
        return all;
    }

    synchronized List<String> consumers() {
        return entries.stream().map(Entry::name).toList();
    }
}
