package flathead.webrtc.libwebrtc.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.MediaException;
import flathead.testkit.Await;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LaneTest {
    private final Lane lane = new Lane("test-lane");

    @AfterEach
    void close() {
        lane.close();
    }

    @Test
    void callsOnItsThreadAndInlineWhenThere() throws MediaException {
        assertFalse(lane.isHere());
        assertEquals("test-lane", lane.call(() -> lane.call(() -> Thread.currentThread().getName())));
    }

    @Test
    void anErrorInPostedWorkDoesNotEndIt() throws MediaException {
        lane.post(() -> {
            throw new IllegalStateException("expected in the log of this test");
        });
        assertTrue(lane.call(lane::isHere));
    }

    @Test
    void tellsWhatTheWorkThrew() {
        assertEquals("no", assertThrows(MediaException.class, () -> lane.call(() -> {
            throw new MediaException("no");
        })).getMessage());
        assertEquals("bug of two lines", assertThrows(MediaException.class, () -> lane.call(() -> {
            throw new IllegalStateException("bug of\ntwo lines");
        })).getMessage());
    }

    @Test
    void finishWaitsOutsideACallbackAndNotInside() {
        List<String> done = new CopyOnWriteArrayList<>();
        lane.finish(() -> done.add("outside"));
        assertEquals(List.of("outside"), done);
        CountDownLatch busy = new CountDownLatch(1);
        lane.post(() -> {
            try {
                busy.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        NativeCallback.enter();
        try {
            lane.finish(() -> done.add("inside"));
            assertEquals(List.of("outside"), done);
        } finally {
            NativeCallback.exit();
            busy.countDown();
        }
        Await.until("done", () -> done.size() == 2);
    }

    @Test
    void closedItRefusesAndDropsAndDoesNotWait() {
        lane.close();
        lane.close();
        lane.post(() -> { });
        assertTrue(assertThrows(MediaException.class, () -> lane.call(() -> 1)).getMessage().contains("closed"));
    }
}
