package flathead.exam;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import flathead.api.CaptureFactory;
import flathead.api.Codec;
import flathead.api.DecoderFactory;
import flathead.api.EncoderFactory;
import flathead.api.Feedback;
import flathead.api.FrameInput;
import flathead.api.MediaException;
import flathead.api.StreamStatus;
import flathead.api.VideoDecoder;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import flathead.api.VideoSource;
import flathead.testkit.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;

/** A stream that comes encoded, to sinks that want raw pictures, while decoders come and go. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class DecodingIT {
    private static final VideoFormat FORMAT = new VideoFormat(Codec.I420, 640, 480, 30);
    private static final String SOFTWARE = "flathead.decoder.software";
    private static final int ROUNDS = 4;

    @Inject
    private BundleContext context;
    @Inject
    private ConfigurationAdmin configurations;

    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
    private final RawSink sink = new RawSink();
    private EncodedCamera camera;
    private DecoderFactory software;
    private long leftOut;

    /** The bundles of {@code demo.jar}. */
    @Configuration
    public Option[] runtime() {
        return ExportedRuntime.of("demo");
    }

    private <T> T service(Class<T> type, String filter) {
        List<ServiceReference<T>> found = new ArrayList<>();
        Await.until(() -> type.getSimpleName() + " " + filter + " is there", ShippedRuntime.LIMIT, () -> {
            try {
                Collection<ServiceReference<T>> now = context.getServiceReferences(type, filter);
                found.addAll(now);
                return !now.isEmpty();
            } catch (InvalidSyntaxException e) {
                throw new AssertionError(e);
            }
        });
        return context.getService(found.get(0));
    }

    private <T> ServiceRegistration<T> register(Class<T> type, T service, Map<String, ?> properties) {
        ServiceRegistration<T> made = context.registerService(type, service, new Hashtable<>(properties));
        registrations.add(made);
        return made;
    }

    @Before
    public void streamFromAfar() throws MediaException {
        software = service(DecoderFactory.class, "(" + DecoderFactory.NAME + "=avcodec)");
        camera = new EncodedCamera(service(CaptureFactory.class, "(" + CaptureFactory.NAME + "=mock)"),
            service(EncoderFactory.class, "(" + EncoderFactory.NAME + "=openh264)"), FORMAT);
        register(VideoSink.class, sink, Map.of(VideoSink.ROLE, VideoSink.FRAMES, VideoSink.NAME, "exam"));
        register(VideoSource.class, camera, Map.of());
        awaitPictures(10);
        leftOut = status().decoded().dropped();
    }

    @After
    public void everythingGoes() throws BundleException {
        bundle().start();
        for (int i = registrations.size() - 1; i >= 0; i--) {
            registrations.get(i).unregister();
        }
        camera.close();
    }

    private StreamStatus status() {
        return Services.streams(context).filter(each -> each.id().name().equals(EncodedCamera.NAME)).findAny()
            .orElseThrow(() -> new AssertionError("no stream " + EncodedCamera.NAME));
    }

    private void awaitPictures(int more) {
        int before = sink.count();
        Await.until(() -> "pictures come: " + (registrations.size() < 2 ? "" : status()), ShippedRuntime.LIMIT,
            () -> sink.count() >= before + more);
    }

    private void awaitDecoder(String name) {
        Await.until(() -> name + " decodes: " + status(), ShippedRuntime.LIMIT, () -> status().decoder().equals(name));
    }

    private Bundle bundle() {
        return Stream.of(context.getBundles()).filter(each -> each.getSymbolicName().equals(SOFTWARE)).findAny()
            .orElseThrow();
    }

    /** Another decoder service, whose decoders are those of the first one's library, which stays. */
    private void another() {
        register(DecoderFactory.class, new DecoderFactory() {
            @Override
            public Codec consumes() {
                return software.consumes();
            }

            @Override
            public boolean supports(VideoFormat in) {
                return software.supports(in);
            }

            @Override
            public VideoDecoder open(VideoFormat in, FrameInput out, Feedback upstream) throws MediaException {
                return software.open(in, out, upstream);
            }
        }, Map.of(DecoderFactory.NAME, "another", "service.ranking", -10));
    }

    /** Each picture is what the camera took; all that was sent was decoded, and what did not arrive is counted. */
    private void assertComplete() {
        StreamStatus status = status();
        assertEquals(status.toString(), leftOut, status.decoded().dropped());
        List<RawSink.Seen> seen = sink.seen();
        long first = seen.get(0).sequence();
        long last = seen.get(seen.size() - 1).sequence();
        long sent = camera.sent.stream().filter(each -> each >= first && each <= last).count();
        long slow = status.outlets().stream().filter(each -> each.name().equals("exam")).findAny().orElseThrow()
            .dropped();
        assertTrue(sent + " sent, " + seen.size() + " seen, " + slow + " dropped", sent - seen.size() <= slow);
        for (int i = 0; i < seen.size(); i++) {
            RawSink.Seen picture = seen.get(i);
            assertTrue("in order", i == 0 || picture.sequence() > seen.get(i - 1).sequence());
            assertEquals(camera.captured.get(picture.sequence()), Long.valueOf(picture.captureNanos()));
            assertEquals(FORMAT.width(), picture.width());
        }
    }

    @Test
    public void everyPictureArrivesAsWhatItWasAndItsStampCanBeRead() {
        awaitPictures(60);
        assertComplete();
        StreamStatus status = status();
        assertEquals("avcodec", status.decoder());
        assertEquals("remote", status.source());
        assertEquals(Codec.H264, status.codec());
        assertEquals("", status.detail());
        StreamStatus.Outlet meter = status.outlets().stream()
            .filter(each -> each.name().equals("meter")).findAny().orElseThrow();
        assertNotNull("the meter reads stamps: " + meter, meter.stats().latency());
    }

    @Test
    public void theDecodersBundleIsStoppedAndStartedAndNoPictureIsLost() throws BundleException {
        another();
        for (int round = 0; round < ROUNDS; round++) {
            bundle().stop();
            assertEquals("stop waits until it is let go", "another", status().decoder());
            awaitPictures(10);
            bundle().start();
            awaitDecoder("avcodec");
            awaitPictures(10);
        }
        assertComplete();
        List<RawSink.Seen> seen = sink.seen();
        long worst = 0;
        for (int i = 1; i < seen.size(); i++) {
            worst = Math.max(worst, seen.get(i).arrivedNanos() - seen.get(i - 1).arrivedNanos());
        }
        System.out.printf("%d swaps of the decoder: %d pictures, none lost, largest gap %.0f ms, %d keyframes asked"
            + " for%n", 2 * ROUNDS, seen.size(), worst / 1e6, camera.keyframesAsked.get());
        assertTrue("keyframes asked: " + camera.keyframesAsked, camera.keyframesAsked.get() <= 4 * ROUNDS + 4);
    }

    @Test
    public void theLastDecoderGoesAndComesAgain() throws BundleException {
        bundle().stop();
        Await.until(() -> "it says so: " + status(), ShippedRuntime.LIMIT,
            () -> status().detail().startsWith("waits for a decoder for H264 640x480"));
        bundle().start();
        awaitDecoder("avcodec");
        awaitPictures(10);
        assertEquals("", status().detail());
    }

    /** Asks the console, as its page would, for this decoder; the status of its answer, 0 if it does not run yet. */
    private static int choose(String decoder) {
        String credentials = "admin:" + System.getenv("CONSOLE_PASSWORD");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                + System.getProperty(ExportedRuntime.CONSOLE_PORT) + "/system/console/flathead/decoder"))
            .header("Authorization", "Basic " + Base64.getEncoder()
                .encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("stream=" + EncodedCamera.NAME + "&decoder=" + decoder)).build();
        try {
            return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    public void theDecoderIsChosenByConfigurationOrInTheConsole() throws IOException {
        another();
        awaitDecoder("avcodec");
        org.osgi.service.cm.Configuration stream =
            configurations.getFactoryConfiguration("flathead.stream", EncodedCamera.NAME, "?");
        stream.update(new Hashtable<>(Map.of("decoder.target", "(" + DecoderFactory.NAME + "=another)")));
        awaitDecoder("another");
        awaitPictures(10);
        stream.update(new Hashtable<>(Map.of("decoder.target", "another")));
        Await.until("what is no filter is put back", () -> {
            try {
                return stream.getProperties().get("decoder.target").toString().startsWith("(");
            } catch (IllegalStateException e) {
                throw new AssertionError(e);
            }
        });
        assertEquals("another", status().decoder());
        stream.delete();
        awaitDecoder("avcodec");
        Await.until(() -> "the console takes it: " + choose("another"), ShippedRuntime.LIMIT,
            () -> choose("another") == 200);
        awaitDecoder("another");
        assertEquals(400, choose("nonesuch"));
        assertEquals(200, choose(""));
        awaitDecoder("avcodec");
        awaitPictures(10);
        assertComplete();
    }

    @Test
    public void nothingIsDecodedWhileNobodyWantsRawPictures() {
        // The meter wants every picture; without it there is only ours.
        Bundle meter = Stream.of(context.getBundles())
            .filter(each -> each.getSymbolicName().equals("flathead.meter")).findAny().orElseThrow();
        try {
            meter.stop();
            sink.wantsPictures(false);
            awaitDecoder("");
            long decoded = status().decoded().out();
            int relayed = camera.captured.size();
            Await.until("the camera goes on", () -> camera.captured.size() > relayed + 30);
            assertEquals(decoded, status().decoded().out());
            sink.wantsPictures(true);
            awaitPictures(10);
        } catch (BundleException e) {
            throw new AssertionError(e);
        } finally {
            try {
                meter.start();
            } catch (BundleException e) {
                throw new AssertionError(e);
            }
        }
    }
}
