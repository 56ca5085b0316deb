package flathead.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.Await;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GateTest {
    private final AtomicInteger freed = new AtomicInteger();
    private final Gate gate = new Gate(freed::incrementAndGet);

    @Test
    void closesOnceWhenIdle() {
        assertTrue(gate.enter());
        gate.leave();
        gate.close();
        gate.close();
        assertEquals(1, freed.get());
        assertFalse(gate.enter());
    }

    @Test
    void letsOneIn() {
        assertTrue(gate.enter());
        assertFalse(gate.enter());
        gate.leave();
        assertTrue(gate.enter());
        gate.leave();
    }

    @Test
    void closedFromInsideItFreesAtTheEnd() {
        assertTrue(gate.enter());
        gate.close();
        assertTrue(gate.closed());
        assertEquals(0, freed.get());
        gate.leave();
        assertEquals(1, freed.get());
    }

    @Test
    void closingWaitsForTheWorkOfAnotherThread() throws InterruptedException {
        assertTrue(gate.enter());
        AtomicBoolean returned = new AtomicBoolean();
        Thread closer = new Thread(() -> {
            gate.close();
            returned.set(true);
        });
        closer.start();
        Await.until("closing", gate::closed);
        assertFalse(returned.get());
        assertEquals(0, freed.get());
        gate.leave();
        closer.join();
        assertTrue(returned.get());
        assertEquals(1, freed.get());
    }

    @Test
    void neverFreesUnderWork() throws InterruptedException {
        for (int round = 0; round < 2_000; round++) {
            AtomicBoolean alive = new AtomicBoolean(true);
            AtomicBoolean hurt = new AtomicBoolean();
            Gate raced = new Gate(() -> alive.set(false));
            Thread worker = new Thread(() -> {
                while (raced.enter()) {
                    if (!alive.get()) {
                        hurt.set(true);
                    }
                    raced.leave();
                }
            });
            worker.start();
            raced.close();
            assertFalse(alive.get());
            worker.join();
            assertFalse(hurt.get());
        }
    }
}
