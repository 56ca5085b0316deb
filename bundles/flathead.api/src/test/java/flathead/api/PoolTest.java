package flathead.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoolTest {
    private static final VideoFormat FORMAT = new VideoFormat(Codec.I420, 64, 48, 30);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 63, 64})
    void handsOutEachPictureOnceAndThenNone(int size) {
        Pool<Frame> pool = Pool.ofFrames(FORMAT, size);
        List<Frame> out = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            out.add(pool.tryTake());
        }
        assertEquals(size, out.stream().distinct().count());
        assertNull(pool.tryTake());
        assertEquals(size, pool.inFlight());
        out.forEach(Media::close);
        assertEquals(0, pool.inFlight());
        assertNotNull(pool.tryTake());
    }

    @Test
    void returnsAPictureWithItsLastReference() {
        Pool<Frame> pool = Pool.ofFrames(FORMAT, 1);
        Frame frame = pool.tryTake();
        frame.retain();
        frame.close();
        assertEquals(1, pool.inFlight());
        frame.close();
        assertEquals(0, pool.inFlight());
    }

    @Test
    void refusesToCountBelowZero() {
        Pool<Frame> pool = Pool.ofFrames(FORMAT, 1);
        Frame frame = pool.tryTake();
        frame.close();
        assertThrows(IllegalStateException.class, frame::close);
        assertThrows(IllegalStateException.class, frame::retain);
        assertEquals(0, pool.inFlight());
    }

    @Test
    void takesACertainSlotAndTellsItsOwnerWhenItIsBack() {
        List<Integer> back = new ArrayList<>();
        Pool<Frame> pool =
            Pool.ofFrames(FORMAT, List.of(Memory.allocate(FORMAT), Memory.allocate(FORMAT)), back::add);
        Frame second = pool.tryTake(1);
        assertEquals(1, second.index());
        assertNull(pool.tryTake(1));
        second.close();
        assertEquals(List.of(1), back);
        assertSame(second, pool.tryTake(1));
    }

    @Test
    void closedHandsOutNothingAndTakesBackWhatIsOut() {
        Pool<Frame> pool = Pool.ofFrames(FORMAT, 2);
        Frame frame = pool.tryTake();
        pool.close();
        pool.close();
        assertNull(pool.tryTake());
        assertNull(pool.tryTake(1));
        frame.memory().plane(0).put(0, (byte) 1);
        frame.close();
        assertEquals(0, pool.inFlight());
    }

    @Test
    void refusesSizesThatItCannotHold() {
        assertThrows(IllegalArgumentException.class, () -> Pool.ofFrames(FORMAT, 0));
        assertThrows(IllegalArgumentException.class, () -> Pool.ofFrames(FORMAT, Pool.MAX_SIZE + 1));
    }

    @Test
    void keepsCountUnderManyThreads() throws InterruptedException {
        Pool<EncodedFrame> pool = Pool.ofEncoded(FORMAT.as(Codec.H264), 3, 16);
        AtomicInteger taken = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 20_000; i++) {
                    EncodedFrame frame = pool.tryTake();
                    if (frame != null) {
                        taken.incrementAndGet();
                        frame.retain();
                        frame.close();
                        frame.close();
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(0, pool.inFlight());
        assertEquals(true, taken.get() > 0);
    }

    @Test
    void accessUnitsBoundTheirSize() {
        EncodedFrame unit = Pool.ofEncoded(FORMAT.as(Codec.H264), 1, 16).tryTake();
        assertThrows(IllegalArgumentException.class, () -> unit.set(unit.format(), 0, 0, 17, true));
        unit.set(unit.format(), 7, 9, 16, true);
        assertEquals(7, unit.sequence());
        assertEquals(9, unit.captureNanos());
    }
}
