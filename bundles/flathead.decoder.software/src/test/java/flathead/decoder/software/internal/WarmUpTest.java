package flathead.decoder.software.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import flathead.ffmpeg.Ffmpeg;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    @Test
    void aPictureIsDecodedBeforeAnybodyWaits() throws Exception {
        Ffmpeg.loadAvcodec();
        assertEquals(3, WarmUp.run(new AvcodecDecoderFactory()));
    }
}
