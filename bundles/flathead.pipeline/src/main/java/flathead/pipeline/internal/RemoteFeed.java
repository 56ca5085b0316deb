package flathead.pipeline.internal;

import flathead.api.Codec;
import flathead.api.FrameInput;
import flathead.api.MediaException;
import flathead.api.ReceiverStatus;
import flathead.api.Stats;
import flathead.api.VideoSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stream that comes from elsewhere. When it fails it is over: its session's owner makes another one. */
final class RemoteFeed implements Feed {
    private static final int NOMINAL_FPS = 30;
    private static final Logger LOG = LoggerFactory.getLogger(RemoteFeed.class);

    private final VideoSource source;
    private final Owner owner;
    private volatile VideoSource.SourceLink link;
    private volatile String detail = "";
    private Codec open;
    private Gate gate;

    RemoteFeed(VideoSource source, Owner owner) {
        this.source = source;
        this.owner = owner;
    }

    @Override
    public List<Codec> codecs() {
        return source.codecs();
    }

    @Override
    public int fps() {
        return NOMINAL_FPS;
    }

    @Override
    public void settle(Codec wanted, FrameInput out) {
        if (wanted == open) {
            return;
        }
        close();
        if (wanted == null || !detail.isEmpty()) {
            return;
        }
        Gate next = new Gate(out, (which, cause) -> failed(cause));
        try {
            link = source.open(wanted, next);
            open = wanted;
            gate = next;
            next.open();
        } catch (MediaException e) {
            LOG.warn("{}: {}", source.id(), e.getMessage());
            detail = e.getMessage();
        }
    }

    private void failed(MediaException cause) {
        detail = cause.getMessage();
        owner.feedChanged();
    }

    @Override
    public void tick() {
    }

    @Override
    public String name() {
        return link == null ? "" : "remote";
    }

    @Override
    public String detail() {
        return detail;
    }

    @Override
    public Stats stats() {
        VideoSource.SourceLink now = link;
        return now == null ? Stats.NONE : now.stats();
    }

    @Override
    public ReceiverStatus receiver() {
        VideoSource.SourceLink now = link;
        return now == null ? null : now.receiver();
    }

    @Override
    public void requestKeyframe() {
        VideoSource.SourceLink now = link;
        if (now != null) {
            now.requestKeyframe();
        }
    }

    @Override
    public void limitBitrate(int bitsPerSecond) {
        VideoSource.SourceLink now = link;
        if (now != null) {
            now.limitBitrate(bitsPerSecond);
        }
    }

    @Override
    public void close() {
        VideoSource.SourceLink old = link;
        if (old != null) {
            gate.shut();
            link = null;
            open = null;
            old.close();
        }
    }
}
