package flathead.session.internal;

import flathead.api.EncodedFrame;
import flathead.api.Feedback;
import flathead.api.Media;
import flathead.api.Stats;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Those who look at one stream: whatever comes is given to each of them by the lane's thread, which none can hold up,
 * as a peer takes a picture in no time or not at all. Who misses one does not get another until a keyframe comes, and
 * asks for that itself. While nobody looks nothing is wanted. Who looks changes on the viewers' thread.
 */
final class Audience implements VideoSink.Outlet {
    private final StreamId stream;
    private final Feedback upstream;
    private final Consumer<Audience> closed;
    private volatile List<Viewer> viewers = List.of();
    /** Of the latest picture; what the next viewer is served. */
    private volatile VideoFormat format;
    private int wanted = Feedback.NOTHING;
    /** Written by the lane's thread only. */
    private volatile long in;
    private volatile long out;
    private volatile long keyframes;
    private volatile long bytes;

    /**
     * Nobody looks yet.
     *
     * @param closed told once when the stream ends
     */
    Audience(StreamId stream, VideoFormat format, Feedback upstream, Consumer<Audience> closed) {
        this.stream = stream;
        this.format = format;
        this.upstream = upstream;
        this.closed = closed;
        upstream.limitBitrate(Feedback.NOTHING);
    }

    StreamId stream() {
        return stream;
    }

    VideoFormat format() {
        return format;
    }

    List<Viewer> viewers() {
        return viewers;
    }

    void add(Viewer viewer) {
        List<Viewer> more = new ArrayList<>(viewers);
        more.add(viewer);
        viewers = List.copyOf(more);
    }

    void remove(Viewer viewer) {
        viewers = viewers.stream().filter(each -> each != viewer).toList();
        limitChanged();
    }

    /** Asks for a picture that decoding can start at. */
    void keyframeWanted() {
        upstream.requestKeyframe();
    }

    /** A viewer has another limit: the one with the best way rules, so that a slow one hurts only itself. */
    void limitChanged() {
        int next = Feedback.NOTHING;
        for (Viewer viewer : viewers) {
            next = Math.max(next, viewer.limit());
        }
        if (next != wanted) {
            wanted = next;
            upstream.limitBitrate(next);
        }
    }

    /** Always takes it: that a viewer did not must not keep it from the others. */
    @Override
    public boolean offer(Media media) {
        in++;
        if (media.format() != format) {
            format = media.format();
        }
        boolean taken = false;
        List<Viewer> now = viewers;
        for (int i = 0; i < now.size(); i++) {
            taken |= now.get(i).offer(media);
        }
        if (taken && media instanceof EncodedFrame frame) {
            out++;
            keyframes += frame.keyframe() ? 1 : 0;
            bytes += frame.size();
        }
        return true;
    }

    /** {@code out} counts a picture once, however many got it. */
    @Override
    public Stats stats() {
        long given = out;
        return new Stats(in, given, in - given, 0, keyframes, bytes).withViewers(viewers.size());
    }

    @Override
    public void close() {
        closed.accept(this);
    }
}
