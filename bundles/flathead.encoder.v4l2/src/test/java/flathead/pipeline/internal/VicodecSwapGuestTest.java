package flathead.pipeline.internal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.EncoderFactory;
import flathead.api.VideoFormat;
import flathead.encoder.v4l2.internal.TestEncoders;
import flathead.testkit.Await;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Swaps between two encoders of a real kernel's device while pictures flow. */
@Tag("guest")
@Timeout(120)
class VicodecSwapGuestTest {
    private static final int SWAPS = 6;

    @Test
    void noPictureIsLostWhenEncodersChange() {
        List<EncoderFactory> encoders = List.of(TestEncoders.vicodec(), TestEncoders.vicodec());
        HardwareSwaps swaps = new HardwareSwaps(new VideoFormat(Codec.I420, 640, 360, 10), encoders.get(0)) { };
        try {
            swaps.run(encoders.get(1), "second", 0);
            for (int i = 0; i < SWAPS; i++) {
                swaps.feed(8);
                String better = i % 2 == 0 ? "second" : "first";
                swaps.run(encoders.get(1 - i % 2), better, 20 + i);
                Await.until(better + " is taken", () -> better.equals(swaps.slot.name()));
                assertTrue(swaps.keyframes().size() > i, swaps.keyframes()::toString);
            }
            swaps.feed(8);
            swaps.assertAllCameOutInOrder();
            System.out.printf("guest: %d live swaps in the slot: of %d pictures %d accepted, all out in order,"
                + " keyframes at %s%n", SWAPS, 8 * (SWAPS + 1), swaps.accepted(), swaps.keyframes());
        } finally {
            swaps.close();
        }
    }
}
