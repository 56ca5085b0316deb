package flathead.webrtc.rtp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Feedback;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WishesTest {
    private final List<String> told = new ArrayList<>();
    private final Wishes wishes = new Wishes(new Feedback() {
        @Override
        public void requestKeyframe() {
            told.add("keyframe");
        }

        @Override
        public void limitBitrate(int bitsPerSecond) {
            told.add("limit " + bitsPerSecond);
        }
    });

    private List<String> told() {
        wishes.tell();
        assertFalse(wishes.pending());
        List<String> now = List.copyOf(told);
        told.clear();
        return now;
    }

    @Test
    void nothingIsWishedBeforeMediaCanFlow() {
        wishes.limitBitrate(500_000);
        wishes.requestKeyframe();
        assertFalse(wishes.pending());
        assertEquals(List.of(), told());
        wishes.open();
        assertTrue(wishes.pending());
        assertEquals(List.of("limit 500000", "keyframe"), told());
        assertEquals(List.of(), told(), "each is told once");
    }

    @Test
    void anInterruptionPausesAndBeginsWithAKeyframe() {
        wishes.open();
        assertEquals(List.of("limit " + Feedback.UNLIMITED, "keyframe"), told());
        wishes.shut();
        assertTrue(wishes.pending());
        wishes.limitBitrate(300_000);
        assertEquals(List.of("limit " + Feedback.NOTHING), told());
        wishes.open();
        assertEquals(List.of("limit 300000", "keyframe"), told());
    }

    @Test
    void manyWishesAreOne() {
        wishes.open();
        told();
        for (int i = 1; i < 100; i++) {
            wishes.requestKeyframe();
            wishes.limitBitrate(i);
        }
        assertEquals(List.of("limit 99", "keyframe"), told());
    }
}
