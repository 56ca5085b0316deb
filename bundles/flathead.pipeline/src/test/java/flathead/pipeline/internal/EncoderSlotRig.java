package flathead.pipeline.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.EncodedFrame;
import flathead.api.EncoderFactory;
import flathead.api.EncoderSettings;
import flathead.api.Frame;
import flathead.api.FrameInput;
import flathead.api.Pool;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.testkit.Await;
import flathead.testkit.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A slot with two encoders to choose from, one of which runs, and what is asked of it. */
abstract class EncoderSlotRig {
    static final VideoFormat FORMAT = new VideoFormat(Codec.I420, 64, 48, 30);
    static final VideoFormat LARGER = new VideoFormat(Codec.I420, 128, 96, 30);
    static final EncoderSettings SETTINGS = new EncoderSettings(1_000_000, 0);

    /** A picture that came out: its sequence, the encoder's mark, whether it is a keyframe. */
    record Picture(long sequence, int by, boolean keyframe) {
    }

    final FakeClock clock = new FakeClock();
    final FakeEncoders one = new FakeEncoders(1);
    final FakeEncoders two = new FakeEncoders(2);
    final Ranked<EncoderFactory> running = new Ranked<>();
    final List<Picture> out = new CopyOnWriteArrayList<>();
    final Pool<Frame> pool = Pool.ofFrames(FORMAT, 32);
    final ExecutorService control = Executors.newSingleThreadExecutor();
    EncoderSlot slot;
    long next;

    @BeforeEach
    void open() {
        FrameInput collect = media -> {
            EncodedFrame unit = (EncodedFrame) media;
            return out.add(new Picture(unit.sequence(), unit.data().get(0), unit.keyframe()));
        };
        run(one, 10);
        slot = new EncoderSlot(StreamId.local("test"), Codec.H264, running::entries, SETTINGS, collect, control,
            clock);
        slot.setActive(true);
    }

    @AfterEach
    void everyPictureIsBack() {
        one.letGo.countDown();
        two.letGo.countDown();
        slot.close();
        control.shutdown();
        Await.until("every picture is back in the pool", () -> pool.inFlight() == 0);
    }

    void run(FakeEncoders encoder, int ranking) {
        running.put(encoder, Map.of("service.id", (long) encoder.mark, "service.ranking", ranking,
            EncoderFactory.NAME, "fake" + encoder.mark), EncoderFactory.NAME);
    }

    /** Offers one picture and waits until it came out, so that tests are exact about which came when. */
    void pass() {
        offer();
        Await.until(() -> "picture " + (next - 1) + " in " + out, Duration.ofSeconds(5),
            () -> out.size() == next);
    }

    boolean offer() {
        return offer(pool);
    }

    boolean offer(Pool<Frame> from) {
        try (Frame frame = from.tryTake()) {
            frame.set(next, clock.advanceMillis(33));
            next++;
            return slot.offer(frame);
        }
    }

    void assertAllInOrder() {
        List<Long> sequences = new ArrayList<>();
        out.forEach(picture -> sequences.add(picture.sequence));
        List<Long> expected = new ArrayList<>();
        for (long i = 0; i < next; i++) {
            expected.add(i);
        }
        assertEquals(expected, sequences);
    }

    List<Integer> keyframes() {
        List<Integer> at = new ArrayList<>();
        for (int i = 0; i < out.size(); i++) {
            if (out.get(i).keyframe) {
                at.add(i);
            }
        }
        return at;
    }

    /** Offers until this much came out, no more than may be parked. */
    void offerUntil(String what, BooleanSupplier state) {
        long most = next + EncoderSlot.PARKED;
        while (!state.getAsBoolean() && next < most) {
            assertTrue(offer());
        }
        Await.until(what, state);
    }
}
