package flathead.decoder.software.internal;

import flathead.api.DecoderFactory;
import flathead.api.EncoderFactory;
import flathead.api.MediaException;
import flathead.encoder.engine.SoftwareEncoderFactory;
import flathead.encoder.software.internal.Libraries;
import flathead.encoder.x264.internal.SystemX264;
import flathead.ffmpeg.Ffmpeg;
import flathead.testkit.h264.DecoderFactoryContract;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;

/** libavcodec over what each encoder makes that is at hand. */
class AvcodecTest extends DecoderFactoryContract {
    private static final Map<String, EncoderFactory> ENCODERS = new TreeMap<>();

    @BeforeAll
    static void load() throws MediaException {
        Ffmpeg.loadAvcodec();
        ENCODERS.put("openh264", new SoftwareEncoderFactory(Libraries.openH264()));
        ENCODERS.put("openh264 of libavcodec", new SoftwareEncoderFactory(Libraries.avcodecOpenH264()));
        SystemX264.factory().ifPresent(x264 -> ENCODERS.put("x264", x264));
    }

    @Override
    protected DecoderFactory factory() {
        return new AvcodecDecoderFactory();
    }

    @Override
    protected Map<String, EncoderFactory> encoders() {
        return ENCODERS;
    }
}
