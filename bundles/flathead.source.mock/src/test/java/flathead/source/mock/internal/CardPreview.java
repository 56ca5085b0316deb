package flathead.source.mock.internal;

import flathead.api.Codec;
import flathead.api.Frame;
import flathead.api.Memory;
import flathead.api.Pool;
import flathead.api.VideoFormat;
import flathead.source.mock.internal.card.TestCard;
import flathead.source.mock.internal.card.View;
import flathead.stamp.Stamp;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * Writes the test card as PNG files, to look at: {@code CardPreview <folder> [width height]}, by default
 * {@code target/card-*.png} in a few sizes.
 */
final class CardPreview {
    private static final int[][] SIZES = {{640, 480}, {320, 240}, {1920, 1080}, {480, 640}, {128, 96}, {64, 64}};

    private CardPreview() {
    }

    /** Writes the files. */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args.length > 0 ? args[0] : "target"));
        int[][] sizes = args.length > 2 ? new int[][] {{Integer.parseInt(args[1]), Integer.parseInt(args[2])}} : SIZES;
        for (int[] size : sizes) {
            write(folder, "left", 0, size[0], size[1]);
            write(folder, "right", 1, size[0], size[1]);
        }
    }

    private static void write(Path folder, String name, int camera, int width, int height) throws IOException {
        VideoFormat format = new VideoFormat(Codec.I420, width, height, 30);
        Frame frame = Pool.ofFrames(format, 1).tryTake();
        TestCard card = new TestCard(format, name, String.valueOf(camera), camera, View.PLAIN);
        for (long at : new long[] {0, 1_400_000_000L}) {
            card.paint(frame, 1234, 3_700_000_000L + at, 45_296_789L);
        }
        if (Stamp.fits(width, height)) {
            Stamp.paint(frame.memory().plane(0), frame.memory().stride(0), width, 3_700_000_000L, 1234, camera);
        }
        Path file = folder.resolve("card-" + name + (width == 640 ? "" : "-" + width + "x" + height) + ".png");
        ImageIO.write(rgb(frame), "png", file.toFile());
        System.out.println(file);
    }

    /** A picture for a screen. */
    static BufferedImage rgb(Frame frame) {
        int width = frame.format().width();
        int height = frame.format().height();
        Memory memory = frame.memory();
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double l = 1.164 * ((memory.plane(0).get(y * memory.stride(0) + x) & 0xff) - 16);
                double u = (memory.plane(1).get(y / 2 * memory.stride(1) + x / 2) & 0xff) - 128;
                double v = (memory.plane(2).get(y / 2 * memory.stride(2) + x / 2) & 0xff) - 128;
                image.setRGB(x, y, level(l + 1.596 * v) << 16 | level(l - 0.392 * u - 0.813 * v) << 8
                    | level(l + 2.017 * u));
            }
        }
        return image;
    }

    private static int level(double value) {
        return (int) Math.max(0, Math.min(255, Math.round(value)));
    }
}
