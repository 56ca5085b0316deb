package flathead.source.mock.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.Frame;
import flathead.api.Pool;
import flathead.api.VideoFormat;
import flathead.source.mock.internal.card.Look;
import flathead.source.mock.internal.card.TestCard;
import flathead.source.mock.internal.card.View;
import flathead.testkit.Allocations;
import flathead.testkit.Frames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestCardTest {
    private static final VideoFormat VGA = new VideoFormat(Codec.I420, 640, 480, 30);
    private static final long SECOND = 1_000_000_000L;

    private static TestCard card(VideoFormat format, int camera, double brightness) {
        return new TestCard(format, camera == 0 ? "left" : "right", String.valueOf(camera), camera,
            View.of(Look.bright(brightness)));
    }

    private static Frame frame(VideoFormat format) {
        return Pool.ofFrames(format, 1).tryTake();
    }

    private static long hash(TestCard card, Frame frame, long sequence, long due, long wall) {
        card.paint(frame, sequence, due, wall);
        return Frames.hash(frame);
    }

    @Test
    void theSameMomentGivesTheSamePicture() {
        Frame fresh = frame(VGA);
        long expected = hash(card(VGA, 0, 0), fresh, 77, 123 * SECOND + 456, 9_999);
        TestCard other = card(VGA, 0, 0);
        Frame used = frame(VGA);
        for (int i = 0; i < 60; i++) {
            other.paint(used, i, i * SECOND / 30 + 5, i * 33);
        }
        assertEquals(expected, hash(other, used, 77, 123 * SECOND + 456, 9_999), "nothing of older pictures is left");
    }

    @Test
    void everyPictureDiffersFromTheLast() {
        VideoFormat small = new VideoFormat(Codec.I420, 320, 240, 30);
        TestCard card = card(small, 0, 0);
        Frame frame = frame(small);
        long last = 0;
        for (int i = 0; i < 240; i++) {
            long now = hash(card, frame, 0, i * SECOND / 240, 0);
            assertNotEquals(last, now, "motion alone");
            last = now;
        }
        assertNotEquals(hash(card, frame, 1, 0, 0), hash(card, frame, 2, 0, 0), "the counter");
        assertNotEquals(hash(card, frame, 1, 0, 0), hash(card, frame, 1, 0, 1), "the clock");
        assertEquals(hash(card, frame, 1, 0, 0), hash(card, frame, 10_000_001, 0, 86_400_000), "both wrap");
    }

    @Test
    void leftAndRightAreOfAnotherColour() {
        double[] left = means(card(VGA, 0, 0));
        double[] right = means(card(VGA, 1, 0));
        assertTrue(right[2] - left[2] > 10, "the right one is warmer: V " + left[2] + " and " + right[2]);
        assertTrue(left[1] > 100 && left[1] < 156, "neither is garish");
        assertTrue(right[2] < 160, "neither is garish");
    }

    @Test
    void brightnessBrightens() {
        double before = 0;
        for (double brightness : new double[] {-1, -0.5, 0, 0.5, 1}) {
            double mean = means(card(VGA, 0, brightness))[0];
            assertTrue(mean > before, "brightness " + brightness + ": " + mean + " after " + before);
            before = mean;
        }
        assertTrue(means(card(VGA, 0, -1))[0] < 16.5, "black, but for what the balls mirror");
        assertEquals(235, means(card(VGA, 0, 1))[0], 1e-6);
    }

    private static double[] means(TestCard card) {
        Frame frame = frame(VGA);
        card.paint(frame, 3, 3 * SECOND, 3);
        double[] means = new double[3];
        for (int plane = 0; plane < 3; plane++) {
            int pixels = frame.memory().plane(plane).capacity();
            for (int i = 0; i < pixels; i++) {
                int value = frame.memory().plane(plane).get(i) & 0xff;
                assertTrue(value >= 16 && value <= 240, "plane " + plane + " leaves the video range: " + value);
                means[plane] += (double) value / pixels;
            }
        }
        return means;
    }

    @ParameterizedTest
    @CsvSource({"64, 64", "66, 64", "64, 66", "126, 128", "128, 64", "128, 128", "130, 98", "160, 120", "176, 144",
        "480, 480", "480, 640", "64, 2048", "2048, 64", "2048, 128", "2048, 130", "1536, 198", "722, 1000", "1280, 720",
        "854, 480", "1920, 1080"})
    void anySizeCanBePainted(int width, int height) {
        VideoFormat format = new VideoFormat(Codec.I420, width, height, 30);
        for (int camera = 0; camera < 2; camera++) {
            TestCard card = card(format, camera, 0);
            Frame frame = frame(format);
            long first = hash(card, frame, 0, 0, 0);
            boolean moved = false;
            for (int i = 1; i < 60; i++) {
                moved |= hash(card, frame, i, i * SECOND / 25, i * 40) != first;
            }
            assertTrue(moved);
        }
    }

    @Test
    void paintingAllocatesNothing() {
        TestCard card = card(VGA, 1, 0);
        Frame frame = frame(VGA);
        long before = 0;
        for (int i = 0; i < 500; i++) {
            if (i == 400) {
                before = Allocations.ofThisThread();
            }
            card.paint(frame, i, i * SECOND / 30, i * 33);
        }
        assertEquals(0, Allocations.ofThisThread() - before);
    }
}
