package flathead.encoder.v4l2.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.EncoderSettings;
import flathead.api.MediaException;
import flathead.api.VideoFormat;
import flathead.testkit.EncoderSession;
import flathead.testkit.EncoderSession.Unit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams through the device of a real kernel. */
@Tag("guest")
@Timeout(120)
class VicodecGuestTest {
    private static final VideoFormat VGA = new VideoFormat(Codec.I420, 640, 480, 30);
    private static final EncoderSettings SETTINGS = new EncoderSettings(1_000_000, 0);
    private static final int INSIDE = 6;

    private final V4l2EncoderFactory factory = Vicodec.factory();

    @Test
    void theInterfaceIsTheOneThatWasAskedFor() {
        EncoderDevice device = Vicodec.device();
        assertEquals(Vicodec.MULTIPLANAR, device.multiplanar());
        assertEquals("vicodec", device.driver());
        assertEquals(List.of(Codec.I420, Codec.NV12), device.inputs());
        assertEquals("640x360 to 4096x2160", device.sizes().toString());
    }

    @Test
    void threeHundredGoInAndComeOutAndAreThePicturesThatWentIn() throws MediaException {
        double worst;
        try (EncoderSession session = new EncoderSession(factory, VGA, SETTINGS, INSIDE)) {
            session.feed(300);
            session.drain();
            assertEquals(0, session.encoder().stats().dropped());
            worst = check(session, 300);
        }
        System.out.printf("guest: %s: 300 pictures in, 300 out, in order, with their times; worst PSNR %.1f dB%n",
            Vicodec.MULTIPLANAR ? "multi-planar" : "single-planar", worst);
        assertTrue(worst > 30, worst + " dB");
    }

    /** Order, times, and how much the worst picture differs from what was painted. */
    private double check(EncoderSession session, int count) throws MediaException {
        List<Unit> units = session.units();
        assertEquals(count, units.size());
        VideoFormat format = units.get(0).format();
        double worst = Double.MAX_VALUE;
        try (EncoderSession painter = new EncoderSession(factory, format.as(VGA.codec()), SETTINGS, INSIDE);
                FwhtDecoder decoder = new FwhtDecoder(format.width(), format.height())) {
            for (int i = 0; i < count; i++) {
                Unit unit = units.get(i);
                assertEquals(i, unit.sequence());
                assertEquals(session.captureNanos(i), unit.captureNanos());
                double[] dB = new double[1];
                try (flathead.api.Frame painted = painter.picture()) {
                    decoder.decode(unit.bytes(), shown -> dB[0] = psnr(painted.memory(), format, shown,
                        decoder.stride()));
                }
                worst = Math.min(worst, dB[0]);
            }
        }
        return worst;
    }

    private static double psnr(flathead.api.Memory painted, VideoFormat format, ByteBuffer shown, int stride) {
        double sum = 0;
        int at = 0;
        for (int plane = 0; plane < 3; plane++) {
            int part = plane == 0 ? 1 : 2;
            for (int y = 0; y < format.height() / part; y++) {
                for (int x = 0; x < format.width() / part; x++) {
                    double difference = (painted.plane(plane).get(y * painted.stride(plane) + x) & 255)
                        - (shown.get(at + y * stride / part + x) & 255);
                    sum += difference * difference;
                }
            }
            at += stride / part * format.height() / part;
        }
        double mean = sum / (format.width() * format.height() * 1.5);
        return mean == 0 ? 100 : 10 * Math.log10(255 * 255 / mean);
    }

    @Test
    void fiftyTimesOpenDrainStopLeavesNothingBehind() throws MediaException, IOException {
        cycle(0);
        mappings();
        List<String> descriptors = descriptors();
        long mappings = mappings();
        for (int i = 0; i < 50; i++) {
            cycle(i);
        }
        System.out.printf("guest: 50 times opened, drained, closed: descriptors %d and %d, mappings %d and %d%n",
            descriptors.size(), descriptors().size(), mappings, mappings());
        assertEquals(descriptors, descriptors(), "file descriptors");
        assertEquals(mappings, mappings(), "mappings");
    }

    private void cycle(int number) throws MediaException {
        try (EncoderSession session = new EncoderSession(factory, VGA, SETTINGS, INSIDE)) {
            session.feed(3);
            if (number % 2 == 0) {
                session.encoder().requestKeyframe(); // which drains the device itself and starts it again
            }
            session.feed(3);
            session.drain();
            assertEquals(6, session.units().size());
        }
    }

    /** What they are open for. */
    private static List<String> descriptors() throws IOException {
        List<String> targets = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path each : all) {
                targets.add(Files.readSymbolicLink(each).toString());
            }
        }
        targets.sort(null);
        return targets;
    }

    private static long mappings() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/maps")).stream().filter(line -> line.contains("/dev/video"))
            .count();
    }

    @Test
    void aKeyframeIsHadByDrainingWhereTheDriverCannotBeTold() throws MediaException {
        try (EncoderSession session = new EncoderSession(factory, VGA, SETTINGS, INSIDE)) {
            session.feed(5);
            session.encoder().requestKeyframe();
            session.feed(5);
            session.drain();
            assertEquals(List.of(0L, 5L), session.keyframes());
            assertEquals(0, session.encoder().stats().dropped());
            assertTrue(check(session, 10) > 30);
        }
    }
}
