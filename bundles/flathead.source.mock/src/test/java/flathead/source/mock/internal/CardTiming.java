package flathead.source.mock.internal;

import flathead.api.Codec;
import flathead.api.Frame;
import flathead.api.Pool;
import flathead.api.VideoFormat;
import flathead.source.mock.internal.card.Look;
import flathead.source.mock.internal.card.TestCard;
import flathead.source.mock.internal.card.View;
import flathead.stamp.Stamp;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** Prints what a picture costs, stamp included, in CPU time: {@code CardTiming [width height]}. Asserts nothing. */
final class CardTiming {
    private static final int ROUNDS = 20;
    private static final int PICTURES = 300;

    private CardTiming() {
    }

    /** Prints a line for each pattern. */
    public static void main(String[] args) throws Exception {
        int width = args.length > 1 ? Integer.parseInt(args[0]) : 640;
        int height = args.length > 1 ? Integer.parseInt(args[1]) : 480;
        VideoFormat format = new VideoFormat(Codec.I420, width, height, 30);
        long begin = cpuNanos();
        Pattern card = new TestCard(format, "left", "0", 0, View.PLAIN);
        System.out.printf(Locale.ROOT, "%s: drawn for the first time in %.0f ms%n", format, (cpuNanos() - begin) / 1e6);
        View turned = new View(new Look(2, 1.2, 0.8, 1.1, 1.1, 0), true, true);
        for (int i = 1; i <= 5; i++) {
            begin = cpuNanos();
            card = new TestCard(format, "left", "0", 0, turned);
            System.out.printf(Locale.ROOT, "drawn anew, lighter, tinted and turned, %.0f ms%n",
                (cpuNanos() - begin) / 1e6);
        }
        Path file = Files.createTempFile("flathead", ".yuv");
        Files.write(file, new byte[width * height * 3 / 2]);
        MockSettings settings = new MockSettings("0", format, "image", "", file.toString(), Cadence.FREE, 4,
            View.PLAIN);
        time("card", card, format);
        time("image", ScrollingImage.load(settings), format);
        Files.delete(file);
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void time(String name, Pattern pattern, VideoFormat format) {
        Pool<Frame> pool = Pool.ofFrames(format, MockCapture.POOL);
        Frame[] frames = new Frame[MockCapture.POOL];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = pool.tryTake();
        }
        double[] micros = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long begin = cpuNanos();
            for (int i = 0; i < PICTURES; i++) {
                Frame frame = frames[i % 3];
                pattern.paint(frame, i, i * 33_333_333L, i * 33);
                Stamp.paint(frame.memory().plane(0), frame.memory().stride(0), format.width(), begin, i, 0);
            }
            micros[round] = (cpuNanos() - begin) / 1e3 / PICTURES;
        }
        Arrays.sort(micros);
        System.out.printf(Locale.ROOT, "%s: %.1f us a picture (median of %d rounds; fastest %.1f, slowest %.1f)%n",
            name, micros[ROUNDS / 2], ROUNDS, micros[0], micros[ROUNDS - 1]);
    }
}
