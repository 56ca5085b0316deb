package flathead.encoder.v4l2.internal;

import flathead.testkit.InGuest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * Runs the tests with the tag {@code guest}, those that need a device, in a guest (see {@code guest/run}): once with
 * vicodec's single-planar interface and once with the multi-planar one, both at a time. Each of them is a test here.
 */
@Timeout(600)
class GuestTest {
    private static final int LIMIT_SECONDS = 270;
    /** What FWHT has not: a rate, and keyframes on request alone. {@link Bcm2835ContractTest} has it. */
    private static final String WITHOUT = ".*VicodecContractGuestTest#(theFirstPictureIsAKeyframeAndNoneElseUnasked"
        + "|aKeyframeWishHoldsForTheNextPicture|theKeyframeIntervalIsKeptAndChangesLive|theRateIsKept"
        + "|settingsChangeTheRateLive|aLimitLowersTheRateAndLiftsAgain)\\b.*";

    @TestFactory
    @EnabledIf(value = "flathead.testkit.InGuest#isBuilt", disabledReason = InGuest.WITHOUT)
    Stream<DynamicTest> onTheDevicesOfARealKernel() {
        CompletableFuture<List<DynamicTest>> single = CompletableFuture.supplyAsync(() -> inGuest("single-planar", 0));
        List<DynamicTest> multi = inGuest("multi-planar", 1);
        return Stream.concat(single.join().stream(), multi.stream());
    }

    private static List<DynamicTest> inGuest(String name, int multiplanar) {
        try {
            return new InGuest(name, LIMIT_SECONDS).parameter("vicodec.multiplanar=" + multiplanar)
                .property("flathead.multiplanar", Boolean.toString(multiplanar == 1)).without(WITHOUT)
                .run(VicodecGuestTest.class, VicodecContractGuestTest.class, DmabufGuestTest.class,
                    HotPlugGuestTest.class, swap()).toList();
        } catch (Exception e) {
            throw new AssertionError(name + " did not run", e);
        }
    }

    /** It lies beside the slot that it swaps in. */
    private static Class<?> swap() throws ClassNotFoundException {
        return Class.forName("flathead.pipeline.internal.VicodecSwapGuestTest");
    }
}
