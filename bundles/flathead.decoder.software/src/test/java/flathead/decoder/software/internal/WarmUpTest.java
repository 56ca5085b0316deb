package flathead.decoder.software.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WarmUpTest {
    @Test
    void aPictureIsDecodedBeforeAnybodyWaits() throws Exception {
        Libavcodec.load();
        assertEquals(3, WarmUp.run(new AvcodecDecoderFactory()));
    }
}
