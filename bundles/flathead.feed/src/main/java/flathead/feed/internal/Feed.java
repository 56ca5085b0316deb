package flathead.feed.internal;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.Frame;
import flathead.api.MediaException;
import flathead.api.StereoMonitor;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import flathead.lending.Cameras;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The feed of this runtime: a sink, and what is read of it. Where nobody reads a camera it is paused; a pair that
 * nobody reads is not asked for.
 *
 * <p>Settings, PID {@value #PID}: see {@link FeedConfig}. What is not allowed is refused with one line in the log, and
 * the feed stays where it was.
 */
@Component(name = Feed.PID, immediate = true, service = VideoSink.class,
    property = {VideoSink.ROLE + "=" + VideoSink.FRAMES, VideoSink.NAME + "=" + Feed.NAME})
@Designate(ocd = FeedConfig.class)
public final class Feed implements VideoSink {
    static final String PID = "flathead.feed";
    static final String NAME = "feed";

    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

    private final BundleContext context;
    private final WallClock wall = new WallClock();
    private final Hub hub = new Hub();
    private final Cameras<Channel> cameras = new Cameras<>(new Taker());
    private final PairFeed pairs;
    /** Guarded by itself. */
    private final Map<StereoMonitor, Channel> monitors = new HashMap<>();
    private volatile Open open;

    /** Where it is served. */
    private record Open(FeedSettings settings, Folder folder, Server server) {
        void close() {
            server.close();
            try {
                folder.close();
            } catch (IOException e) {
                LOG.warn("{}: {} could not be cleaned: {}", PID, settings.path(), e.toString());
            }
        }
    }

    /** Takes the pictures of cameras. */
    private final class Taker implements Cameras.Taker<Channel> {
        @Override
        public Channel there(String name) {
            Channel channel = channel(Channel.Kind.CAMERA, name);
            hub.add(channel);
            return channel;
        }

        @Override
        public boolean wants(Channel channel) {
            return channel.wanted();
        }

        @Override
        public void picture(Channel channel, StreamId stream, Frame frame) {
            channel.offer(frame, null, frame.captureNanos(), 0, frame.sequence());
        }

        @Override
        public void gone(Channel channel) {
            hub.remove(channel);
        }
    }

    /** As a component. */
    @Activate
    public Feed(BundleContext context, Map<String, ?> properties) {
        this.context = context;
        pairs = new PairFeed(context);
        modified(properties);
    }

    /** Where the feed is if nothing else is set. */
    static Path folder(BundleContext context) {
        return Path.of(context.getProperty(Constants.FRAMEWORK_STORAGE), NAME);
    }

    @Modified
    synchronized void modified(Map<String, ?> properties) {
        Open before = open;
        String stays = before == null ? "there is no feed" : "the feed stays at " + before.folder.socket();
        FeedSettings wanted;
        try {
            wanted = FeedSettings.of(properties, folder(context));
        } catch (IllegalArgumentException e) {
            LOG.error("{}: {}; {}", PID, e.getMessage(), stays);
            return;
        }
        if (before != null && before.settings.path().equals(wanted.path())) {
            open = new Open(wanted, before.folder, before.server);
            hub.channels().forEach(Channel::renew);
            return;
        }
        try {
            Folder folder = Folder.open(wanted.path());
            try {
                Server server = new Server(folder.socket(), hub, this::wishesChanged, wall);
                open = new Open(wanted, folder, server);
            } catch (IOException e) {
                folder.close();
                throw e;
            }
        } catch (IOException | UnsupportedOperationException e) {
            LOG.error("{}: path = {} is refused: {}; {}", PID, wanted.path(), e.getMessage(), stays);
            return;
        }
        LOG.info("Pictures for programs at {}", open.folder.socket());
        if (before != null) {
            before.close();
            hub.channels().forEach(Channel::renew);
        }
    }

    private Channel channel(Channel.Kind kind, String name) {
        return new Channel(kind, name, this::map, wall);
    }

    private Ring map(Frame left, Frame right) throws IOException {
        Open now = open;
        if (now == null) {
            throw new IOException("the feed is closed");
        }
        return Ring.create(now.folder.map(), Layout.of(left.format(), right == null ? null : right.format(),
            now.settings.slots()));
    }

    private void wishesChanged() {
        cameras.wishesChanged();
        pairs.wishesChanged(hub.channels());
    }

    @Override
    public List<Codec> accepts() {
        return Cameras.RAW;
    }

    @Override
    public Outlet open(StreamId stream, VideoFormat format, Feedback upstream) throws MediaException {
        return cameras.open(NAME, stream, format, upstream);
    }

    /** There is a pair. */
    @Reference(name = "monitors", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, unbind = "removeMonitor")
    public void addMonitor(StereoMonitor monitor) {
        Channel channel = channel(Channel.Kind.PAIR, monitor.status().name());
        synchronized (monitors) {
            monitors.put(monitor, channel);
        }
        hub.add(channel);
        look();
    }

    /** There is none any more. */
    public void removeMonitor(StereoMonitor monitor) {
        Channel channel;
        synchronized (monitors) {
            channel = monitors.remove(monitor);
        }
        if (channel != null) {
            hub.remove(channel);
            look();
        }
    }

    private void look() {
        Open now = open;
        if (now != null) {
            now.server.wishesMayHaveChanged();
        }
    }

    /** Lets go of every reader. */
    @Deactivate
    public synchronized void deactivate() {
        Open last = open;
        open = null;
        if (last != null) {
            last.close();
        }
    }
}
