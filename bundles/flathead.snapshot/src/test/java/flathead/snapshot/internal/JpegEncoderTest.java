package flathead.snapshot.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.Frame;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.Memory;
import flathead.api.Pool;
import flathead.api.VideoFormat;
import flathead.testkit.Frames;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What comes out is read with another decoder, the JDK's. */
class JpegEncoderTest {
    private final Jpegs jpegs = new Jpegs();

    @AfterEach
    void close() {
        jpegs.close();
    }

    private BufferedImage image(Raster raster) throws MediaException, IOException {
        byte[] file = jpegs.encode(raster, 95);
        assertEquals("JFIF", new String(file, 6, 4, java.nio.charset.StandardCharsets.US_ASCII));
        return ImageIO.read(new ByteArrayInputStream(file));
    }

    private static Frame plain(Codec codec, int width, int height, int luma, int blue, int red) {
        Frame frame = Pool.ofFrames(new VideoFormat(codec, width, height, 30), 1).tryTake();
        Memory memory = frame.memory();
        for (int i = 0; i < width * height; i++) {
            memory.plane(0).put(i, (byte) luma);
        }
        for (int i = 0; i < width * height / 4; i++) {
            memory.plane(1).put(codec == Codec.I420 ? i : 2 * i, (byte) blue);
            memory.plane(codec == Codec.I420 ? 2 : 1).put(codec == Codec.I420 ? i : 2 * i + 1, (byte) red);
        }
        return frame;
    }

    private static void assertColour(int red, int green, int blue, int rgb) {
        assertTrue(Math.abs((rgb >> 16 & 0xff) - red) <= 3 && Math.abs((rgb >> 8 & 0xff) - green) <= 3
            && Math.abs((rgb & 0xff) - blue) <= 3, () -> Integer.toHexString(rgb) + " is not " + red + " " + green + " "
            + blue);
    }

    /** Video range, BT.601: what is black, white and pure in it is so in the file. */
    @Test
    void coloursAreStretchedToTheFullRange() throws Exception {
        record Colour(int luma, int blue, int red, int... rgb) {
        }
        for (Codec codec : List.of(Codec.I420, Codec.NV12)) {
            for (Colour each : List.of(new Colour(16, 128, 128, 0, 0, 0), new Colour(235, 128, 128, 255, 255, 255),
                    new Colour(126, 128, 128, 128, 128, 128), new Colour(81, 90, 240, 255, 0, 0),
                    new Colour(145, 54, 34, 0, 255, 0), new Colour(41, 240, 110, 0, 0, 255))) {
                BufferedImage image = image(Raster.of(plain(codec, 64, 48, each.luma, each.blue, each.red), null));
                assertEquals(64, image.getWidth());
                assertEquals(48, image.getHeight());
                assertColour(each.rgb[0], each.rgb[1], each.rgb[2], image.getRGB(33, 21));
            }
        }
    }

    @Test
    void twoOfDifferentSizesAreSideBySide() throws Exception {
        BufferedImage image = image(Raster.of(plain(Codec.I420, 64, 96, 145, 54, 34), plain(Codec.NV12, 32, 48, 81, 90,
            240)));
        assertEquals(96, image.getWidth());
        assertEquals(96, image.getHeight());
        assertColour(0, 255, 0, image.getRGB(20, 80));
        assertColour(255, 0, 0, image.getRGB(80, 20));
        assertColour(0, 0, 0, image.getRGB(80, 80));
    }

    /** The gradients survive, in luma and chroma, so lines and planes are where they belong. */
    @Test
    void pixelsStayWhereTheyAre() throws Exception {
        for (Codec codec : List.of(Codec.I420, Codec.NV12)) {
            try (Frames frames = new Frames(new VideoFormat(codec, 130, 66, 30)); Media media = frames.next(0)) {
                Frame frame = (Frame) media;
                java.awt.image.Raster file = planes(Raster.of(frame, null));
                for (int y = 2; y < 66; y += 6) {
                    for (int x = 2; x < 100; x += 6) {
                        boolean planar = codec == Codec.I420;
                        int at = (planar ? 1 : 2) * (x / 2);
                        assertEquals((at(frame, 0, x, y) - 16) * 255 / 219.0, file.getSample(x, y, 0), 8);
                        assertEquals(128 + (at(frame, 1, at, y / 2) - 128) * 255 / 224.0, file.getSample(x, y, 1), 8);
                        assertEquals(128 + (planar ? at(frame, 2, at, y / 2) - 128 : at(frame, 1, at + 1, y / 2) - 128)
                            * 255 / 224.0, file.getSample(x, y, 2), 8);
                    }
                }
            }
        }
    }

    private static int at(Frame frame, int plane, int x, int y) {
        return frame.memory().plane(plane).get(y * frame.memory().stride(plane) + x) & 0xff;
    }

    /** The file without any conversion. */
    private java.awt.image.Raster planes(Raster raster) throws MediaException, IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(
                new ByteArrayInputStream(jpegs.encode(raster, 100)))) {
            reader.setInput(in);
            return reader.readRaster(0, null);
        } finally {
            reader.dispose();
        }
    }

    @Test
    void encodersOfManySizesAreNotKept() throws Exception {
        for (int round = 0; round < 3; round++) {
            for (int side = 16; side < 160; side += 16) {
                assertEquals(side, image(Raster.of(plain(Codec.I420, side, 32, 100, 128, 128), null)).getWidth());
            }
        }
    }
}
