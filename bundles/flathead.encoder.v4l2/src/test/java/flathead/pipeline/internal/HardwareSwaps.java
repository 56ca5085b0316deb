package flathead.pipeline.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.EncodedFrame;
import flathead.api.EncoderFactory;
import flathead.api.EncoderSettings;
import flathead.api.Frame;
import flathead.api.NanoClock;
import flathead.api.Pool;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.testkit.Await;
import flathead.testkit.Frames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** The pipeline's encoder slot over hardware encoders, at the pace of a camera; no accepted picture is lost. */
abstract class HardwareSwaps {
    final Ranked<EncoderFactory> running = new Ranked<>();
    private final List<Long> out = new CopyOnWriteArrayList<>();
    private final List<Long> keyframes = new CopyOnWriteArrayList<>();
    private final ExecutorService control = Executors.newSingleThreadExecutor();
    private final VideoFormat format;
    private final Pool<Frame> pool;
    final EncoderSlot slot;
    private final List<Long> accepted = new ArrayList<>();
    private long next;
    private long due;

    HardwareSwaps(VideoFormat format, EncoderFactory first) {
        this.format = format;
        this.pool = Pool.ofFrames(format, 32);
        run(first, "first", 10);
        slot = new EncoderSlot(StreamId.local("test"), first.produces(), running::entries,
            new EncoderSettings(1_000_000, 0), media -> {
                EncodedFrame unit = (EncodedFrame) media;
                if (unit.keyframe()) {
                    keyframes.add(unit.sequence());
                }
                return out.add(unit.sequence());
            }, control, NanoClock.SYSTEM);
        slot.setActive(true);
    }

    void run(EncoderFactory factory, String name, int ranking) {
        running.put(factory, Map.of("service.id", (long) running.entries().size(), "service.ranking", ranking,
            EncoderFactory.NAME, name), EncoderFactory.NAME);
        if (slot != null) {
            slot.reconsider();
        }
    }

    /** Offers pictures as a camera does. */
    void feed(int count) {
        for (int i = 0; i < count; i++) {
            long now = System.nanoTime();
            due = Math.max(due + format.intervalNanos(), now);
            while (due - now > 0) {
                LockSupport.parkNanos(due - now);
                now = System.nanoTime();
            }
            try (Frame frame = pool.tryTake()) {
                assertTrue(frame != null, "pictures come back");
                Frames.fill(frame, (int) next);
                frame.set(next, now);
                if (slot.offer(frame)) {
                    accepted.add(next);
                }
                next++;
            }
        }
    }

    void assertAllCameOutInOrder() {
        Await.until(() -> accepted + " in " + out, Duration.ofSeconds(20), () -> out.size() >= accepted.size());
        assertEquals(accepted, out);
        assertEquals(next, accepted.size() + slot.stats().dropped(), "what the slot had no room for was not accepted");
    }

    int accepted() {
        return accepted.size();
    }

    List<Long> keyframes() {
        return keyframes;
    }

    void close() {
        slot.close();
        control.shutdown();
        Await.until("every picture is back in the pool", () -> pool.inFlight() == 0);
    }
}
