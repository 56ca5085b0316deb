package flathead.session.internal;

import flathead.api.Feedback;
import flathead.api.Media;
import flathead.api.Stats;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A published stream's entrance for pictures of one form. It takes pictures while there is a peer for them, and wants
 * none else.
 */
final class Way implements VideoSink.Outlet {
    private final PublishedStream stream;
    private final Form form;
    private final Feedback upstream;
    private final AtomicBoolean closed = new AtomicBoolean();
    /** Of the latest picture; what the next peer offers to send. */
    private volatile VideoFormat format;
    private volatile PublishedStream.Attempt attempt;
    private volatile Stats last = Stats.NONE;

    Way(PublishedStream stream, Form form, VideoFormat format, Feedback upstream) {
        this.stream = stream;
        this.form = form;
        this.format = format;
        this.upstream = upstream;
        upstream.limitBitrate(Feedback.NOTHING);
    }

    Form form() {
        return form;
    }

    VideoFormat format() {
        return format;
    }

    Feedback upstream() {
        return upstream;
    }

    /** Gives what comes to this peer, until another is named; to none if that is null. */
    void leadTo(PublishedStream.Attempt next) {
        PublishedStream.Attempt before = attempt;
        attempt = next;
        if (before != null && next == null) {
            upstream.limitBitrate(Feedback.NOTHING);
            last = before.peer().stats();
        }
    }

    boolean leadsTo(PublishedStream.Attempt other) {
        return attempt == other;
    }

    @Override
    public boolean offer(Media media) {
        PublishedStream.Attempt now = attempt;
        if (media.format() != format) {
            format = media.format();
        }
        return now != null && now.peer().offer(media);
    }

    @Override
    public Optional<String> refusal(VideoFormat wanted) {
        PublishedStream.Attempt now = attempt;
        return now == null ? Optional.empty() : now.peer().refusal(wanted);
    }

    @Override
    public Stats stats() {
        PublishedStream.Attempt now = attempt;
        return now == null ? last : now.peer().stats();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            stream.leave(this);
        }
    }
}
