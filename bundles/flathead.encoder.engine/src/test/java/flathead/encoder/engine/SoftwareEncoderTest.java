package flathead.encoder.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.EncodedFrame;
import flathead.api.EncoderSettings;
import flathead.api.Feedback;
import flathead.api.Frame;
import flathead.api.FrameInput;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.Memory;
import flathead.api.Pool;
import flathead.api.Stats;
import flathead.api.VideoFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the encoder makes of an engine that is late, loses pictures, breaks, or cannot change its rate. */
class SoftwareEncoderTest {
    private static final VideoFormat FORMAT = new VideoFormat(Codec.I420, 64, 48, 30);
    private static final int RATE = 500_000;

    private final FakeEngines engines = new FakeEngines();
    private final Pool<Frame> source = Pool.ofFrames(FORMAT, 2);
    private final Output output = new Output();
    private SoftwareEncoder encoder;
    private long next = 100;

    private void open() throws MediaException {
        encoder = new SoftwareEncoder(engines, FORMAT, new EncoderSettings(RATE, 0), output);
    }

    @AfterEach
    void everythingIsGivenBack() {
        if (encoder != null) {
            encoder.close();
        }
        assertEquals(0, source.inFlight());
        assertEquals(0, engines.open);
    }

    private boolean offer() {
        try (Frame frame = source.tryTake()) {
            frame.set(next, 10 * next);
            next++;
            return encoder.offer(frame);
        }
    }

    private void feed(int count) {
        for (int i = 0; i < count; i++) {
            assertTrue(offer());
        }
    }

    private void assertStats(long in, long out, long dropped, int inFlight) {
        Stats stats = encoder.stats();
        assertEquals(List.of(in, out, dropped, (long) inFlight),
            List.of(stats.in(), stats.out(), stats.dropped(), (long) stats.inFlight()), "in, out, dropped, in flight");
    }

    @Test
    void aLateEngineIsDrainedAndThenReplaced() throws MediaException {
        engines.delay = 3;
        open();
        feed(5);
        assertStats(5, 2, 0, 3);
        assertTrue(encoder.drain(0));
        assertStats(5, 5, 0, 0);
        assertEquals(List.of(100L, 101L, 102L, 103L, 104L), output.sequences);
        feed(4);
        assertStats(9, 6, 0, 3);
        assertEquals(List.of(100L, 105L), output.keyframes, "the engine was opened again");
        encoder.close();
        assertStats(9, 6, 3, 0);
    }

    @Test
    void aLateEngineThatCannotChangeItsRateLosesNothing() throws MediaException {
        engines.delay = 2;
        engines.changesRate = false;
        open();
        feed(4);
        encoder.limitBitrate(200_000);
        feed(3);
        encoder.drain(0);
        assertEquals(List.of(100L, 101L, 102L, 103L, 104L, 105L, 106L), output.sequences);
        assertEquals(List.of(100L, 104L), output.keyframes);
        assertEquals(List.of(RATE, 200_000), engines.rates);
    }

    @Test
    void theLowerOfSettingsAndLimitRulesAboveTheFloor() throws MediaException {
        open();
        encoder.limitBitrate(2 * RATE);
        feed(1);
        encoder.limitBitrate(Feedback.NOTHING);
        feed(2);
        encoder.limitBitrate(Feedback.UNLIMITED);
        encoder.apply(new EncoderSettings(2 * RATE, 0));
        feed(1);
        encoder.limitBitrate(RATE);
        encoder.limitBitrate(3 * RATE);
        feed(1);
        assertEquals(List.of(RATE, EncoderSettings.MIN_BITRATE, 2 * RATE), engines.rates);
    }

    @Test
    void aPictureThatTheEngineSwallowsIsCountedAndFollowedByAKeyframe() throws MediaException {
        engines.loses = 2;
        open();
        feed(6);
        assertEquals(List.of(100L, 101L, 103L, 104L, 105L), output.sequences);
        assertEquals(List.of(100L, 104L), output.keyframes);
        assertStats(6, 5, 1, 0);
    }

    @Test
    void aUnitThatDoesNotFitIsCountedAndFollowedByAKeyframe() throws MediaException {
        open();
        feed(2);
        engines.unitSize = 10_000_000;
        feed(1);
        engines.unitSize = 64;
        feed(2);
        assertEquals(List.of(100L, 101L, 103L, 104L), output.sequences);
        assertEquals(List.of(100L, 103L), output.keyframes);
        assertStats(5, 4, 1, 0);
    }

    @Test
    void aBrokenEngineIsToldOnce() throws MediaException {
        engines.breaksAt = 2;
        open();
        feed(3);
        assertEquals(List.of("fake broke at picture 2"), output.failures);
        assertFalse(offer());
        assertFalse(offer());
        assertEquals(1, output.failures.size());
        assertStats(5, 2, 3, 0);
    }

    @Test
    void anEngineThatCannotBeReplacedIsToldAsBroken() throws MediaException {
        engines.changesRate = false;
        open();
        feed(1);
        engines.refuses = true;
        encoder.limitBitrate(200_000);
        assertFalse(offer());
        assertEquals(1, output.failures.size());
        assertTrue(output.failures.get(0).contains("refused"), output.failures.get(0));
        assertStats(2, 1, 1, 0);
    }

    @Test
    void whatCannotBeOpenedLeavesNothing() {
        engines.refuses = true;
        assertThrows(MediaException.class, this::open);
    }

    @Test
    void anOutputThatThrowsCostsNoPicture() throws MediaException {
        open();
        output.fault = new IllegalStateException("a bug downstream");
        for (int i = 0; i < 40; i++) {
            assertThrows(IllegalStateException.class, this::offer);
        }
        output.fault = null;
        assertTrue(offer());
        assertStats(41, 41, 0, 0);
    }

    @Test
    void memoryTooSmallForTheFormatIsNotTouched() throws MediaException {
        assertRefused(64, 64, 32, 32);
    }

    @Test
    void chromaOfTwoStridesIsNotTouched() throws MediaException {
        assertRefused(64 * 48, 64, 32, 40);
    }

    @Test
    void linesShorterThanThePictureAreNotTouched() throws MediaException {
        assertRefused(64 * 48, 60, 32, 32);
    }

    private void assertRefused(int bytes, int... strides) throws MediaException {
        open();
        ByteBuffer plane = ByteBuffer.allocateDirect(bytes);
        Memory memory = new Memory(new ByteBuffer[] {plane, plane, plane}, strides, Memory.NO_DMABUF);
        Pool<Frame> bad = Pool.ofFrames(FORMAT, List.of(memory), index -> { });
        try (Frame frame = bad.tryTake()) {
            frame.set(1, 1);
            assertFalse(encoder.offer(frame));
        }
        feed(1);
        assertStats(2, 1, 1, 0);
    }

    /** Notes what comes. */
    private static final class Output implements FrameInput {
        private final List<Long> sequences = new ArrayList<>();
        private final List<Long> keyframes = new ArrayList<>();
        private final List<String> failures = new ArrayList<>();
        private RuntimeException fault;

        @Override
        public boolean offer(Media media) {
            if (fault != null) {
                throw fault;
            }
            sequences.add(media.sequence());
            if (((EncodedFrame) media).keyframe()) {
                keyframes.add(media.sequence());
            }
            assertEquals(10 * media.sequence(), media.captureNanos());
            return true;
        }

        @Override
        public void failed(MediaException cause) {
            failures.add(cause.getMessage());
        }
    }
}
