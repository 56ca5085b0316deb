package flathead.source.mock.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.Frame;
import flathead.api.MediaException;
import flathead.api.Pool;
import flathead.api.VideoFormat;
import flathead.source.mock.internal.card.Look;
import flathead.source.mock.internal.card.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScrollingImageTest {
    private static final VideoFormat FORMAT = new VideoFormat(Codec.I420, 96, 64, 30);
    private static final int LUMA = 96 * 64;

    private final Frame frame = Pool.ofFrames(FORMAT, 1).tryTake();
    private final byte[] picture = new byte[LUMA * 3 / 2];

    @TempDir
    Path folder;
    private Path file;

    @BeforeEach
    void write() throws IOException {
        new Random(3).nextBytes(picture);
        file = Files.write(folder.resolve("picture.yuv"), picture);
    }

    private ScrollingImage load(double brightness, int scroll) throws MediaException {
        return ScrollingImage.load(new MockSettings("0", FORMAT, "image", "", file.toString(), Cadence.FREE, scroll,
            View.of(Look.bright(brightness))));
    }

    private void assertRolled(int luma) {
        for (int plane = 0, from = 0; plane < 3; plane++) {
            int columns = plane == 0 ? 96 : 48;
            int shift = Math.floorMod(plane == 0 ? luma : Math.floorMod(luma, 96) / 2, columns);
            for (int i = 0; i < columns * (plane == 0 ? 64 : 32); i++) {
                int x = i % columns;
                byte expected = picture[from + i - x + Math.floorMod(x - shift, columns)];
                assertEquals(expected, frame.memory().plane(plane).get(i), "plane " + plane + ", pixel " + i);
            }
            from += columns * (plane == 0 ? 64 : 32);
        }
    }

    @Test
    void stillItIsTheFileByteForByte() throws Exception {
        load(0, 0).paint(frame, 12_345, 0, 0);
        assertRolled(0);
    }

    @Test
    void movesToTheRightAndWraps() throws Exception {
        ScrollingImage image = load(0, 4);
        for (long sequence : new long[] {0, 1, 23, 24, 25, 1_000_000_007L}) {
            image.paint(frame, sequence, 0, 0);
            assertRolled((int) (sequence * 4 % 96));
        }
        load(0, -3).paint(frame, 5, 0, 0);
        assertRolled(-15);
    }

    @Test
    void brightnessMovesEveryPixel() throws Exception {
        load(1, 0).paint(frame, 0, 0, 0);
        for (int i = 0; i < LUMA; i++) {
            assertEquals((byte) 235, frame.memory().plane(0).get(i));
        }
        assertEquals((byte) 128, frame.memory().plane(1).get(5));
    }

    @Test
    void isFlippedByteForByteAndThenMovesTheOtherWay() throws Exception {
        for (boolean across : new boolean[] {true, false}) {
            for (int scroll : new int[] {0, 4, 3, -5}) {
                MockSettings settings = new MockSettings("0", FORMAT, "image", "", file.toString(), Cadence.FREE,
                    scroll, new View(Look.PLAIN, across, !across));
                load(0, scroll).paint(frame, 7, 0, 0);
                byte[][] upright = bytes(frame);
                ScrollingImage.load(settings).paint(frame, 7, 0, 0);
                assertFlipped(upright, bytes(frame), across);
            }
        }
    }

    private static byte[][] bytes(Frame of) {
        byte[][] planes = new byte[3][];
        for (int plane = 0; plane < 3; plane++) {
            planes[plane] = new byte[plane == 0 ? LUMA : LUMA / 4];
            of.memory().plane(plane).get(0, planes[plane]);
        }
        return planes;
    }

    private static void assertFlipped(byte[][] upright, byte[][] flipped, boolean across) {
        for (int plane = 0; plane < 3; plane++) {
            int columns = plane == 0 ? 96 : 48;
            int lines = plane == 0 ? 64 : 32;
            for (int i = 0; i < columns * lines; i++) {
                int x = i % columns;
                int y = i / columns;
                int at = across ? y * columns + columns - 1 - x : (lines - 1 - y) * columns + x;
                assertEquals(upright[plane][i], flipped[plane][at], "plane " + plane + ", pixel " + i);
            }
        }
    }

    @Test
    void lightIsTakenForEachPixel() throws Exception {
        byte[] grey = new byte[LUMA * 3 / 2];
        Arrays.fill(grey, 0, LUMA, (byte) 100);
        Arrays.fill(grey, LUMA, grey.length, (byte) 128);
        Files.write(file, grey);
        MockSettings settings = new MockSettings("0", FORMAT, "image", "", file.toString(), Cadence.FREE, 0,
            View.of(new Look(2, 1, 1, 1, 1, 0)));
        ScrollingImage.load(settings).paint(frame, 0, 0, 0);
        // Twice the light is the 2.2th root of 2 in what stands for it.
        assertEquals(16 + 84 * Math.pow(2, 1 / 2.2), frame.memory().plane(0).get(77) & 0xff, 1);
        assertEquals((byte) 128, frame.memory().plane(1).get(7));
        assertEquals((byte) 128, frame.memory().plane(2).get(7));
    }

    @Test
    void refusesAnotherSizeNamingBoth() throws Exception {
        Files.write(file, new byte[1_000]);
        String message = assertThrows(MediaException.class, () -> load(0, 0)).getMessage();
        assertEquals("mock camera 0: image = " + file + " has 1000 bytes; one I420 picture of 96x64 has 9216", message);
    }

    @Test
    void refusesWhatCannotBeRead() throws Exception {
        Files.delete(file);
        String message = assertThrows(MediaException.class, () -> load(0, 0)).getMessage();
        assertTrue(message.contains(file + " is not allowed"), message);
        assertTrue(message.contains("there is no such file"), message);
        file = Path.of("/");
        assertThrows(MediaException.class, () -> load(0, 0));
    }
}
