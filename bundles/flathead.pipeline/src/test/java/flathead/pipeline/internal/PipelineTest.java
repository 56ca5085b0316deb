package flathead.pipeline.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.CameraInfo;
import flathead.api.CaptureFactory;
import flathead.api.CaptureLink;
import flathead.api.CaptureSettings;
import flathead.api.Codec;
import flathead.api.Control;
import flathead.api.ControlException;
import flathead.api.EncoderFactory;
import flathead.api.EncoderSettings;
import flathead.api.Feedback;
import flathead.api.Frame;
import flathead.api.FrameInput;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.api.Pool;
import flathead.api.Stats;
import flathead.api.StreamId;
import flathead.api.StreamStatus;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import flathead.testkit.Await;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A camera's pipeline with sources, encoders and sinks that come and go. */
class PipelineTest {
    private static final VideoFormat FORMAT = new VideoFormat(Codec.I420, 64, 48, 30);

    private final Ranked<CaptureFactory> sources = new Ranked<>();
    private final Ranked<EncoderFactory> encoders = new Ranked<>();
    private final Ranked<VideoSink> sinks = new Ranked<>();
    private final FakeEncoders encoder = new FakeEncoders(1);
    private final FakeCamera camera = new FakeCamera();
    private final FakeSink uplink = new FakeSink(Codec.H264);
    private CameraFeed feed;
    private Pipeline pipeline;

    /** A camera that delivers when told to. */
    static final class FakeCamera implements CaptureFactory {
        final Pool<Frame> pool = Pool.ofFrames(FORMAT, 16);
        volatile FrameInput out;
        volatile int opened;
        volatile int closed;
        volatile boolean refuses;
        volatile List<String> lacks = List.of();
        volatile CaptureSettings asked;
        long sequence;

        @Override
        public List<CameraInfo> cameras() {
            return List.of();
        }

        @Override
        public CaptureLink open(CaptureSettings settings, FrameInput to) throws MediaException {
            if (refuses) {
                throw new MediaException("the fake camera is busy");
            }
            for (String control : settings.controls().keySet()) {
                if (lacks.contains(control)) {
                    throw new MediaException("it cannot", new ControlException(control, true, "no control " + control));
                }
            }
            asked = settings;
            opened++;
            out = to;
            return new CaptureLink() {
                @Override
                public VideoFormat format() {
                    return FORMAT;
                }

                @Override
                public boolean apply(CaptureSettings wanted) throws MediaException {
                    if (wanted.controls().containsKey("bad")) {
                        throw new MediaException("bad is refused");
                    }
                    asked = wanted;
                    return wanted.format().sameShape(FORMAT);
                }

                @Override
                public List<Control> controls() {
                    return List.of();
                }

                @Override
                public void requestKeyframe() {
                }

                @Override
                public void limitBitrate(int bitsPerSecond) {
                }

                @Override
                public Stats stats() {
                    return Stats.NONE;
                }

                @Override
                public void close() {
                    closed++;
                }
            };
        }

        boolean shoot() {
            FrameInput to = out;
            if (to == null) {
                return false;
            }
            try (Frame frame = pool.tryTake()) {
                frame.set(sequence++, System.nanoTime());
                return to.offer(frame);
            }
        }
    }

    @BeforeEach
    void open() {
        pipeline = new Pipeline(StreamId.local("test"), new EncoderSettings(1_000_000, 0),
            new Pipeline.Services(encoders::entries, List::of, sinks::entries), owner -> {
                feed = new CameraFeed("test", new CaptureSettings("0", FORMAT, Map.of()), sources,
                    NanoClock.SYSTEM, owner);
                return feed;
            }, NanoClock.SYSTEM);
    }

    @AfterEach
    void everythingIsGivenBack() {
        pipeline.close();
        assertEquals(camera.opened, camera.closed);
        assertEquals(0, camera.pool.inFlight());
        assertEquals(0, uplink.open);
        encoder.opened.forEach(fake -> assertTrue(fake.closed));
    }

    private void add(FakeSink sink, long id, String role) {
        sinks.put(sink, Map.of("service.id", id, VideoSink.ROLE, role), VideoSink.ROLE);
        pipeline.changed();
    }

