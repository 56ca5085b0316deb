package flathead.pipeline.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.VideoFormat;
import flathead.encoder.v4l2.internal.TestEncoders;
import flathead.testkit.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A device that breaks or goes costs no picture: the next best encoder makes what it held. */
@Timeout(60)
class FakeHardwareSwapTest {
    private final TestEncoders.Fake hardware = new TestEncoders.Fake();
    private final TestEncoders.Fake other = new TestEncoders.Fake();
    private final HardwareSwaps swaps = new HardwareSwaps(new VideoFormat(Codec.I420, 320, 240, 15),
        hardware.factory()) { };

    @AfterEach
    void close() {
        swaps.close();
    }

    private void startBoth() {
        swaps.run(other.factory(), "other", 0);
        swaps.feed(6);
        Await.until("it is in use", () -> "first".equals(swaps.slot.name()));
    }

    private void assertTheOtherGoesOn() {
        swaps.feed(15);
        swaps.assertAllCameOutInOrder();
        assertEquals("other", swaps.slot.name());
        assertTrue(swaps.keyframes().size() >= 2, swaps.keyframes()::toString);
    }

    @Test
    void whenItIsPulledOut() {
        startBoth();
        hardware.unplug();
        assertTheOtherGoesOn();
    }

    @Test
    void whenItGivesNothingBack() {
        startBoth();
        hardware.hang();
        assertTheOtherGoesOn();
    }

    @Test
    void whenItsServiceGoes() {
        startBoth();
        swaps.running.remove(hardware.factory());
        assertTrue(swaps.slot.awaitGone(hardware.factory(), 5_000));
        assertTheOtherGoesOn();
    }

    @Test
    void whenABetterOneComes() {
        swaps.feed(6);
        swaps.run(other.factory(), "other", 20);
        Await.until("it is taken", () -> "other".equals(swaps.slot.name()));
        assertTheOtherGoesOn();
    }
}
