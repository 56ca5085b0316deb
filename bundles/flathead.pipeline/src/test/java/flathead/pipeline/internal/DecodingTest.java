package flathead.pipeline.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.DecoderFactory;
import flathead.api.EncodedFrame;
import flathead.api.EncoderFactory;
import flathead.api.EncoderSettings;
import flathead.api.Feedback;
import flathead.api.FrameInput;
import flathead.api.NanoClock;
import flathead.api.Pool;
import flathead.api.Stats;
import flathead.api.StreamId;
import flathead.api.StreamStatus;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import flathead.api.VideoSource;
import flathead.testkit.Await;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pipeline of a remote stream that comes encoded, with decoders and sinks that come and go. */
class DecodingTest {
    private static final VideoFormat FORMAT = new VideoFormat(Codec.H264, 64, 48, 30);

    private final Ranked<DecoderFactory> decoders = new Ranked<>();
    private final Ranked<EncoderFactory> encoders = new Ranked<>();
    private final Ranked<VideoSink> sinks = new Ranked<>();
    private final FakeDecoders decoder = new FakeDecoders(1);
    private final FakeRemote remote = new FakeRemote();
    private final FakeSink raw = new FakeSink(Codec.I420);
    private final FakeSink relay = new FakeSink(Codec.H264);
    private Pipeline pipeline;

    /**
     * A stream that delivers when told to, a keyframe where one was asked for; what it begins with, again and again
     * until it is taken.
     */
    private static final class FakeRemote implements VideoSource {
        final Pool<EncodedFrame> pool = Pool.ofEncoded(FORMAT, 32, 8);
        final AtomicInteger wishes = new AtomicInteger();
        volatile int limit = Feedback.UNLIMITED;
        volatile FrameInput out;
        volatile boolean keyframe = true;
        final Queue<EncodedFrame> beginning = new ArrayDeque<>();
        boolean taken;
        long sequence;

        @Override
        public StreamId id() {
            return new StreamId("left", "robot", "left", 1);
        }

        @Override
        public List<Codec> codecs() {
            return List.of(Codec.H264);
        }

        @Override
        public SourceLink open(Codec codec, FrameInput to) {
            out = to;
            return new SourceLink() {
                @Override
                public void requestKeyframe() {
                    wishes.incrementAndGet();
                    keyframe = true;
                }

                @Override
                public void limitBitrate(int bitsPerSecond) {
                    limit = bitsPerSecond;
                }

                @Override
                public Stats stats() {
                    return Stats.NONE;
                }

                @Override
                public void close() {
                    out = null;
                }
            };
        }

        void send() {
            FrameInput to = out;
            EncodedFrame unit = to == null ? null : pool.tryTake();
            if (unit != null) {
                try (unit) {
                    unit.data().put(0, (byte) 0);
                    unit.set(FORMAT, sequence++, System.nanoTime(), 8, keyframe);
                    keyframe = false;
                    unit.retain();
                    beginning.add(unit);
                }
            }
            while (to != null && !beginning.isEmpty() && (to.offer(beginning.peek()) || taken)) {
                taken = true;
                beginning.remove().close();
            }
        }

        void end() {
            while (!beginning.isEmpty()) {
                beginning.remove().close();
            }
        }
    }

    @BeforeEach
    void open() {
        pipeline = new Pipeline(remote.id(), new EncoderSettings(1_000_000, 0),
            new Pipeline.Services(encoders::entries, decoders::entries, sinks::entries),
            owner -> new RemoteFeed(remote, owner), NanoClock.SYSTEM);
    }

    @AfterEach
    void everythingIsGivenBack() {
        pipeline.close();
        remote.end();
        assertEquals(0, remote.pool.inFlight());
        assertEquals(0, raw.open);
        assertEquals(0, relay.open);
        decoder.opened.forEach(fake -> assertTrue(fake.closed));
    }

    private void run(FakeDecoders which, int ranking) {
        decoders.put(which, Map.of("service.id", (long) which.mark, "service.ranking", ranking, DecoderFactory.NAME,
            "fake" + which.mark), DecoderFactory.NAME);
        pipeline.codersChanged();
    }

    private void add(FakeSink sink, long id, String role) {
        sinks.put(sink, Map.of("service.id", id, VideoSink.ROLE, role), VideoSink.ROLE);
        pipeline.changed();
    }

    private void flows(FakeSink sink) {
        int before = sink.sequences.size();
        Await.until("pictures reach the sink", () -> {
            remote.send();
            return sink.sequences.size() > before;
        });
    }

    @Test
    void decodesOnceForTheRawSinksAndNotForARelay() {
        run(decoder, 0);
        FakeSink meter = new FakeSink(Codec.I420);
        add(relay, 1, VideoSink.RECORD);
        add(raw, 2, VideoSink.VIEW);
        add(meter, 3, VideoSink.FRAMES);
        flows(relay);
        flows(raw);
        flows(meter);
        assertEquals(Codec.H264, relay.format.codec());
        assertEquals(Codec.I420, raw.format.codec());
        assertEquals(1, decoder.opened.size());
        StreamStatus status = pipeline.status();
        assertEquals("fake1", status.decoder());
        assertEquals("", status.encoder());
        assertEquals(Codec.H264, status.codec());
        assertTrue(status.decoded().out() > 0, status::toString);
        assertEquals("", status.detail());
    }