    private void addAll() {
        sources.put(camera, Map.of(CaptureFactory.NAME, "fake"), CaptureFactory.NAME);
        encoders.put(encoder, Map.of(EncoderFactory.NAME, "fake1"), EncoderFactory.NAME);
        pipeline.codersChanged();
        add(uplink, 1, VideoSink.UPLINK);
    }

    private void flows(FakeSink sink) {
        int before = sink.sequences.size();
        Await.until("pictures reach the sink", () -> {
            camera.shoot();
            return sink.sequences.size() > before;
        });
    }

    @Test
    void saysWhatItWaitsForUntilAllIsThere() {
        assertEquals(StreamStatus.State.WAITING, pipeline.status().state());
        add(uplink, 1, VideoSink.UPLINK);
        Await.until("no source", () -> pipeline.status().detail().contains("source"));
        sources.put(camera, Map.of(CaptureFactory.NAME, "fake"), CaptureFactory.NAME);
        pipeline.changed();
        Await.until("no encoder", () -> {
            camera.shoot();
            return pipeline.status().detail().contains("encoder");
        });
        encoders.put(encoder, Map.of(EncoderFactory.NAME, "fake1"), EncoderFactory.NAME);
        pipeline.codersChanged();
        flows(uplink);
        StreamStatus status = pipeline.status();
        assertEquals(StreamStatus.State.STREAMING, status.state());
        assertEquals("fake", status.source());
        assertEquals("fake1", status.encoder());
        assertEquals(Codec.H264, status.codec());
        assertEquals("", status.detail());
    }

    @Test
    void opensNothingThatNobodyWants() {
        sources.put(camera, Map.of(), CaptureFactory.NAME);
        encoders.put(encoder, Map.of(), EncoderFactory.NAME);
        pipeline.codersChanged();
        pipeline.awaitGone();
        assertEquals(0, camera.opened);
        FakeSink raw = new FakeSink(Codec.I420);
        add(raw, 2, VideoSink.FRAMES);
        flows(raw);
        assertTrue(encoder.opened.isEmpty());
        sinks.remove(raw);
        pipeline.awaitGone();
        assertEquals(1, camera.closed);
        assertEquals(0, raw.open);
    }

    @Test
    void encodesOnceForTwoSinksAndServesARawOneBeside() {
        addAll();
        FakeSink recorder = new FakeSink(Codec.H264);
        FakeSink raw = new FakeSink(Codec.I420, Codec.H264);
        add(recorder, 2, VideoSink.RECORD);
        add(raw, 3, VideoSink.FRAMES);
        flows(uplink);
        flows(recorder);
        flows(raw);
        assertEquals(Codec.I420, raw.format.codec());
        assertEquals(1, encoder.opened.size());
    }

    /** Its codec and its rate are the stream's; those of the encoder count while somebody wants them. */
    @Test
    void theStatusTellsWhatASinkMakesOfRawPictures() {
        addAll();
        FakeSink raw = new FakeSink(Codec.I420);
        add(raw, 2, VideoSink.UPLINK);
        flows(raw);
        raw.stats = sent(1_000);
        assertEquals(Codec.H264, pipeline.status().codec());
        uplink.upstream.limitBitrate(Feedback.NOTHING);
        Await.until("VP8", () -> pipeline.status().codec() == Codec.VP8);
        assertEquals("", pipeline.status().encoder());
        Await.until("a rate", () -> {
            raw.stats = sent(raw.stats.network().bytes() + 1_000);
            return pipeline.status().bitsPerSecond() > 0;
        });
    }

    private static Stats sent(long bytes) {
        return new Stats(0, 0, 0, 0, 0, 0, new Stats.Network(Codec.VP8, 1, 0, 0, 0, bytes, -1), null);
    }

