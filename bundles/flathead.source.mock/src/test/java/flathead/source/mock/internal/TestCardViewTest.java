package flathead.source.mock.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.Frame;
import flathead.api.Pool;
import flathead.api.VideoFormat;
import flathead.source.mock.internal.card.Look;
import flathead.source.mock.internal.card.TestCard;
import flathead.source.mock.internal.card.View;
import flathead.stamp.Stamp;
import flathead.testkit.Allocations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the test card looks like in another light and flipped. */
class TestCardViewTest {
    private static final VideoFormat VGA = new VideoFormat(Codec.I420, 640, 480, 30);
    private static final long SECOND = 1_000_000_000L;

    /** Planes Y, U and V after some pictures, without padding. */
    private static byte[][] planes(VideoFormat format, View view) {
        Frame frame = Pool.ofFrames(format, 1).tryTake();
        TestCard card = new TestCard(format, "left", "0", 0, view);
        for (int i = 0; i < 50; i++) {
            card.paint(frame, i, i * SECOND / 30, i * 33);
        }
        byte[][] planes = new byte[3][];
        for (int plane = 0; plane < 3; plane++) {
            int columns = plane == 0 ? format.width() : format.width() / 2;
            int lines = plane == 0 ? format.height() : format.height() / 2;
            planes[plane] = new byte[columns * lines];
            for (int y = 0; y < lines; y++) {
                frame.memory().plane(plane).get(y * frame.memory().stride(plane), planes[plane], y * columns, columns);
            }
        }
        return planes;
    }

    private static double mean(byte[] plane) {
        double sum = 0;
        for (byte each : plane) {
            sum += each & 0xff;
        }
        return sum / plane.length;
    }

    /** The mean of the distance from a level. */
    private static double spread(byte[] plane, double level) {
        double sum = 0;
        for (byte each : plane) {
            sum += Math.abs((each & 0xff) - level);
        }
        return sum / plane.length;
    }

    private static byte[][] seen(Look look) {
        return planes(VGA, View.of(look));
    }

    @Test
    void moreLightIsBrighterAsASensorHasIt() {
        double before = 16;
        for (double light : new double[] {0.05, 0.25, 0.5, 1, 2, 4, 16}) {
            double mean = mean(seen(new Look(light, 1, 1, 1, 1, 0))[0]);
            assertTrue(mean > before + 2, "light " + light + ": " + mean + " after " + before);
            before = mean;
        }
        double dim = mean(seen(new Look(0.25, 1, 1, 1, 1, 0))[0]) - 16;
        double full = mean(seen(Look.PLAIN)[0]) - 16;
        assertEquals(Math.pow(0.25, 1 / 2.2), dim / full, 0.02, "nothing is cut off, and so all scales alike");
    }

    @Test
    void whiteBalanceTints() {
        byte[][] plain = seen(Look.PLAIN);
        byte[][] blue = seen(new Look(1, 0.55, 1.65, 1, 1, 0));
        byte[][] red = seen(new Look(1, 1.3, 0.75, 1, 1, 0));
        assertTrue(mean(blue[1]) > mean(plain[1]) + 3 && mean(blue[2]) < mean(plain[2]) - 3, "bluer, less red");
        assertTrue(mean(red[1]) < mean(plain[1]) - 1 && mean(red[2]) > mean(plain[2]) + 1, "redder, less blue");
    }

    @Test
    void contrastSpreadsLumaAndSaturationColour() {
        byte[][] plain = seen(Look.PLAIN);
        double middle = 125.5;
        assertTrue(spread(seen(new Look(1, 1, 1, 0.5, 1, 0))[0], middle) < spread(plain[0], middle) * 0.6);
        assertTrue(spread(seen(new Look(1, 1, 1, 1.3, 1, 0))[0], middle) > spread(plain[0], middle) + 3);
        byte[][] grey = seen(new Look(1, 1, 1, 1, 0, 0));
        assertEquals(0, spread(grey[1], 128) + spread(grey[2], 128), "no colour at all");
        assertTrue(spread(seen(new Look(1, 1, 1, 1, 1.5, 0))[1], 128) > spread(plain[1], 128) * 1.3);
        assertEquals(mean(plain[0]), mean(grey[0]), 0.6, "as bright as before");
    }

    /** With and without room for a stamp, wide and high, with places of odd size in them. */
    @ParameterizedTest
    @CsvSource({"640, 480", "320, 240", "480, 640", "176, 144", "64, 64", "126, 128", "722, 1000", "2048, 128",
        "2048, 130", "1536, 198"})
    void aFlippedPictureIsTheUprightOneFlipped(int width, int height) {
        VideoFormat format = new VideoFormat(Codec.I420, width, height, 30);
        byte[][] upright = planes(format, View.PLAIN);
        for (int flips = 1; flips < 4; flips++) {
            boolean across = (flips & 1) != 0;
            boolean over = (flips & 2) != 0;
            byte[][] flipped = planes(format, new View(Look.PLAIN, across, over));
            int stamp = Stamp.fits(width, height) ? (Stamp.rows(width) + 1) / 2 * 2 : 0;
            for (int plane = 0; plane < 3; plane++) {
                int scale = plane == 0 ? 1 : 2;
                assertArrayEquals(flip(upright[plane], width / scale, stamp / scale, across, over), flipped[plane],
                    "plane " + plane + ", across " + across + ", over " + over);
            }
        }
    }

    private static byte[] flip(byte[] plane, int columns, int top, boolean across, boolean over) {
        byte[] flipped = new byte[plane.length];
        int lines = plane.length / columns;
        for (int i = 0; i < plane.length; i++) {
            int x = i % columns;
            int y = i / columns;
            int line = over && y >= top ? lines - 1 - (y - top) : y;
            flipped[line * columns + (across ? columns - 1 - x : x)] = plane[i];
        }
        return flipped;
    }

    @Test
    void paintingFlippedAllocatesNothing() {
        TestCard card = new TestCard(VGA, "left", "0", 0, new View(new Look(2, 1.2, 0.8, 1.1, 1.1, 0), true, true));
        Frame frame = Pool.ofFrames(VGA, 1).tryTake();
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
