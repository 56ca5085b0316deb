package flathead.pipeline.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DroppedTest {
    private final Dropped dropped = new Dropped();

    private void drop(int pictures) {
        for (int i = 0; i < pictures; i++) {
            dropped.one();
        }
    }

    @Test
    void tellsEachOnce() {
        drop(2);
        assertEquals(2, dropped.toTell());
        assertEquals(0, dropped.toTell());
        drop(1);
        assertEquals(1, dropped.toTell());
        assertEquals(3, dropped.count());
        assertFalse(dropped.waits());
    }

    @Test
    void whatPassesByBeforeTheFirstKeyframeIsCountedAndNotTold() {
        dropped.begins();
        drop(3);
        assertEquals(0, dropped.toTell());
        dropped.begun();
        assertEquals(0, dropped.toTell());
        drop(1);
        assertEquals(1, dropped.toTell());
        assertEquals(4, dropped.count());
    }

    @Test
    void aKeyframeThatDoesNotComeIsTold() {
        dropped.begins();
        assertEquals(0, dropped.toTell(), "nothing passes by");
        drop(3);
        assertEquals(0, dropped.toTell());
        drop(30);
        assertEquals(33, dropped.toTell());
        assertTrue(dropped.waits());
        drop(30);
        assertEquals(30, dropped.toTell());
        drop(5);
        dropped.begun();
        assertEquals(0, dropped.toTell());
        assertFalse(dropped.waits());
    }

    @Test
    void whoWantsNothingForAWhileBeginsAnew() {
        dropped.begins();
        drop(1);
        dropped.begun();
        assertEquals(0, dropped.toTell());
        dropped.begins();
        assertEquals(0, dropped.toTell());
        drop(1);
        assertEquals(0, dropped.toTell());
        dropped.begun();
        assertEquals(0, dropped.toTell());
    }
}
