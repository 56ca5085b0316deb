package flathead.snapshot.internal;

import flathead.testkit.Await;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TicksTest {
    @Test
    void whatFailsIsTriedAgain() {
        AtomicInteger calls = new AtomicInteger();
        try (Ticks ticks = new Ticks(() -> {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("as the test has it");
            }
            return false;
        })) {
            ticks.begin();
            Await.until("it is called once more", () -> calls.get() > 1);
        }
    }
}