    @Test
    void encodesNothingWhileTheOnlySinkIsPaused() {
        addAll();
        flows(uplink);
        uplink.upstream.limitBitrate(Feedback.NOTHING);
        Await.until("the encoder is closed", () -> encoder.last().closed);
        int before = uplink.keyframes.size();
        uplink.upstream.limitBitrate(Feedback.UNLIMITED);
        Await.until("another encoder", () -> {
            camera.shoot();
            return encoder.opened.size() == 2;
        });
        flows(uplink);
        List<Boolean> since = List.copyOf(uplink.keyframes); // which goes on growing
        assertTrue(since.subList(before, since.size()).contains(true));
    }

    @Test
    void theUplinkRulesTheBitrateAndASlowViewerDoesNot() {
        addAll();
        FakeSink viewer = new FakeSink(Codec.H264);
        add(viewer, 2, VideoSink.VIEW);
        flows(uplink);
        flows(viewer);
        viewer.upstream.limitBitrate(100_000);
        uplink.upstream.limitBitrate(700_000);
        Await.until("the uplink's limit holds", () -> encoder.last().limit == 700_000);
        uplink.upstream.limitBitrate(1);
        Await.until("but not below what an encoder can", () -> encoder.last().limit == EncoderSettings.MIN_BITRATE);
        sinks.remove(uplink);
        pipeline.awaitGone();
        Await.until("alone, the viewer's limit holds", () -> encoder.last().limit == 100_000);
        FakeSink program = new FakeSink(Codec.H264);
        add(program, 3, VideoSink.FRAMES);
        Await.until("a program goes before it", () -> {
            camera.shoot();
            return encoder.last().limit == Feedback.UNLIMITED;
        });
    }

    @Test
    void aBrokenCameraIsOpenedAgain() {
        addAll();
        flows(uplink);
        camera.out.failed(new MediaException("unplugged"));
        Await.until("opened again", () -> camera.opened == 2);
        flows(uplink);
        assertEquals(1, camera.closed);
    }

    @Test
    void aBetterCameraStackTakesOverAndFallsBack() {
        addAll();
        flows(uplink);
        FakeCamera better = new FakeCamera();
        sources.put(better, Map.of("service.id", 9L, "service.ranking", 100), CaptureFactory.NAME);
        pipeline.changed();
        Await.until("taken over", () -> better.opened == 1 && camera.closed == 1);
        assertFalse(camera.shoot(), "the old camera is not heard any more");
        sources.remove(better);
        pipeline.awaitGone();
        assertEquals(1, better.closed);
        flows(uplink);
        assertEquals(1, encoder.opened.size());
    }

    @Test
    void refusedCameraSettingsLeaveEverythingAsItIs() {
        addAll();
        flows(uplink);
        CaptureSettings bad = new CaptureSettings("0", FORMAT, Map.of("bad", "1"));
        String[] refusal = {""};
        pipeline.change(() -> {
            try {
                feed.configure(bad);
            } catch (MediaException e) {
                refusal[0] = e.getMessage();
            }
        });
        assertEquals("bad is refused", refusal[0]);
        flows(uplink);
        assertEquals(1, camera.opened);
    }

    @Test
    void whatCannotGoOutIsRefusedByWhoCannot() {
        VideoFormat tooFast = new VideoFormat(Codec.I420, 64, 48, FakeSink.FASTEST + 1);
        VideoFormat tooWide = new VideoFormat(Codec.I420, FakeEncoders.WIDEST + 2, 48, 30);
        assertEquals(Optional.empty(), pipeline.refusal(tooFast));
        addAll();
        flows(uplink);
        assertEquals(Optional.empty(), pipeline.refusal(FORMAT));
        assertEquals(Optional.of("up to 60 H264 a second"), pipeline.refusal(tooFast));
        assertEquals(Optional.of("what an encoder that runs can make H264 of, one of [fake1]"),
            pipeline.refusal(tooWide));
        encoders.remove(encoder);
        assertEquals(Optional.empty(), pipeline.refusal(tooWide), "nobody knows");
    }

    @Test
    void aSinkThatBreaksIsOpenedAgain() {
        addAll();
        flows(uplink);
        uplink.breaks = true;
        Await.until("the lane is closed", () -> {
            camera.shoot();
            return uplink.open == 0;
        });
        uplink.breaks = false;
        flows(uplink);
    }
}
