package flathead.webrtc.rtp.internal.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FreezesTest {
    private final Freezes freezes = new Freezes();
    private long millis = -5_000;

    /** So many pictures, each so much after the one before. */
    private void pictures(int count, int gapMillis) {
        for (int i = 0; i < count; i++) {
            millis += gapMillis;
            freezes.picture(millis * 1_000_000);
        }
    }

    @Test
    void aGapIsOneIfItIsLongerThanTheMeanAnd150Millis() {
        pictures(40, 33);
        pictures(1, 183);
        assertEquals(0, freezes.count());
        pictures(30, 33);
        pictures(1, 184);
        assertEquals(1, freezes.count());
    }

    @Test
    void andLongerThanThreeMeans() {
        pictures(40, 100);
        pictures(1, 300);
        assertEquals(0, freezes.count());
        pictures(40, 100);
        pictures(1, 301);
        assertEquals(1, freezes.count());
    }

    @Test
    void aLongOneDoesNotHideTheNext() {
        pictures(40, 33);
        pictures(1, 10_000);
        pictures(2, 33);
        pictures(1, 250);
        assertEquals(2, freezes.count());
    }

    @Test
    void aSlowerStreamDoesNotFreezeForEver() {
        pictures(40, 33);
        pictures(300, 500);
        long atFirst = freezes.count();
        pictures(300, 500);
        assertEquals(atFirst, freezes.count());
    }

    @Test
    void theFirstPicturesAreNoMean() {
        pictures(1, 10);
        pictures(2, 1);
        pictures(1, 700);
        assertEquals(0, freezes.count());
    }
}
