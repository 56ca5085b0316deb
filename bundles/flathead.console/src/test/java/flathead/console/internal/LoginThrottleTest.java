package flathead.console.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.FakeClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
    private static final long SECOND = 1_000_000_000L;

    private final FakeClock clock = new FakeClock();
    private final LoginThrottle throttle = new LoginThrottle(clock);

    private void fail(String client, int times, boolean stranger) {
        for (int i = 0; i < times; i++) {
            assertTrue(throttle.admit(client, stranger), "failure " + i);
        }
    }

    @Test
    void fiveFailuresAreFreeThenEachWaitIsTwiceTheLastToAMinute() {
        fail("a", LoginThrottle.FREE, false);
        for (long seconds : new long[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            assertEquals(seconds * SECOND, throttle.waitNanos("a", false));
            assertFalse(throttle.admit("a", false));
            clock.advance(seconds * SECOND - 1);
            assertFalse(throttle.admit("a", false), "a nanosecond early");
            clock.advance(1);
            assertTrue(throttle.admit("a", false), "after " + seconds + " s");
        }
    }

    @Test
    void whoMustWaitIsNotCounted() {
        fail("a", LoginThrottle.FREE, false);
        for (int i = 0; i < 100; i++) {
            assertFalse(throttle.admit("a", false));
        }
        assertEquals(SECOND, throttle.waitNanos("a", false));
    }

    @Test
    void successAndAQuarterOfAnHourForgive() {
        fail("a", LoginThrottle.FREE, false);
        clock.advance(SECOND);
        assertTrue(throttle.admit("a", false));
        throttle.succeeded("a", false);
        fail("a", LoginThrottle.FREE, false);
        assertFalse(throttle.admit("a", false));
        clock.advance(900 * SECOND + 1);
        fail("a", LoginThrottle.FREE, false);
    }

    @Test
    void strangersTogetherHaveThirtyAndOneMoreEveryTwoSeconds() {
        for (int i = 0; i < LoginThrottle.BURST; i++) {
            assertTrue(throttle.admit("address " + i, true));
        }
        assertFalse(throttle.admit("address new", true));
        assertEquals(2 * SECOND, throttle.waitNanos("address new", true));
        clock.advance(2 * SECOND);
        assertTrue(throttle.admit("address new", true));
        assertFalse(throttle.admit("address newer", true));
        clock.advance(3600 * SECOND);
        for (int i = 0; i < LoginThrottle.BURST; i++) {
            assertTrue(throttle.admit("later " + i, true));
        }
        assertFalse(throttle.admit("later", true), "no more than thirty are saved up");
    }

    @Test
    void whoWasLetInBeforeIsNotLockedOutByStrangers() {
        for (int i = 0; i < LoginThrottle.BURST; i++) {
            throttle.admit("address " + i, true);
        }
        assertEquals(0, throttle.waitNanos("browser x", false));
        assertTrue(throttle.admit("browser x", false));
    }

    @Test
    void aRightGuessOfAStrangerGivesItsTurnBack() {
        for (int i = 0; i < 10 * LoginThrottle.BURST; i++) {
            assertTrue(throttle.admit("address " + i, true));
            throttle.succeeded("address " + i, true);
        }
        assertEquals(0, throttle.size());
    }

    @Test
    void memoryIsBounded() {
        for (int i = 0; i < 10 * LoginThrottle.MAX_CLIENTS; i++) {
            throttle.admit("browser " + i, false);
        }
        assertEquals(LoginThrottle.MAX_CLIENTS, throttle.size());
    }

    @Test
    void manyAtOnceAreCountedOneByOne() throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        AtomicInteger admitted = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            Thread thread = new Thread(() -> {
                try {
                    start.await();
                } catch (InterruptedException e) {
                    return;
                }
                for (int j = 0; j < 100; j++) {
                    if (throttle.admit("a", true)) {
                        admitted.incrementAndGet();
                    }
                }
            });
            thread.start();
            threads.add(thread);
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(LoginThrottle.FREE, admitted.get());
    }
}
