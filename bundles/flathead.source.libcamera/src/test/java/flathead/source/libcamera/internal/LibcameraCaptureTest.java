package flathead.source.libcamera.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.CaptureLink;
import flathead.api.CaptureSettings;
import flathead.api.Codec;
import flathead.api.Frame;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.api.VideoFormat;
import flathead.testkit.Await;
import flathead.testkit.Collector;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a camera does that breaks, is slow, or lies; made up. */
@Timeout(60)
class LibcameraCaptureTest {
    private static final VideoFormat FORMAT = new VideoFormat(Codec.I420, 320, 240, 100);
    private final FakeLibcamera libcamera = new FakeLibcamera();
    private final AtomicLong ahead = new AtomicLong();
    private final NanoClock clock = () -> System.nanoTime() + ahead.get();
    private final LibcameraFactory factory = new LibcameraFactory(libcamera, clock);
    private final Collector out = new Collector();

    private CaptureLink open(Map<String, String> controls) throws MediaException {
        return factory.open(new CaptureSettings("0", FORMAT, controls), out);
    }

    private FakeDevice device() {
        return libcamera.devices.get(libcamera.devices.size() - 1);
    }

    private void awaitPictures(int count) {
        Await.until(() -> out.count() + " pictures, " + out.failure(), java.time.Duration.ofSeconds(10),
            () -> out.count() >= count);
    }

    private void assertFails(String... words) {
        Await.until("it fails", () -> out.failure() != null);
        for (String word : words) {
            assertTrue(out.failure().getMessage().contains(word), out.failure().getMessage());
        }
        assertEquals(1, out.failures());
        Await.until("the device is freed", () -> device().frees.get() == 1);
    }

    @Test
    void picturesLieInTheCamerasBuffers() throws MediaException {
        CaptureLink link = open(Map.of());
        out.keep(1);
        Await.until("a picture", () -> !out.kept().isEmpty());
        Frame frame = (Frame) out.kept().get(0);
        assertEquals(100 + frame.index(), frame.memory().dmabuf());
        assertEquals(320, frame.memory().stride(0));
        assertEquals(160, frame.memory().stride(2));
        assertEquals(device().planes(frame.index())[1], frame.memory().plane(1));
        link.close();
        assertEquals(1, device().closes.get(), "the camera is let go");
        assertEquals(0, device().frees.get(), "its buffers are not, while one is read");
        out.release();
        assertEquals(1, device().frees.get());
        link.close();
    }

    @Test
    void unpluggedIsNamed() throws MediaException {
        CaptureLink link = open(Map.of());
        awaitPictures(2);
        device().broken = new MediaException("it is gone: No such device");
        assertFails("camera 0", "it is gone");
        link.close();
        assertTrue(link.apply(new CaptureSettings("0", FORMAT, Map.of("brightness", "0.5"))), "too late, and no harm");
    }

    @Test
    void aSensorThatTimesOutIsNamed() throws MediaException {
        CaptureLink link = open(Map.of());
        awaitPictures(2);
        device().answer = Device.NOTHING;
        ahead.addAndGet(3_500_000_000L);
        assertFails("camera 0", "timed out");
        link.close();
    }

    @Test
    void manyBrokenPicturesAreAFailure() throws MediaException {
        CaptureLink link = open(Map.of());
        awaitPictures(2);
        device().answer = Device.BROKEN;
        assertFails("camera 0", "EIO");
        link.close();
    }

    @Test
    void aBusyCameraIsNamed() throws MediaException {
        CaptureLink link = open(Map.of());
        MediaException busy = assertThrows(MediaException.class, () -> open(Map.of()));
        assertTrue(busy.getMessage().startsWith("libcamera camera 0 (imx708, back (/base/axi/i2c@88000"),
            busy.getMessage());
        assertTrue(busy.getMessage().contains("in use"), busy.getMessage());
        link.close();
        open(Map.of()).close();
    }

    @Test
    void aRefusedOpenLeavesNothing() {
        MediaException refusal = assertThrows(MediaException.class, () -> open(Map.of("zoom", "0")));
        assertTrue(refusal.getMessage().contains("zoom = 0"), refusal.getMessage());
        assertEquals(1, device().closes.get());
        assertEquals(1, device().frees.get());
        factory.close();
        assertEquals(1, libcamera.stops.get());
    }

    @Test
    void withoutATimeOfCaptureThatOfArrivalStands() throws MediaException {
        CaptureLink link = open(Map.of());
        device().timeOffset = 7_000_000_000_000L;
        int from = out.count() + 1;
        awaitPictures(from + 20);
        link.close();
        List<Collector.Seen> seen = out.seen();
        for (int i = 1; i < seen.size(); i++) {
            assertTrue(seen.get(i).captureNanos() > seen.get(i - 1).captureNanos(), "times rise");
        }
        assertTrue(System.nanoTime() - out.last().captureNanos() >= 0);
    }

    @Test
    void settingsAreHandedOnAndTheRateIsAsked() throws MediaException {
        CaptureLink link = open(Map.of("exposure", "5000", "rotation", "180"));
        assertEquals(List.of("ExposureTimeMode 1.0", "ExposureTime 5000.0", "FrameDurationLimits 10000.0 10000.0"),
            device().sets);
        device().sets.clear();
        assertTrue(link.apply(new CaptureSettings("0", new VideoFormat(Codec.I420, 320, 240, 50),
            Map.of("rotation", "180", "brightness", "0.25"))));
        assertEquals(List.of("ExposureTimeMode 0.0", "Brightness 0.25", "FrameDurationLimits 20000.0 20000.0"),
            device().sets);
        assertEquals(50, link.format().fps());
        int before = out.count();
        awaitPictures(before + 5);
        assertEquals(50, out.last().format().fps());
        assertFalse(link.apply(new CaptureSettings("0", FORMAT, Map.of())), "turning needs another stream");
        link.close();
    }

    @Test
    void aPictureOfAnOlderRateGoesBackToItsBuffer() throws MediaException {
        CaptureLink link = open(Map.of());
        out.keep();
        Await.until("all buffers are out", () -> out.kept().size() == Stream.BUFFERS);
        assertTrue(link.apply(new CaptureSettings("0", new VideoFormat(Codec.I420, 320, 240, 50), Map.of())));
        out.release();
        int before = out.count();
        awaitPictures(before + 3 * Stream.BUFFERS);
        link.close();
        assertEquals(0, link.stats().inFlight());
        assertEquals(1, device().frees.get());
    }

    @Test
    void libcameraStopsWithItsLastCamera() throws MediaException {
        CaptureLink link = open(Map.of());
        factory.close();
        assertEquals(0, libcamera.stops.get());
        assertThrows(MediaException.class, () -> open(Map.of()), "not while it is being stopped");
        link.close();
        assertEquals(1, libcamera.stops.get());
    }

    @Test
    void camerasAreFoundByLocationAndNotByAnAmbiguousModel() throws MediaException {
        factory.open(new CaptureSettings("front", FORMAT, Map.of()), out).close();
        MediaException refusal = assertThrows(MediaException.class,
            () -> factory.open(new CaptureSettings("imx708", FORMAT, Map.of()), out));
        assertTrue(refusal.getMessage().contains("not one alone"), refusal.getMessage());
    }
}
