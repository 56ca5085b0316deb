package flathead.encoder.software.internal;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import flathead.api.MediaException;
import flathead.encoder.engine.Engines;
import java.util.Locale;
import org.bytedeco.javacpp.Loader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads native code, once for the process: slow the first time, when the libraries are unpacked. Any thread. */
public final class Libraries {
    private static final Logger LOG = LoggerFactory.getLogger(Libraries.class);
    private static final String GET_OPENH264 = "apt install libopenh264-7, or libopenh264-8 from Debian 13 on";
    private static final String GET_NEEDED = "apt install libva2 libva-drm2 libdrm2 libudev1";

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
        javacpp();
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
        avcodec();
        return Avcodec.openH264();
    }

    /**
     * Apple's encoder, in libavcodec.
     *
     * @throws MediaException naming what is missing
     */
    static Engines videoToolbox() throws MediaException {
        avcodec();
        return Avcodec.videoToolbox();
    }

    /** JavaCPP with libavutil, in which the calls of {@link Call} are compiled. */
    private static void javacpp() throws MediaException {
        // JavaCPP would refuse native memory as soon as the process is larger than twice the Java heap may be
        unlessSet("org.bytedeco.javacpp.maxbytes", "0");
        unlessSet("org.bytedeco.javacpp.maxphysicalbytes", "0");
        load("avutil", org.bytedeco.ffmpeg.global.avutil.class);
        av_log_set_level(AV_LOG_QUIET);
    }

    private static void avcodec() throws MediaException {
        javacpp();
        load("avcodec", org.bytedeco.ffmpeg.global.avcodec.class);
    }

    private static void unlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static void load(String name, Class<?> library) throws MediaException {
        try {
            Loader.load(library);
        } catch (LinkageError e) {
            throw new MediaException("cannot load lib" + name + " for " + Loader.getPlatform() + ": " + reason(e)
                + (apple() ? "" : " (" + GET_NEEDED + ")"), e);
        }
    }

    private static String reason(Throwable error) {
        Throwable cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
