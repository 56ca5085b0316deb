package flathead.webrtc.rtp.internal.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.MediaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ITU-T H.264, tables. */
class H264LevelTest {
    @ParameterizedTest
    @CsvSource({
        "128, 96, 30, 64000, 42e00a", "176, 144, 15, 64000, 42e00a", "176, 144, 30, 100000, 42e00b",
        "320, 240, 10, 64000, 42e00b", "352, 288, 15, 300000, 42e00c", "352, 288, 30, 500000, 42e00d",
        "352, 288, 30, 2000000, 42e014", "352, 480, 30, 1000000, 42e015", "720, 480, 15, 1000000, 42e016",
        "640, 480, 30, 2000000, 42e01e", "720, 576, 25, 2000000, 42e01e", "640, 480, 60, 2000000, 42e01f",
        "1280, 720, 30, 2000000, 42e01f", "1280, 720, 60, 2000000, 42e020", "1920, 1080, 30, 2000000, 42e028",
        "1920, 1080, 30, 40000000, 42e029", "1920, 1080, 60, 4000000, 42e02a", "2560, 1920, 30, 4000000, 42e032",
        "3840, 2160, 30, 4000000, 42e033", "3840, 2160, 60, 4000000, 42e034", "8192, 4320, 30, 4000000, 42e03c",
        "8192, 4320, 60, 4000000, 42e03d", "8192, 4320, 120, 4000000, 42e03e"
    })
    void theLowestLevelThatAllowsIt(int width, int height, int fps, int bits, String id) throws MediaException {
        assertEquals(id, H264Level.of(width, height, fps, bits).constrainedBaseline());
    }

    @Test
    void aNarrowPictureIsLimitedByItsLongSide() throws MediaException {
        // 1200 macroblocks, as 640x480, but 150 across: more than sqrt(8 * 1620).
        assertEquals(H264Level.L3_1, H264Level.of(2400, 128, 30, 1_000_000));
        assertFalse(H264Level.L3.allows(2400, 128, 30, 1_000_000));
    }

    @Test
    void whatNoLevelAllowsIsRefusedWithTheLimit() {
        MediaException refusal = assertThrows(MediaException.class, () -> H264Level.of(8192, 8192, 30, 1_000_000));
        assertTrue(refusal.getMessage().contains("8192x8192") && refusal.getMessage().contains("139264 macroblocks"),
            refusal.getMessage());
        assertThrows(MediaException.class, () -> H264Level.of(640, 480, 30, 960_000_001));
    }

    @Test
    void profileLevelIdsAreRead() {
        assertEquals(H264Level.L3_1, H264Level.ofProfileLevelId("42e01f"));
        assertEquals(H264Level.L3_1, H264Level.ofProfileLevelId("640C1F"));
        assertEquals(H264Level.L1_1, H264Level.ofProfileLevelId("42e00b"));
        assertEquals(H264Level.L1_B, H264Level.ofProfileLevelId("42f00b"));
        assertEquals(H264Level.L1_B, H264Level.ofProfileLevelId("640009"));
        for (H264Level level : H264Level.values()) {
            assertEquals(level, H264Level.ofProfileLevelId(level.constrainedBaseline()));
        }
        for (String wrong : new String[] {"", "42e01", "42e01f0", "42e0zz", "42e000", "42e0ff", "４2e01f"}) {
            assertNull(H264Level.ofProfileLevelId(wrong), wrong);
        }
    }
}
