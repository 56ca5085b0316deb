package flathead.pipeline.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import flathead.api.Codec;
import flathead.api.EncodedFrame;
import flathead.api.Feedback;
import flathead.api.Frame;
import flathead.api.MediaException;
import flathead.api.Pool;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import flathead.testkit.Await;
import flathead.testkit.FakeClock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LaneTest {
    private static final VideoFormat H264 = new VideoFormat(Codec.H264, 64, 48, 30);
    private static final VideoFormat I420 = H264.as(Codec.I420);

    private final FakeClock clock = new FakeClock();
    private final FakeSink sink = new FakeSink(Codec.H264);
    private final AtomicInteger keyframesWanted = new AtomicInteger();
    private final AtomicInteger broken = new AtomicInteger();
    private final Pool<EncodedFrame> units = Pool.ofEncoded(H264, 32, 8);
    private final Pool<Frame> frames = Pool.ofFrames(I420, 32);
    private Lane lane;
    private long next;

    private Lane open(VideoFormat format) throws MediaException {
        lane = new Lane(sink, "uplink", "uplink", StreamId.local("test"), format, clock, new Lane.Owner() {
            @Override
            public void keyframeWanted() {
                keyframesWanted.incrementAndGet();
            }

            @Override
            public void limitChanged() {
            }

            @Override
            public void laneBroke(Lane which) {
                broken.incrementAndGet();
            }
        });
        return lane;
    }

    @AfterEach
    void givesEverythingBack() {
        sink.pace.release(1_000);
        lane.close();
        lane.close();
        assertEquals(0, units.inFlight());
        assertEquals(0, frames.inFlight());
        assertEquals(0, sink.open);
    }

    private boolean offer(boolean keyframe) {
        try (EncodedFrame unit = units.tryTake()) {
            unit.set(H264, next++, clock.advanceMillis(33), 8, keyframe);
            return lane.offer(unit);
        }
    }

    private boolean offerRaw() {
        try (Frame frame = frames.tryTake()) {
            frame.set(next++, clock.advanceMillis(33));
            return lane.offer(frame);
        }
    }

    @Test
    void beginsAtAKeyframe() throws MediaException {
        open(H264);
        assertFalse(offer(false));
        assertEquals(1, keyframesWanted.get());
        assertTrue(offer(true));
        assertTrue(offer(false));
        Await.until("both are there", () -> sink.sequences.equals(List.of(1L, 2L)));
    }

    @Test
    void aSlowSinkLosesEverythingUpToTheNextKeyframe() throws MediaException {
        sink.pace.drainPermits();
        open(H264);
        offer(true);
        Await.until("the sink is busy with the first", () -> lane.status().dropped() == 0 && units.inFlight() == 1);
        while (offer(false)) {
            assertTrue(next < 20, "the lane never fills");
        }
        long first = next - 1;
        assertFalse(offer(false));
        assertEquals(2, lane.status().dropped());
        assertTrue(keyframesWanted.get() >= 1);
        sink.pace.release(1_000);
        Await.until("what was queued is through", () -> sink.sequences.size() == first);
        assertFalse(offer(false));
        assertTrue(offer(true));
        Await.until("the keyframe is through", () -> sink.sequences.size() == first + 1);
        assertTrue(sink.keyframes.get((int) first));
    }

    @Test
    void aPromptSinkIsFedByTheThreadThatOffers() throws MediaException {
        sink.prompt = true;
        open(H264);
        assertFalse(offer(false));
        assertEquals(1, keyframesWanted.get());
        assertTrue(offer(true));
        assertTrue(offer(false));
        assertEquals(List.of(1L, 2L), sink.sequences);
        assertEquals(Thread.currentThread(), sink.offering);
        sink.doesNotTake = true;
        assertFalse(offer(false));
        sink.doesNotTake = false;
        assertFalse(offer(false));
        assertTrue(offer(true));
        assertEquals(2, lane.status().dropped());
    }

    @Test
    void aPromptSinkGetsEveryRawPicture() throws MediaException {
        sink.prompt = true;
        open(I420);
        for (int i = 0; i < 10; i++) {
            assertTrue(offerRaw());
        }
        assertEquals(10, sink.sequences.size());
        assertEquals(0, frames.inFlight());
    }

    @Test
    void aPromptSinkThatBreaksIsLeft() throws MediaException {
        sink.prompt = true;
        sink.breaks = true;
        open(H264);
        assertFalse(offer(true));
        assertEquals(1, broken.get());
        assertFalse(offer(true));
        assertEquals(1, broken.get());
    }

    @Test
    void closingAPromptSinkWaitsForWhoIsInIt() throws Exception {
        sink.prompt = true;
        sink.pace.drainPermits();
        open(H264);
        Thread offering = new Thread(() -> offer(true));
        offering.start();
        Await.until("a picture in the sink", () -> sink.offering == offering);
        Thread closing = new Thread(lane::close);
        closing.start();
        Await.until("the other waits", () -> closing.getState() == Thread.State.TIMED_WAITING);
        assertEquals(1, sink.open);
        sink.pace.release();
        closing.join(20_000);
        offering.join(20_000);
        assertEquals(0, sink.open);
        assertEquals(1, sink.sequences.size());
    }

    @Test
    void whoComesLateIsNotCalledSlow() throws MediaException {
        Logger logger = (Logger) LoggerFactory.getLogger(Lane.class);
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        logger.addAppender(logged);
        try {
            sink.pace.drainPermits();
            open(H264);
            offer(false);
            lane.report();
            offer(true);
            lane.report();
            assertEquals(1, lane.status().dropped());
            assertEquals(List.of(), logged.list);
            while (offer(false)) {
                assertTrue(next < 20, "the lane never fills");
            }
            lane.report();
            lane.limitBitrate(Feedback.NOTHING);
            offer(false);
            lane.limitBitrate(Feedback.UNLIMITED);
            offer(false);
            lane.report();
            offer(false);
            lane.report();
            assertEquals(List.of("test: the uplink sink was too slow for 1 pictures",
                "test: 2 pictures were left out by the uplink sink, which waits for a keyframe"),
                logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList());
        } finally {
            logger.detachAppender(logged);
        }
    }

    @Test
    void afterARefusalOnlyAKeyframeHelps() throws MediaException {
        open(H264);
        sink.doesNotTake = true;
        offer(true);
        Await.until("refused", () -> units.inFlight() == 0);
        sink.doesNotTake = false;
        Await.until("the next is dropped", () -> !offer(false));
        assertTrue(offer(true));
        Await.until("the keyframe is through", () -> sink.keyframes.contains(true));
    }

    @Test
    void ofRawPicturesTheLatestWins() throws MediaException {
        sink.pace.drainPermits();
        open(I420);
        offerRaw();
        Await.until("the sink is busy with the first", () -> frames.inFlight() == 1);
        for (int i = 0; i < 5; i++) {
            assertTrue(offerRaw());
        }
        sink.pace.release(1_000);
        Await.until("the latest is through", () -> sink.sequences.contains(5L));
        assertTrue(sink.sequences.size() <= 3, () -> sink.sequences.toString());
    }

    @Test
    void whoWantsEveryRawPictureGetsThemInOrder() throws MediaException {
        sink.rawDepth = 3;
        sink.pace.drainPermits();
        open(I420);
        offerRaw();
        Await.until("the sink is busy with the first", () -> lane.waiting() == 0);
        for (int i = 0; i < 3; i++) {
            assertTrue(offerRaw());
        }
        assertFalse(offerRaw());
        assertEquals(1, lane.status().dropped());
        sink.pace.release(1_000);
        Await.until("all that found room", () -> sink.sequences.equals(List.of(0L, 1L, 2L, 3L)));
    }

    @Test
    void aRawDepthOutOfRangeIsRefused() throws MediaException {
        sink.rawDepth = VideoSink.MAX_RAW_DEPTH + 1;
        MediaException refusal = assertThrows(MediaException.class, () -> open(I420));
        assertTrue(refusal.getMessage().contains("raw depth of 9; allowed is 1 to 8"), refusal.getMessage());
        sink.rawDepth = 1;
        open(I420);
    }

    @Test
    void aPausedSinkGetsNothingAndGoesOnAtAKeyframe() throws MediaException {
        open(H264);
        offer(true);
        Await.until("the first", () -> sink.sequences.size() == 1);
        sink.upstream.limitBitrate(Feedback.NOTHING);
        assertFalse(lane.wantsPictures());
        assertFalse(offer(false));
        sink.upstream.limitBitrate(Feedback.UNLIMITED);
        assertFalse(offer(false));
        assertTrue(offer(true));
        Await.until("the keyframe", () -> sink.sequences.equals(List.of(0L, 3L)));
    }

    @Test
    void wishesForKeyframesAreCoalesced() throws MediaException {
        open(H264);
        for (int i = 0; i < 50; i++) {
            sink.upstream.requestKeyframe();
        }
        assertEquals(1, keyframesWanted.get());
        clock.advanceMillis(200);
        sink.upstream.requestKeyframe();
        assertEquals(2, keyframesWanted.get());
    }

    @Test
    void tellsWhenItsSinkBreaks() throws MediaException {
        open(H264);
        sink.breaks = true;
        offer(true);
        Await.until("told", () -> broken.get() == 1);
        assertFalse(offer(true));
    }
}
