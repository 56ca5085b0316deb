package flathead.webrtc.rtp.internal.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sequence parameter sets as x264 wrote them. */
class SequenceParameterSetTest {
    @ParameterizedTest
    @CsvSource({
        "6742c01eda0280f684000003000400000300f23c58ba80, 640, 480",
        "6742c028da01e0089f9610000003001000000303c8f1832a, 1920, 1080",
        "6742c01fda014016e840000003004000000f23c60ca8, 1280, 720",
        "6742c00bda0b13a10000030001000003003c8f142aa0, 176, 144",
        "6742c034da004000486840000003004000000f23c60ca8, 4096, 2304",
        "6742c01eda0290ff888884000003000400000300f23c58ba80, 642, 482",
        "6764001eacd940a03da10000030001000003003c0f162d96, 640, 480",
        "6764001facd940c8137e5840000003004000000f03c60c6580, 800, 600",
        "67640028acd94078044fdc20000003002000000783e2c5b2c0, 1920, 1080",
        "67f4001e919680a43fe3e3e10000030001000003003c8f162ea0, 642, 482",
        "67f40028919680780227e2610000030001000003003c8f1832a0, 1920, 1080",
    })
    void theSizeIsExact(String hex, int width, int height) {
        byte[] set = Units.hex(hex);
        assertEquals(new SequenceParameterSet(0, width, height), SequenceParameterSet.read(set, 0, set.length));
    }

    @Test
    void whatIsCutOffOrRandomIsRefusedOrSane() {
        byte[] set = Units.SPS;
        for (int length = 0; length < 8; length++) {
            assertNull(SequenceParameterSet.read(set, 0, length), "length " + length);
        }
        long seed = Long.getLong("flathead.seed", 1);
        Random random = new Random(seed);
        for (int round = 0; round < 100_000; round++) {
            byte[] noise = new byte[random.nextInt(60)];
            random.nextBytes(noise);
            SequenceParameterSet read = SequenceParameterSet.read(noise, 0, noise.length);
            if (read != null && (read.width() < 1 || read.height() < 1 || read.width() > 16_384
                || read.height() > 32_768)) {
                throw new AssertionError("seed " + seed + ": " + read);
            }
        }
    }
}
