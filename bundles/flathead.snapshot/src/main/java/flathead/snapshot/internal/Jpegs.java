package flathead.snapshot.internal;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import flathead.api.MediaException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.Loader;

/** Encoders of the sizes that were last asked for. Loads libavcodec when it is first needed. Any thread; one works. */
final class Jpegs implements AutoCloseable {
    private static final int SIZES = 4;

    private record Size(int width, int height, int quality) {
    }

    private final Map<Size, JpegEncoder> encoders = new LinkedHashMap<>(SIZES, 1, true);
    private boolean loaded;
    private boolean closed;

    /**
     * A file of a picture.
     *
     * @param quality 1 to 100
     */
    synchronized byte[] encode(Raster picture, int quality) throws MediaException {
        if (closed) {
            throw new MediaException("the bundle that makes snapshots has stopped");
        }
        load();
        Size size = new Size(picture.width(), picture.height(), quality);
        JpegEncoder encoder = encoders.get(size);
        if (encoder == null) {
            if (encoders.size() >= SIZES) {
                encoders.remove(encoders.keySet().iterator().next()).close();
            }
            encoder = new JpegEncoder(picture.width(), picture.height(), quality);
            encoders.put(size, encoder);
        }
        return encoder.encode(picture.bytes());
    }

    private void load() throws MediaException {
        if (loaded) {
            return;
        }
        try {
            Loader.load(org.bytedeco.ffmpeg.global.avutil.class);
            av_log_set_level(AV_LOG_QUIET);
            Loader.load(org.bytedeco.ffmpeg.global.avcodec.class);
            Loader.load(org.bytedeco.ffmpeg.global.swscale.class);
            loaded = true;
        } catch (LinkageError e) {
            throw new MediaException("cannot load libavcodec for " + Loader.getPlatform() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        encoders.values().forEach(JpegEncoder::close);
        encoders.clear();
    }
}
