package flathead.webrtc.rtp.internal.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.EncodedFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PicturePoolTest {
    private static final int MOST = 640 * 480;

    private final PicturePool pool = new PicturePool();

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void thereIsRoomForTheLargestAccessUnitThatComes() {
        pool.size(new SequenceParameterSet(0, 640, 480), 30);
        try (EncodedFrame small = pool.take(10_000)) {
            int before = small.data().capacity();
            small.data().put(0, (byte) 7);
            try (EncodedFrame large = pool.take(before + 1)) {
                assertTrue(large.data().capacity() > before, "a roomier pool");
            }
            assertEquals(7, small.data().get(0), "who holds one of the old pool's keeps it");
        }
        try (EncodedFrame largest = pool.take(MOST)) {
            assertEquals(MOST, largest.data().capacity());
        }
        assertNull(pool.take(MOST + 1));
        assertEquals(0, pool.inFlight());
    }

    @Test
    void soManyAndNoMoreAreOut() {
        assertNull(pool.take(1), "before any keyframe");
        pool.size(new SequenceParameterSet(0, 640, 480), 30);
        List<EncodedFrame> held = new ArrayList<>();
        for (int i = 0; i < PicturePool.PICTURES; i++) {
            held.add(Objects.requireNonNull(pool.take(1)));
        }
        assertNull(pool.take(1));
        held.forEach(EncodedFrame::close);
        assertEquals(0, pool.inFlight());
    }
}
