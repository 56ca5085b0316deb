package flathead.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import flathead.api.MediaException;
import org.bytedeco.javacpp.Loader;

/**
 * Loads libraries of FFmpeg, each once for the process: slow the first time, when they are unpacked. Any thread; before
 * any other class of JavaCPP, as these wait for each other for ever where two threads come by them first.
 */
public final class Ffmpeg {
    private static final String GET_NEEDED = "apt install libva2 libva-drm2 libdrm2 libudev1";

    private Ffmpeg() {
    }

    /**
     * Loads libavutil, which is silent then.
     *
     * @throws MediaException saying what is missing
     */
    public static synchronized void loadAvutil() throws MediaException {
        // JavaCPP would refuse native memory as soon as the process is larger than twice the Java heap may be
        unlessSet("org.bytedeco.javacpp.maxbytes", "0");
        unlessSet("org.bytedeco.javacpp.maxphysicalbytes", "0");
        load("avutil", org.bytedeco.ffmpeg.global.avutil.class);
        av_log_set_level(AV_LOG_QUIET);
    }

    /**
     * Loads libavutil and libavcodec.
     *
     * @throws MediaException saying what is missing
     */
    public static synchronized void loadAvcodec() throws MediaException {
        loadAvutil();
        load("avcodec", org.bytedeco.ffmpeg.global.avcodec.class);
    }

    /**
     * Loads libavutil and libavformat.
     *
     * @throws MediaException saying what is missing
     */
    public static synchronized void loadAvformat() throws MediaException {
        loadAvutil();
        load("avformat", org.bytedeco.ffmpeg.global.avformat.class);
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
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw new MediaException("cannot load lib" + name + " for " + Loader.getPlatform() + ": "
                + cause.getMessage() + (Loader.getPlatform().startsWith("linux") ? " (" + GET_NEEDED + ")" : ""), e);
        }
    }
}
