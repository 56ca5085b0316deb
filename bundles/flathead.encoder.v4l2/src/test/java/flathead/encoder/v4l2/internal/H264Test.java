package flathead.encoder.v4l2.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is read of access units, however they are cut. */
class H264Test {
    private static final byte[] HEADER = FakeH264.header(640, 480, 66, 40);
    private static final byte[] IDR = FakeH264.slice(true, 100);
    private static final byte[] SLICE = FakeH264.slice(false, 100);

    private final H264 h264 = new H264();

    private void look(byte[] unit) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(unit.length + 7);
        buffer.put(7, unit);
        h264.look(buffer, 7, unit.length);
    }

    private byte[] missing() {
        ByteBuffer target = ByteBuffer.allocateDirect(1024);
        h264.putMissing(target);
        byte[] bytes = new byte[h264.missing()];
        target.get(0, bytes);
        return bytes;
    }

    @Test
    void anIdrWithItsHeaderLacksNothing() {
        look(FakeH264.join(HEADER, IDR));
        assertTrue(h264.picture());
        assertTrue(h264.keyframe());
        assertEquals(0, h264.missing());
        assertNull(h264.complaint());
    }

    @Test
    void theHeaderIsKeptForLaterIdrs() {
        look(FakeH264.join(HEADER, IDR));
        look(SLICE);
        assertTrue(h264.picture());
        assertFalse(h264.keyframe());
        assertEquals(0, h264.missing());
        look(IDR);
        assertArrayEquals(HEADER, missing());
        assertNull(h264.complaint());
    }

    @Test
    void aHeaderOfItsOwnIsNoPicture() {
        look(HEADER);
        assertFalse(h264.picture());
        assertFalse(h264.keyframe());
        look(IDR);
        assertArrayEquals(HEADER, missing());
    }

    @Test
    void shortStartCodesAndDelimitersAreFine() {
        byte[] delimiter = {0, 0, 1, 9, 0x10};
        byte[] tight = java.util.Arrays.copyOfRange(HEADER, 1, HEADER.length);
        look(FakeH264.join(FakeH264.join(delimiter, tight), IDR));
        assertTrue(h264.keyframe());
        assertEquals(0, h264.missing());
        look(IDR);
        assertArrayEquals(HEADER, missing());
    }

    @Test
    void anIdrWithoutAnyHeaderIsOfNoUse() {
        look(IDR);
        assertTrue(h264.keyframe());
        assertNotNull(h264.complaint());
    }

    @Test
    void rubbishIsNoPictureAndHarmsNothing() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] unit = new byte[random.nextInt(60)];
            random.nextBytes(unit);
            for (int zero = random.nextInt(5); zero > 0 && unit.length > 3; zero--) {
                int at = random.nextInt(unit.length - 3);
                unit[at] = 0;
                unit[at + 1] = 0;
                unit[at + 2] = 1;
            }
            look(unit);
            assertTrue(h264.picture() || !h264.keyframe());
            assertTrue(h264.missing() <= 1024);
        }
    }
}