    @Test
    void whatItBeginsWithReachesSinksThatOpenOnlyThen() {
        raw.rawDepth = 4;
        run(decoder, 0);
        add(raw, 1, VideoSink.VIEW);
        add(relay, 2, VideoSink.RECORD);
        Await.until("the stream is open", () -> remote.out != null);
        remote.send();
        pipeline.change(() -> { }); // after what the first picture set off
        assertEquals(2, raw.open + relay.open);
        remote.send();
        remote.send();
        Await.until("they come", () -> raw.sequences.size() == 3 && relay.sequences.size() == 3);
        assertEquals(List.of(0L, 1L, 2L), raw.sequences);
        assertEquals(List.of(0L, 1L, 2L), relay.sequences);
        assertEquals(0, remote.wishes.get(), "nobody needed another keyframe");
    }

    @Test
    void whatItBeganWithIsNotKeptForLong() {
        add(relay, 1, VideoSink.RECORD);
        Await.until("the stream is open", () -> remote.out != null);
        for (int i = 0; i <= Lead.MOST; i++) {
            remote.send();
            pipeline.change(() -> { });
        }
        Await.until("they come", () -> relay.sequences.size() == Lead.MOST + 1);
        Await.until("nothing is kept", () -> remote.pool.inFlight() == 0);
    }

    @Test
    void decodesNothingThatNobodyWantsRaw() {
        run(decoder, 0);
        add(relay, 1, VideoSink.RECORD);
        flows(relay);
        flows(relay);
        assertTrue(decoder.opened.isEmpty());
        add(raw, 2, VideoSink.VIEW);
        flows(raw);
        raw.upstream.limitBitrate(Feedback.NOTHING);
        Await.until("the decoder is closed", () -> decoder.last().closed);
        flows(relay);
        raw.upstream.limitBitrate(Feedback.UNLIMITED);
        flows(raw);
        assertEquals(2, decoder.opened.size());
        sinks.remove(raw);
        pipeline.awaitGone();
        Await.until("the decoder is closed again", () -> decoder.last().closed);
        flows(relay);
    }

    @Test
    void asksTheSenderForAKeyframeNotForEachPicture() {
        run(decoder, 0);
        add(relay, 1, VideoSink.RECORD);
        for (int i = 0; i <= Lead.MOST; i++) {
            flows(relay);
        }
        int before = remote.wishes.get();
        add(raw, 2, VideoSink.VIEW);
        flows(raw);
        int wishes = remote.wishes.get() - before;
        assertTrue(wishes >= 1 && wishes <= 2, wishes + " wishes");
    }

    @Test
    void saysThatADecoderIsMissing() {
        add(raw, 1, VideoSink.VIEW);
        Await.until("it says so", () -> {
            remote.send();
            return pipeline.status().detail().contains("waits for a decoder");
        });
        assertEquals("waits for a decoder: the view sink takes [I420], there is H264 and no decoder",
            pipeline.status().detail());
        run(decoder, 0);
        flows(raw);
        assertEquals("", pipeline.status().detail());
    }

    @Test
    void anotherDecoderTakesOverWhenTheOneInUseGoes() {
        FakeDecoders other = new FakeDecoders(2);
        run(decoder, 10);
        run(other, 0);
        add(raw, 1, VideoSink.VIEW);
        flows(raw);
        decoders.remove(decoder);
        Thread bundle = new Thread(() -> pipeline.awaitGone(decoder), "stopping");
        bundle.start();
        Await.until("it is let go", () -> {
            remote.send();
            return !bundle.isAlive();
        });
        assertTrue(decoder.last().closed);
        flows(raw);
        assertEquals("fake2", pipeline.status().decoder());
    }

    @Test
    void nothingIsEncodedOfWhatComesEncoded() {
        FakeSink other = new FakeSink(Codec.VP8);
        run(decoder, 0);
        add(other, 1, VideoSink.VIEW);
        Await.until("it says so", () -> {
            remote.send();
            return pipeline.status().detail().contains("the view sink takes [VP8], there is H264");
        });
        assertTrue(decoder.opened.isEmpty());
    }

    @Test
    void aRecorderRulesTheRateOfTheSenderAndARawViewerDoesNot() {
        run(decoder, 0);
        add(relay, 1, VideoSink.RECORD);
        add(raw, 2, VideoSink.VIEW);
        flows(relay);
        flows(raw);
        raw.upstream.limitBitrate(100_000);
        relay.upstream.limitBitrate(700_000);
        Await.until("the recorder's limit holds", () -> remote.limit == 700_000);
        sinks.remove(relay);
        pipeline.awaitGone();
        Await.until("alone, the viewer's limit holds", () -> remote.limit == 100_000);
    }
}
