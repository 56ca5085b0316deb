package flathead.session.internal;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.Media;
import flathead.api.Stats;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import flathead.signaling.PeerFactory;
import flathead.signaling.SignalingClient;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.BundleContext;

/** One server to publish to: its two sinks, and the streams that go through them. */
final class Uplink {
    private final String name;
    private final SignalingClient client;
    private final SessionThread thread;
    private final Terms terms;
    private final List<Entrance> entrances;
    private final Map<StreamId, PublishedStream> streams = new HashMap<>();

    /** Registers nothing yet. */
    Uplink(String name, SignalingClient client, BundleContext context, SessionThread thread, Terms terms) {
        this.name = name;
        this.client = client;
        this.thread = thread;
        this.terms = terms;
        entrances = Arrays.stream(Form.values()).map(form -> new Entrance(this, form, context)).toList();
    }

    String name() {
        return name;
    }

    SignalingClient client() {
        return client;
    }

    /** What the stacks that run can send of this form, in the order of their rank. */
    List<Codec> sends(Form form) {
        Set<Codec> codecs = new LinkedHashSet<>();
        for (Stacks.Stack stack : terms.stacks().all()) {
            stack.factory().sends().stream().filter(form::holds).forEach(codecs::add);
        }
        return List.copyOf(codecs);
    }

    /** Registers and withdraws the sinks as the stacks are. On the registrar's thread. */
    void advertise() {
        entrances.forEach(entrance -> entrance.advertise(sends(entrance.form())));
    }

    /** Withdraws the sinks, so that their users close what they opened, and ends what they left. On the registrar's. */
    void close() {
        entrances.forEach(entrance -> entrance.advertise(List.of()));
        all().forEach(PublishedStream::close);
    }

    private synchronized List<PublishedStream> all() {
        return List.copyOf(streams.values());
    }

    synchronized VideoSink.Outlet open(StreamId id, Form form, VideoFormat format, Feedback upstream) {
        if (!client.carries(id.camera())) {
            return new Nowhere(upstream);
        }
        PublishedStream before = streams.get(id);
        Way way = before == null ? null : before.enter(form, format, upstream);
        if (way == null) {
            PublishedStream stream = new PublishedStream(id, name, client, thread, terms);
            streams.put(id, stream);
            way = stream.enter(form, format, upstream);
        }
        return way;
    }

    /** A stack came or changed. On the publisher's thread. */
    void stacksChanged() {
        all().forEach(PublishedStream::reconsider);
    }

    /** A stack goes. On the publisher's thread. */
    void stackGone(PeerFactory factory) {
        all().forEach(stream -> stream.stackGone(factory));
    }

    /** For a camera that this server is not to get. */
    private record Nowhere(Feedback upstream) implements VideoSink.Outlet {
        Nowhere {
            upstream.limitBitrate(Feedback.NOTHING);
        }

        @Override
        public boolean offer(Media media) {
            return false;
        }

        @Override
        public Stats stats() {
            return Stats.NONE;
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    }
}
