package flathead.encoder.software.internal;

import flathead.api.MediaException;
import flathead.encoder.engine.Engines;
import flathead.ffmpeg.Ffmpeg;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads native code, once for the process: slow the first time, when the libraries are unpacked. Any thread. */
public final class Libraries {
    private static final Logger LOG = LoggerFactory.getLogger(Libraries.class);
    private static final String GET_OPENH264 = "apt install libopenh264-7, or libopenh264-8 from Debian 13 on";

    private Libraries() {
    }

    /** Whether this is macOS. */
    static boolean apple() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac");
    }

    /**
     * The system's OpenH264, or that in libavcodec.
     *
     * @throws MediaException naming what is missing
     */
    public static Engines openH264() throws MediaException {
        // JavaCPP with libavutil, in which the calls of Call are compiled
        Ffmpeg.loadAvutil();
        if (!apple()) {
            try {
                return SystemOpenH264.load();
            } catch (MediaException e) {
                LOG.info("{}; libavcodec's serves, which takes two to three times as long ({})", e.getMessage(),
                    GET_OPENH264);
            }
        }
        return avcodecOpenH264();
    }

    /**
     * The OpenH264 in libavcodec.
     *
     * @throws MediaException naming what is missing
     */
    public static Engines avcodecOpenH264() throws MediaException {
        Ffmpeg.loadAvcodec();
        return Avcodec.openH264();
    }

    /**
     * Apple's encoder, in libavcodec.
     *
     * @throws MediaException naming what is missing
     */
    static Engines videoToolbox() throws MediaException {
        Ffmpeg.loadAvcodec();
        return Avcodec.videoToolbox();
    }
}
