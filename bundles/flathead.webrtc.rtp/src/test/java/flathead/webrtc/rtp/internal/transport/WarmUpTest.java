package flathead.webrtc.rtp.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.MediaException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private static final int DEADLINE_MILLIS = 5_000;

    @Test
    void anIdentityIsMade() throws Exception {
        assertNotNull(new WarmUp().call().fingerprint());
    }

    /** Broken off early, in the midst and late: nothing of it is left when end returns. */
    @Test
    void whoeverIsBrokenOffLeavesNoThread() throws Exception {
        for (int micros = 0; micros < 100_000; micros += 2_000) {
            WarmUp warmUp = new WarmUp();
            FutureTask<Identity> task = new FutureTask<>(warmUp);
            Thread thread = new Thread(task, "warm-up");
            thread.start();
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(micros));
            warmUp.end(DEADLINE_MILLIS);
            assertTrue(Thread.getAllStackTraces().keySet().stream()
                .noneMatch(left -> left.getName().equals("flathead-rtp-warmup-client")), "after " + micros + " us");
            try {
                task.get(DEADLINE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                assertEquals(MediaException.class, e.getCause().getClass());
            }
        }
    }
}
