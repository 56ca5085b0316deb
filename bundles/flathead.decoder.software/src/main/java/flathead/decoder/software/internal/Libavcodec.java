package flathead.decoder.software.internal;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import flathead.api.MediaException;
import org.bytedeco.javacpp.Loader;

/** Loads libavcodec, once for the process: slow the first time, when it is unpacked. Any thread. */
final class Libavcodec {
    private Libavcodec() {
    }

    static void load() throws MediaException {
        // JavaCPP would refuse native memory as soon as the process is larger than twice the Java heap may be
        unlessSet("org.bytedeco.javacpp.maxbytes", "0");
        unlessSet("org.bytedeco.javacpp.maxphysicalbytes", "0");
        try {
            Loader.load(org.bytedeco.ffmpeg.global.avutil.class);
            av_log_set_level(AV_LOG_QUIET);
            Loader.load(org.bytedeco.ffmpeg.global.avcodec.class);
        } catch (LinkageError e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw new MediaException("cannot load libavcodec for " + Loader.getPlatform() + ": " + cause.getMessage(),
                e);
        }
    }

    private static void unlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
