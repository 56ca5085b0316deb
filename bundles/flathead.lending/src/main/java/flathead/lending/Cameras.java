package flathead.lending;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.Frame;
import flathead.api.MediaException;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The raw pictures of streams, told apart by name alone, for a {@link VideoSink}: of the streams that go by one name
 * now, a camera of this runtime is taken before one from elsewhere, and of those the one that was opened last, as a
 * stream that reconnects has its old session still open for a while. What nobody wants is not asked for. Any thread.
 *
 * @param <T> what the taker keeps of a camera
 */
public final class Cameras<T> {
    /** The codecs that such a sink takes. */
    public static final List<Codec> RAW = List.of(Codec.I420, Codec.NV12);

    private final Taker<T> taker;
    private final Map<String, Camera<T>> cameras = new TreeMap<>();

    /**
     * Gets the pictures.
     *
     * @param <T> what it keeps of a camera
     */
    public interface Taker<T> {
        /** A stream of this name is there. Answers what is told later on. Must not call {@link Cameras}. */
        T there(String name);

        /** Whether its pictures are wanted now. Cheap; must not call {@link Cameras}. */
        boolean wants(T camera);

        /**
         * A picture, if they are wanted, lent for the call. One thread at a time for one camera; within its lock, so no
         * foreign code may be called.
         */
        void picture(T camera, StreamId stream, Frame frame);

        /** No stream of this name is there any more; no picture of it comes, unless it is there anew. May wait. */
        void gone(T camera);
    }

    /** None yet. */
    public Cameras(Taker<T> taker) {
        this.taker = taker;
    }

    /**
     * A stream's way in.
     *
     * @param sink its name, for a refusal
     * @throws MediaException if its pictures are not raw
     */
    public VideoSink.Outlet open(String sink, StreamId stream, VideoFormat format, Feedback upstream)
            throws MediaException {
        if (!format.codec().isRaw()) {
            throw new MediaException(sink + ": stream " + stream + " comes as " + format.codec()
                + "; allowed are raw pictures, " + RAW);
        }
        synchronized (cameras) {
            Camera<T> camera = cameras.get(stream.name());
            if (camera == null) {
                camera = new Camera<>(taker, taker.there(stream.name()));
                cameras.put(stream.name(), camera);
            }
            CameraOutlet<T> outlet = new CameraOutlet<>(this, camera, stream, upstream);
            camera.opened(outlet);
            return outlet;
        }
    }

    /** An outlet closed. */
    void closed(Camera<T> camera, CameraOutlet<T> outlet) {
        boolean last;
        synchronized (cameras) {
            last = camera.closed(outlet);
            if (last) {
                cameras.values().remove(camera);
            }
        }
        if (last) {
            taker.gone(camera.kept());
        }
    }

    /** Whether pictures are wanted has changed, of one or more. */
    public void wishesChanged() {
        synchronized (cameras) {
            cameras.values().forEach(Camera::ask);
        }
    }

    /** What the taker keeps of the camera of that name; null if there is none. */
    public T get(String name) {
        synchronized (cameras) {
            Camera<T> camera = cameras.get(name);
            return camera == null ? null : camera.kept();
        }
    }

    /** The names of those that are there, sorted. */
    public List<String> names() {
        synchronized (cameras) {
            return List.copyOf(cameras.keySet());
        }
    }
}
