package flathead.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideoFormatTest {
    @ParameterizedTest
    @CsvSource({"15,16,30,width 15", "17,16,30,width 17", "16,8194,30,height 8194", "16,16,0,fps 0",
        "16,16,241,fps 241"})
    void refusesNamingTheValueAndTheRange(int width, int height, int fps, String named) {
        String message = assertThrows(IllegalArgumentException.class,
            () -> new VideoFormat(Codec.I420, width, height, fps)).getMessage();
        assertTrue(message.contains(named) && message.contains(".."), message);
    }

    @Test
    void laysPlanesOutBackToBack() {
        Memory i420 = Memory.allocate(new VideoFormat(Codec.I420, 64, 48, 30));
        assertEquals(3, i420.planes());
        assertEquals(64 * 48, i420.plane(0).capacity());
        assertEquals(32 * 24, i420.plane(2).capacity());
        assertEquals(32, i420.stride(1));
        Memory nv12 = Memory.allocate(new VideoFormat(Codec.NV12, 64, 48, 30));
        assertEquals(2, nv12.planes());
        assertEquals(64, nv12.stride(1));
        assertThrows(IllegalArgumentException.class,
            () -> Memory.allocate(new VideoFormat(Codec.H264, 64, 48, 30)));
    }
}
