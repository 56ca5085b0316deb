package flathead.webrtc.libwebrtc.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import flathead.api.Codec;
import flathead.api.Frame;
import flathead.api.VideoFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PicturesTest {
    @ParameterizedTest
    @CsvSource({"640, 480, 0", "640, 480, 32", "17, 19, 0", "641, 481, 7", "16, 16, 1"})
    void copiesEveryPixel(int width, int height, int padding) {
        try (Pictures pictures = new Pictures()) {
            Frame frame = pictures.copy(new FakePicture(width, height, padding), 30);
            VideoFormat format = frame.format();
            assertEquals(new VideoFormat(Codec.I420, width & ~1, height & ~1, 30), format);
            for (int plane = 0; plane < 3; plane++) {
                int shift = plane == 0 ? 0 : 1;
                for (int y = 0; y < format.height() >> shift; y++) {
                    for (int x = 0; x < format.width() >> shift; x++) {
                        byte pixel = frame.memory().plane(plane).get(y * frame.memory().stride(plane) + x);
                        assertEquals(FakePicture.pixel(plane, x, y), pixel);
                    }
                }
            }
            frame.close();
        }
    }

    @Test
    void anotherFormatGetsAnotherPoolAndTheOldPicturesStay() {
        Pictures pictures = new Pictures(2);
        Frame old = pictures.copy(new FakePicture(64, 48, 0), 30);
        Frame next = pictures.copy(new FakePicture(32, 24, 0), 30);
        Frame faster = pictures.copy(new FakePicture(32, 24, 0), 60);
        assertEquals(64, old.format().width());
        assertEquals(FakePicture.pixel(0, 5, 6), old.memory().plane(0).get(6 * 64 + 5));
        assertEquals(32, next.format().width());
        assertEquals(60, faster.format().fps());
        assertEquals(1, pictures.inFlight());
        old.close();
        next.close();
        faster.close();
        assertEquals(0, pictures.inFlight());
        Frame again = pictures.copy(new FakePicture(32, 24, 0), 60);
        assertSame(faster, again);
        again.close();
    }

    @Test
    void anEmptyPoolAndAClosedOneGiveNull() {
        Pictures pictures = new Pictures(1);
        FakePicture source = new FakePicture(64, 48, 0);
        Frame only = pictures.copy(source, 30);
        assertNotNull(only);
        assertNull(pictures.copy(source, 30));
        only.close();
        pictures.close();
        assertNull(pictures.copy(source, 30));
        assertNull(pictures.copy(new FakePicture(32, 24, 0), 30));
    }

    @Test
    void refusesSizesThatNoPictureMayHave() {
        Pictures pictures = new Pictures();
        assertThrows(IllegalArgumentException.class, () -> pictures.copy(new FakePicture(15, 480, 0), 30));
        assertThrows(IllegalArgumentException.class, () -> pictures.copy(new FakePicture(8194, 16, 0), 30));
    }
}
