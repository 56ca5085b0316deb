package flathead.source.libcamera.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The numbers of pictures, and which of them are wanted. */
class NumbersTest {
    @Test
    void whatTheSensorLeavesOutIsMissing() {
        Gaps gaps = new Gaps(10);
        assertEquals(0, gaps.comes(5, 100));
        assertEquals(0, gaps.number());
        assertEquals(0, gaps.comes(6, 110));
        assertEquals(2, gaps.comes(9, 140));
        assertEquals(4, gaps.number());
    }

    @Test
    void aStarvingCameraMissesByTheClock() {
        Gaps gaps = new Gaps(10);
        assertEquals(0, gaps.starves(50), "nothing is due before the first");
        gaps.comes(0, 100);
        assertEquals(0, gaps.starves(115));
        assertEquals(2, gaps.starves(130));
        assertEquals(0, gaps.starves(135));
        assertEquals(1, gaps.comes(1, 140), "the sensor did not count them");
        assertEquals(4, gaps.number());
        assertEquals(0, gaps.comes(2, 150));
        assertEquals(5, gaps.number());
    }

    @Test
    void skippedPicturesAreNotMissing() {
        Gaps gaps = new Gaps(10);
        gaps.comes(0, 100);
        gaps.skips(1);
        assertEquals(0, gaps.comes(2, 120));
        assertEquals(1, gaps.number());
    }

    private static int wanted(long interval, long step, int pictures) {
        Pace pace = new Pace(interval);
        int wanted = 0;
        for (int i = 0; i < pictures; i++) {
            if (pace.wants(1000 + i * step)) {
                wanted++;
            }
        }
        return wanted;
    }

    @Test
    void aFastCameraIsThinnedToTheRate() {
        assertEquals(60, wanted(33, 20, 100), 1);
        assertEquals(50, wanted(40, 20, 100), 1);
    }

    @Test
    void aSlowCameraGivesAllItHas() {
        assertEquals(100, wanted(33, 40, 100));
        assertEquals(100, wanted(33, 33, 100));
        assertEquals(100, wanted(33, 32, 100), 4);
    }

    @Test
    void aGapIsNotMadeUpFor() {
        Pace pace = new Pace(100);
        pace.wants(0);
        assertEquals(true, pace.wants(1000));
        assertEquals(false, pace.wants(1030));
        assertEquals(true, pace.wants(1100));
    }
}
