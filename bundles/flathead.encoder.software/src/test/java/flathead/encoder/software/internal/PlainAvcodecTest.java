package flathead.encoder.software.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.EncoderSettings;
import flathead.api.MediaException;
import flathead.api.VideoFormat;
import flathead.encoder.engine.Engines;
import flathead.encoder.engine.SoftwareEncoderFactory;
import flathead.testkit.EncoderSession;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** libavcodec's encoder where it is not reached into, which is how VideoToolbox is driven. */
class PlainAvcodecTest {
    private static final VideoFormat FORMAT = new VideoFormat(Codec.I420, 320, 240, 30);

    private static Engines engines;

    @BeforeAll
    static void load() throws MediaException {
        Libraries.avcodecOpenH264();
        engines = Avcodec.plain("libopenh264", Map.of("allow_skip_frames", "0", "rc_mode", "bitrate"));
    }

    @Test
    void anotherRateOpensItAgain() throws MediaException {
        try (EncoderSession session = session()) {
            session.feed(3);
            session.encoder().limitBitrate(200_000);
            session.feed(3);
            session.drain();
            assertTrue(session.keyframes().contains(3L), session.keyframes()::toString);
            assertEquals(6, session.units().size());
            assertEquals(0, session.encoder().stats().dropped());
        }
    }

    @Test
    void nothingIsLostInDraining() throws MediaException {
        try (EncoderSession session = session()) {
            session.feed(3);
            session.drain();
            session.feed(3);
            session.drain();
            assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L),
                session.units().stream().map(EncoderSession.Unit::sequence).toList());
        }
    }

    @Test
    void anUnknownOptionIsNamed() {
        MediaException refusal = assertThrows(MediaException.class,
            () -> Avcodec.plain("libopenh264", Map.of("no_such_option", "1")).open(FORMAT, 300_000));
        assertTrue(refusal.getMessage().contains("no_such_option"), refusal.getMessage());
    }

    private static EncoderSession session() throws MediaException {
        return new EncoderSession(new SoftwareEncoderFactory(engines), FORMAT, new EncoderSettings(300_000, 0), 1);
    }
}
