package flathead.console.internal;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.MediaException;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Takes a picture of any stream when somebody wants to see one; costs a stream nothing while nobody does. */
@Component(service = {VideoSink.class, Previews.class}, property = VideoSink.ROLE + "=" + VideoSink.PREVIEW)
public final class Previews implements VideoSink {
    private final Map<String, PreviewOutlet> outlets = new ConcurrentHashMap<>();

    /** Shows nothing yet. */
    @Activate
    public Previews() {
    }

    @Override
    public List<Codec> accepts() {
        return List.of(Codec.I420, Codec.NV12);
    }

    @Override
    public Outlet open(StreamId stream, VideoFormat format, Feedback upstream) throws MediaException {
        if (!accepts().contains(format.codec())) {
            throw new MediaException("preview: stream " + stream + " comes as " + format.codec()
                + "; allowed are raw pictures, " + accepts());
        }
        String key = key(stream);
        PreviewOutlet[] self = new PreviewOutlet[1];
        self[0] = new PreviewOutlet(upstream, () -> outlets.remove(key, self[0]));
        outlets.put(key, self[0]);
        return self[0];
    }

    /** The next picture of a stream; null if there is no such stream or none comes in time. */
    Picture next(String key, long millis) throws InterruptedException {
        PreviewOutlet outlet = outlets.get(key);
        return outlet == null ? null : outlet.next(millis);
    }

    /** What tells streams of this runtime apart: a camera may be called as a remote stream is. */
    static String key(StreamId stream) {
        return stream.client().isEmpty() ? "camera-" + stream.name() : "stream-" + stream.name();
    }
}
