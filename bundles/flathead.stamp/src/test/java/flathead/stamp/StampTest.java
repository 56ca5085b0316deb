package flathead.stamp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StampTest {
    private final StampReader reader = new StampReader();

    @Test
    void readsWhatNumpyPainted() throws IOException {
        assertTrue(reader.read(picture("clean-128x10.gray"), 128, 128, 10));
        assertEquals(0xFEDCBA98, reader.ticks());
        assertEquals(0x1234, reader.counter());
        assertEquals(200, reader.camera());

        assertTrue(reader.read(picture("noisy-170x12.gray"), 170, 170, 12));
        assertEquals(Stamp.ticks(1_234_567_890_123_456L), reader.ticks());
        assertEquals(65535, reader.counter());
        assertEquals(1, reader.camera());
    }

    @Test
    void paintsWhatNumpyPaints() throws IOException {
        ByteBuffer expected = picture("clean-128x10.gray");
        ByteBuffer painted = ByteBuffer.allocateDirect(1280);
        painted.put(0, expected, 0, 1280);
        for (int i = 0; i < 8 * 128; i++) {
            painted.put(i, (byte) 77);
        }
        Stamp.paint(painted, 128, 128, 0xFEDCBA98L * 100_000 + 4_567, 0x1234, 200);
        assertEquals(-1, painted.mismatch(expected));
    }

    @ParameterizedTest
    @CsvSource({"128, 8, 128", "160, 120, 192", "320, 240, 320", "640, 480, 704", "642, 480, 642", "1920, 1080, 2048"})
    void readsWhatItPaints(int width, int height, int stride) {
        Random random = new Random(width);
        byte[] noise = new byte[stride * height];
        random.nextBytes(noise);
        ByteBuffer luma = ByteBuffer.allocateDirect(noise.length).put(0, noise);
        for (int i = 0; i < 200; i++) {
            long nanos = random.nextLong() >> i % 40;
            int counter = random.nextInt();
            int camera = random.nextInt();
            Stamp.paint(luma, stride, width, nanos, counter, camera);
            assertTrue(reader.read(luma, stride, width, height));
            assertEquals(Stamp.ticks(nanos), reader.ticks());
            assertEquals(counter & 0xffff, reader.counter());
            assertEquals(camera & 0xff, reader.camera());
        }
        for (int i = 0; i < noise.length; i++) {
            boolean inside = i % stride < width / 32 * 32 && i / stride < Stamp.rows(width);
            assertTrue(inside || noise[i] == luma.get(i), "changed outside of the stamp");
        }
        assertEquals(0, luma.position());
        assertEquals(luma.capacity(), luma.limit());
    }

    @Test
    void anyFlippedBitIsNoticed() {
        ByteBuffer luma = ByteBuffer.allocateDirect(128 * 8);
        for (int bit = 0; bit < 64; bit++) {
            Stamp.paint(luma, 128, 128, 987_654_321_000_000L, 4711, 3);
            int x = bit % 32 * 4;
            for (int y = bit / 32 * 4; y < bit / 32 * 4 + 4; y++) {
                for (int i = x; i < x + 4; i++) {
                    luma.put(y * 128 + i, (byte) ((luma.get(y * 128 + i) & 0xff) > 125 ? 16 : 235));
                }
            }
            assertFalse(reader.read(luma, 128, 128, 8), "bit " + bit);
        }
    }

    @Test
    void plainPicturesHaveNone() {
        ByteBuffer luma = ByteBuffer.allocateDirect(640 * 480);
        assertFalse(reader.read(luma, 640, 640, 480), "black");
        for (int i = 0; i < luma.capacity(); i++) {
            luma.put(i, (byte) 235);
        }
        assertFalse(reader.read(luma, 640, 640, 480), "white");
        assertFalse(reader.read(luma, 96, 96, 96), "too narrow");
        assertFalse(reader.read(luma, 640, 640, 38), "too low");
        assertTrue(Stamp.fits(128, 8));
        assertFalse(Stamp.fits(126, 64));
        assertFalse(Stamp.fits(8192, 16));
    }

    @Test
    void ageIsRightOverTheWrap() {
        ByteBuffer luma = ByteBuffer.allocateDirect(128 * 8);
        long painted = 0xFFFF_FFFFL * 100_000;
        Stamp.paint(luma, 128, 128, painted, 1, 0);
        assertTrue(reader.read(luma, 128, 128, 8));
        assertEquals(0, reader.ageTicks(painted + 99_999));
        assertEquals(73, reader.ageTicks(painted + 7_300_000));
        assertEquals(-5, reader.ageTicks(painted - 500_000));
    }

    private static ByteBuffer picture(String name) throws IOException {
        try (InputStream in = StampTest.class.getResourceAsStream(name)) {
            byte[] bytes = in.readAllBytes();
            return ByteBuffer.allocateDirect(bytes.length).put(0, bytes);
        }
    }
}
