package flathead.webrtc.libwebrtc.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.onvoid.webrtc.media.video.VideoFrame;
import flathead.api.Feedback;
import flathead.api.FrameInput;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.StreamId;
import flathead.testkit.FakeClock;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameTapTest {
    private final FakeClock clock = new FakeClock();
    private final List<FrameTap> detached = new ArrayList<>();
    private final FakePicture picture = new FakePicture(640, 480, 0);

    private FrameTap tap(FrameInput out) {
        return new FrameTap(StreamId.local("left"), out, clock, detached::add, () -> null, () -> null);
    }

    /** Offers it, and expects it to be released. */
    private void push(FrameTap tap) {
        int before = picture.released;
        tap.onVideoFrame(new VideoFrame(picture, 1));
        assertEquals(before + 1, picture.released);
    }

    @Test
    void stampsTheArrivalAndCountsFromZero() {
        List<String> seen = new ArrayList<>();
        FrameTap tap = tap(media -> seen.add(media.sequence() + "@" + (media.captureNanos() - clock.nanos())));
        push(tap);
        clock.advanceMillis(33);
        push(tap);
        assertEquals(List.of("0@0", "1@0"), seen);
        assertEquals(2, tap.stats().out());
    }

    @Test
    void countsWhatIsNotTakenAndWhatFindsNoRoom() {
        List<Media> held = new ArrayList<>();
        FrameTap tap = tap(media -> {
            media.retain();
            held.add(media);
            return held.size() != 2;
        });
        for (int i = 0; i < Pictures.POOL + 3; i++) {
            push(tap);
        }
        assertEquals(Pictures.POOL, held.size());
        assertEquals(Pictures.POOL + 3, tap.stats().in());
        assertEquals(Pictures.POOL - 1, tap.stats().out());
        assertEquals(4, tap.stats().dropped());
        assertEquals(Pictures.POOL, tap.stats().inFlight());
        held.forEach(Media::close);
        held.clear();
        push(tap);
        assertEquals(Pictures.POOL + 3, held.get(0).sequence(), "the gap shows what was dropped");
        held.get(0).close();
        assertEquals(0, tap.stats().inFlight());
    }

    @Test
    void nothingIsThrownIntoLibwebrtcAndTheReceiverIsToldOnce() {
        List<String> told = new ArrayList<>();
        FrameTap tap = tap(new FrameInput() {
            @Override
            public boolean offer(Media media) {
                throw new IllegalStateException("a bug\nof somebody");
            }

            @Override
            public void failed(MediaException cause) {
                told.add(cause.getMessage());
            }
        });
        push(tap);
        push(tap);
        assertEquals(List.of("a picture could not be passed on: a bug of somebody"), told);
        assertEquals(0, tap.stats().inFlight());
        assertFalse(NativeCallback.inside());
    }

    @Test
    void sizesThatNobodyCarriesAreDropped() {
        FrameTap tap = tap(media -> true);
        FakePicture tiny = new FakePicture(14, 14, 0);
        tap.onVideoFrame(new VideoFrame(tiny, 1));
        push(tap);
        assertEquals(1, tiny.released);
        assertEquals(1, tap.stats().dropped());
        assertEquals(1, tap.stats().out());
        assertTrue(tap.isOpen());
    }

    @Test
    void afterCloseNothingIsOfferedAndEverythingReleased() {
        List<Long> seen = new ArrayList<>();
        FrameTap tap = tap(media -> seen.add(media.sequence()));
        push(tap);
        tap.close();
        tap.close();
        push(tap);
        tap.ended(new MediaException("late"));
        assertEquals(List.of(0L), seen);
        assertEquals(List.of(tap), detached);
    }

    @Test
    void knowsThatItIsInsideACallback() {
        List<Boolean> inside = new ArrayList<>();
        FrameTap tap = tap(media -> inside.add(NativeCallback.inside()));
        push(tap);
        assertEquals(List.of(true), inside);
        assertFalse(NativeCallback.inside());
    }

    @Test
    void aPausedOneOffersNothingAndCountsNothing() {
        FrameTap tap = tap(media -> true);
        tap.limitBitrate(Feedback.NOTHING);
        push(tap);
        assertEquals(0, tap.stats().in());
        tap.limitBitrate(1_000_000);
        push(tap);
        assertEquals(1, tap.stats().out());
        assertNull(tap.stats().network());
    }

    @Test
    void allocatesNothingItself() {
        FrameTap tap = tap(media -> true);
        VideoFrame frame = new VideoFrame(picture, 1);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < 2_000; i++) {
            tap.onVideoFrame(frame);
        }
        int frames = 2_000;
        long nanos = System.nanoTime();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < frames; i++) {
            tap.onVideoFrame(frame);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        nanos = System.nanoTime() - nanos;
        System.out.printf("640x480: %d bytes allocated in %d pictures, %.0f us a picture%n", allocated, frames,
            nanos / 1e3 / frames);
        assertTrue(allocated < frames, () -> allocated + " bytes in " + frames + " pictures");
    }
}
