package flathead.session.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import flathead.api.StreamId;
import org.junit.jupiter.api.Test;

class NamesTest {
    private final Names names = new Names();

    @Test
    void aCameraKeepsItsNameWhenItComesBack() {
        StreamId first = names.take("10.0.0.1", "socket1", "left");
        names.release(first);
        StreamId second = names.take("10.0.0.1", "socket2", "left");
        assertEquals("left", second.name());
        assertEquals(1, first.generation());
        assertEquals(2, second.generation());
        assertEquals("socket2", second.client());
    }

    @Test
    void twoRobotsMayBothHaveALeft() {
        assertEquals("left", names.take("10.0.0.1", "a", "left").name());
        StreamId other = names.take("10.0.0.2", "b", "left");
        assertEquals("left-2", other.name());
        assertEquals("left", other.camera());
        names.release(other);
        assertEquals("left-2", names.take("10.0.0.2", "c", "left").name());
    }

    @Test
    void twoClientsOfOnePlaceDoNotShareAName() {
        assertEquals("left", names.take("10.0.0.1", "a", "left").name());
        assertNotEquals("left", names.take("10.0.0.1", "b", "left").name());
    }

    @Test
    void whoIsLongGoneIsForgotten() {
        StreamId kept = names.take("here", "a", "left");
        for (int i = 0; i < 2 * Names.REMEMBERED; i++) {
            names.release(names.take("10.0.1." + i, "b", "left"));
        }
        assertEquals("left", kept.name());
        assertEquals("left-2", names.take("elsewhere", "c", "left").name());
    }
}
