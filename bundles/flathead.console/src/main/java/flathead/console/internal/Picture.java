package flathead.console.internal;

import flathead.api.Codec;
import flathead.api.Frame;
import flathead.api.Memory;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.imageio.ImageIO;

/** A copy of a raw picture, thinned to at most {@value #WIDEST} pixels across; for a person to look at. Immutable. */
final class Picture {
    static final int WIDEST = 640;

    private final BufferedImage image;

    private Picture(BufferedImage image) {
        this.image = image;
    }

    /** Copies a picture of 4:2:0 and video range, BT.601, taking one pixel of so many. */
    static Picture of(Frame frame) {
        int width = frame.format().width();
        int height = frame.format().height();
        int step = Math.max(1, Math.max((width + WIDEST - 1) / WIDEST, (height + WIDEST - 1) / WIDEST));
        BufferedImage image = new BufferedImage(width / step, height / step, BufferedImage.TYPE_INT_RGB);
        Memory memory = frame.memory();
        boolean planar = frame.format().codec() == Codec.I420;
        ByteBuffer luma = memory.plane(0);
        ByteBuffer blue = memory.plane(1);
        ByteBuffer red = planar ? memory.plane(2) : blue;
        int apart = planar ? 1 : 2;
        int[] line = new int[image.getWidth()];
        for (int row = 0; row < image.getHeight(); row++) {
            int y = row * step;
            for (int column = 0; column < line.length; column++) {
                int x = column * step;
                int at = apart * (x / 2);
                line[column] = rgb(luma.get(y * memory.stride(0) + x) & 0xff,
                    (blue.get(y / 2 * memory.stride(1) + at) & 0xff) - 128,
                    (red.get(y / 2 * memory.stride(planar ? 2 : 1) + at + (planar ? 0 : 1)) & 0xff) - 128);
            }
            image.setRGB(0, row, line.length, 1, line, 0, line.length);
        }
        return new Picture(image);
    }

    /** In 8-bit fixed point. */
    private static int rgb(int y, int u, int v) {
        int grey = 298 * (y - 16) + 128;
        return clamp(grey + 409 * v) << 16 | clamp(grey - 100 * u - 208 * v) << 8 | clamp(grey + 516 * u);
    }

    private static int clamp(int value) {
        return Math.max(0, Math.min(255, value >> 8));
    }

    int width() {
        return image.getWidth();
    }

    int height() {
        return image.getHeight();
    }

    int rgbAt(int x, int y) {
        return image.getRGB(x, y) & 0xffffff;
    }

    byte[] jpeg() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 * 1024);
        if (!ImageIO.write(image, "jpeg", bytes)) {
            throw new IOException("this JDK writes no JPEG");
        }
        return bytes.toByteArray();
    }
}
