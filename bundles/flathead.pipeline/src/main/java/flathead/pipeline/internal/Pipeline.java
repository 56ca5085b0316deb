package flathead.pipeline.internal;

import flathead.api.Codec;
import flathead.api.DecoderFactory;
import flathead.api.EncoderFactory;
import flathead.api.EncoderSettings;
import flathead.api.Feedback;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.api.StreamId;
import flathead.api.StreamMonitor;
import flathead.api.StreamStatus;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream: a feed, an encoder or decoder slot for each codec that a sink wants and the feed does not deliver, and a
 * lane for each sink. What a sink can take as it comes costs nothing; what must be made is made once and shared; what
 * nobody wants is not made. Raw pictures are encoded, encoded ones are decoded, and none are both.
 *
 * <p>Every change of structure is a {@code reconcile} on the control thread, which compares what is with what should
 * be.
 */
final class Pipeline implements StreamMonitor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);
    private static final long TICK_MILLIS = 1_000;
    private static final long WAIT_MILLIS = 2_500;

    private final StreamId id;
    private final Services services;
    private final NanoClock clock;
    private final Control control;
    private final Feed feed;
    private final Quarantine brokenSinks;
    private final Map<Codec, Branch> branches = new EnumMap<>(Codec.class);
    private final List<Served> lanes = new CopyOnWriteArrayList<>();
    private final NetworkRate networkRate;
    private volatile Branch source;
    private volatile Branch encoded;
    private volatile EncoderSlot encoder;
    private volatile DecoderSlot decoder;
    private volatile String sinkDetail = "";
    private EncoderSettings settings;
    private boolean closed;

    /**
     * What may serve a stream, as of now, best first.
     *
     * @param encoders those that run
     * @param decoders those that run
     * @param sinks those to serve
     */
    record Services(Supplier<List<Ranked.Entry<EncoderFactory>>> encoders,
            Supplier<List<Ranked.Entry<DecoderFactory>>> decoders, Supplier<List<Ranked.Entry<VideoSink>>> sinks) {
    }

    /**
     * @param makeFeed makes the feed, which tells the given owner of changes
     */
    Pipeline(StreamId id, EncoderSettings settings, Services services, Function<Feed.Owner, Feed> makeFeed,
            NanoClock clock) {
        this.id = id;
        this.settings = settings;
        this.services = services;
        this.clock = clock;
        this.brokenSinks = new Quarantine(clock);
        this.control = new Control(id.name());
        this.networkRate = new NetworkRate(clock);
        this.feed = makeFeed.apply(this::changed);
        control.execute(this::reconcile);
        control.every(TICK_MILLIS, this::tick);
    }

    /** Services or the feed changed: look again. Any thread. */
    void changed() {
        control.execute(this::reconcile);
    }

    /** The encoders or decoders changed: look again. Any thread. */
    void codersChanged() {
        control.execute(() -> {
            reconcile();
            branches.values().forEach(Branch::reconsider);
        });
    }

    /** Services are gone from the lists: returns when they are not in use any more, or after a deadline. */
    void awaitGone() {
        if (!control.call(WAIT_MILLIS, this::reconcile)) {
            LOG.warn("{}: a service that goes is still in use after {} ms", id, WAIT_MILLIS);
        }
    }

    /** An encoder is gone from the list: returns when it is not in use any more, or after a deadline. */
    void awaitGone(EncoderFactory gone) {
        EncoderSlot slot = encoder;
        if (slot != null && !slot.awaitGone(gone, WAIT_MILLIS)) {
            LOG.warn("{}: an encoder that goes is still in use after {} ms", id, WAIT_MILLIS);
        }
    }

    /** A decoder is gone from the list: returns when it is not in use any more, or after a deadline. */
    void awaitGone(DecoderFactory gone) {
        DecoderSlot slot = decoder;
        if (slot != null && !slot.awaitGone(gone, WAIT_MILLIS)) {
            LOG.warn("{}: a decoder that goes is still in use after {} ms", id, WAIT_MILLIS);
        }
    }

    /** Other settings for the encoder; they hold from the next picture on. */
    void configure(EncoderSettings wanted) {
        control.execute(() -> {
            settings = wanted;
            if (encoder != null) {
                encoder.configure(wanted);
            }
        });
    }

    /** Why raw pictures of this format cannot become what goes out now; empty if they can. Any thread. */
    Optional<String> refusal(VideoFormat pictures) {
        List<Ranked.Entry<EncoderFactory>> running = services.encoders.get();
        Branch branch = encoded;
        if (branch != null && running.stream().anyMatch(each -> each.service().produces() == branch.codec())
                && running.stream().noneMatch(each -> each.service().produces() == branch.codec()
                    && each.service().supports(pictures))) {
            return Optional.of("what an encoder that runs can make " + branch.codec() + " of, one of " + running);
        }
        return lanes.stream().map(served -> served.lane().refusal(pictures)).flatMap(Optional::stream).findFirst();
    }

    /** Runs a change of the feed on the control thread, and waits for it. */
    boolean change(Runnable change) {
        return control.call(2 * WAIT_MILLIS, () -> {
            change.run();
            reconcile();
        });
    }

    private void reconcile() {
        if (closed) {
            return;
        }
        List<Ranked.Entry<VideoSink>> wanted = services.sinks.get();
        for (Served served : lanes) {
            if (wanted.stream().noneMatch(sink -> sink.service() == served.sink().service())) {
                end(served);
            }
        }
        settleFeed(!wanted.isEmpty());
        List<Served> more = new ArrayList<>();
        for (Ranked.Entry<VideoSink> sink : wanted) {
            if (lanes.stream().noneMatch(served -> served.sink().service() == sink.service())) {
                serve(sink, more);
            }
        }
        // Together: the first pictures go to all of them, however long the last one took to open.
        more.forEach(served -> branches.get(served.codec()).tap().add(served.lane()));
        branches.values().forEach(this::applyWishes);
    }

    private void settleFeed(boolean wanted) {
        List<Codec> codecs = feed.codecs();
        if (!wanted || codecs.isEmpty()) {
            feed.settle(null, null);
            if (source != null) {
                source.tap().clear();
            }
            return;
        }
        Codec codec = codecs.get(0);
        if (source == null) {
            source = branches.computeIfAbsent(codec,
                c -> new Branch(new Tap(c, clock, this::changed, true), null, feed, clock));
        }
        feed.settle(codec, source.tap());
    }

    /** Opens the sink; what opened is added to the list, and not fed yet. */
    private void serve(Ranked.Entry<VideoSink> sink, List<Served> more) {
        VideoFormat format = source == null ? null : source.tap().format();
        if (format == null || brokenSinks.best(List.of(sink), any -> true) == null) {
            return;
        }
        List<Codec> accepts = sink.service().accepts(id, format);
        if (accepts.isEmpty()) {
            return;
        }
        Codec codec = pick(accepts, format);
        if (codec == null) {
            sinkDetail = missing(sink, accepts, format.codec());
            return;
        }
        sinkDetail = "";
        Branch branch = branches.computeIfAbsent(codec,
            format.codec().isRaw() ? this::encodedBranch : this::decodedBranch);
        try {
            Lane lane = new Lane(sink.service(), role(sink), sink.name(), id, format.as(codec), clock,
                lanesOwner(branch));
            Served served = new Served(sink, codec, lane);
            lanes.add(served);
            more.add(served);
        } catch (MediaException | RuntimeException | LinkageError e) {
            LOG.warn("{}: the {} sink did not open: {}", id, sink, e.getMessage());
            brokenSinks.failed(sink);
        }
    }

    private static String role(Ranked.Entry<VideoSink> sink) {
        return String.valueOf(sink.properties().get(VideoSink.ROLE));
    }

    private Codec pick(List<Codec> accepts, VideoFormat format) {
        for (Codec codec : accepts) {
            if (codec == format.codec() || branches.containsKey(codec) || canMake(codec, format)) {
                return codec;
            }
        }
        return null;
    }

    private boolean canMake(Codec codec, VideoFormat of) {
        if (of.codec().isRaw()) {
            return services.encoders.get().stream()
                .anyMatch(each -> each.service().produces() == codec && each.service().supports(of));
        }
        return codec == Codec.I420 && services.decoders.get().stream()
            .anyMatch(each -> each.service().consumes() == of.codec() && each.service().supports(of));
    }

    private String missing(Ranked.Entry<VideoSink> sink, List<Codec> accepts, Codec codec) {
        String coder = codec.isRaw() ? "encoder" : "decoder";
        List<?> running = codec.isRaw() ? services.encoders.get() : services.decoders.get();
        return "waits for " + (codec.isRaw() ? "an " : "a ") + coder + ": the " + sink + " sink takes "
            + accepts + ", there is " + codec + " and "
            + (running.isEmpty() ? "no " + coder : running);
    }

    private Branch encodedBranch(Codec codec) {
        Tap tap = new Tap(codec, clock, () -> { }, false);
        EncoderSlot slot = new EncoderSlot(id, codec, services.encoders, settings, tap, control, clock);
        source.tap().add(slot);
        encoder = slot;
        encoded = new Branch(tap, slot, slot, clock);
        return encoded;
    }

    private Branch decodedBranch(Codec codec) {
        Tap tap = new Tap(codec, clock, () -> { }, false);
        DecoderSlot slot = new DecoderSlot(id, source.codec(), services.decoders, source::keyframeWanted, tap, control,
            clock);
        source.tap().add(slot);
        decoder = slot;
        return new Branch(tap, slot, Feedback.NONE, clock);
    }

    private Lane.Owner lanesOwner(Branch branch) {
        return new Lane.Owner() {
            @Override
            public void keyframeWanted() {
                branch.keyframeWanted();
            }

            @Override
            public void limitChanged() {
                changed();
            }

            @Override
            public void laneBroke(Lane lane) {
                broke(lane);
            }
        };
    }

    private void end(Served served) {
        Branch branch = branches.get(served.codec());
        branch.tap().remove(served.lane());
        lanes.remove(served);
        served.lane().close();
    }

    private void broke(Lane lane) {
        control.execute(() -> {
            for (Served served : lanes) {
                if (served.lane() == lane) {
                    brokenSinks.failed(served.sink());
                    end(served);
                }
            }
            reconcile();
        });
    }

    private void applyWishes(Branch branch) {
        // What is decoded for some comes from the same sender as what others take as it is.
        boolean encodedSource = branch == source && !branch.codec().isRaw();
        List<Lane> wanting = new ArrayList<>();
        for (Served served : lanes) {
            if ((encodedSource || served.codec() == branch.codec()) && served.lane().wantsPictures()) {
                wanting.add(served.lane());
            }
        }
        if (branch.slot() != null) {
            branch.slot().setActive(!wanting.isEmpty());
        }
        if (branch == encoded || encodedSource) {
            branch.maker().limitBitrate(Wishes.limit(wanting));
        }
    }

    private void tick() {
        if (closed) {
            return;
        }
        feed.tick();
        for (Branch branch : branches.values()) {
            if (branch.slot() != null) {
                branch.slot().tick();
            }
        }
        lanes.forEach(served -> served.lane().report());
        networkRate.sample(feed.stats().network());
        if (!brokenSinks.isEmpty()) {
            reconcile();
        }
    }

    @Override
    public StreamStatus status() {
        return new StatusReading(id, feed, source, encoded, encoder, decoder, lanes, sinkDetail, networkRate).read();
    }

    @Override
    public void close() {
        control.call(WAIT_MILLIS, () -> {
            closed = true;
            feed.close();
            for (Branch branch : branches.values()) {
                if (branch.slot() != null) {
                    source.tap().remove(branch.slot());
                    branch.slot().close();
                }
            }
            lanes.forEach(this::end);
            branches.values().forEach(branch -> branch.tap().clear());
        });
        control.close();
    }
}
