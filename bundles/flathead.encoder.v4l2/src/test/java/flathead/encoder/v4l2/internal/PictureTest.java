package flathead.encoder.v4l2.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.Memory;
import flathead.api.VideoFormat;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every pixel of a picture comes to its place in a driver's buffer, whatever the strides and the layouts are. */
class PictureTest {
    private static final int WIDTH = 34;
    private static final int HEIGHT = 18;

    private static byte pixel(int plane, int x, int y) {
        return (byte) (plane * 83 + x * 7 + y * 31);
    }

    private static Memory painted(Codec codec, int padding) {
        boolean planar = codec == Codec.I420;
        int[] strides = planar ? new int[] {WIDTH + 2 * padding, WIDTH / 2 + padding, WIDTH / 2 + padding}
            : new int[] {WIDTH + 2 * padding, WIDTH + 2 * padding};
        ByteBuffer[] planes = new ByteBuffer[strides.length];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = ByteBuffer.allocateDirect(strides[i] * (i == 0 ? HEIGHT : HEIGHT / 2));
        }
        Memory memory = new Memory(planes, strides, Memory.NO_DMABUF);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                planes[0].put(y * strides[0] + x, pixel(0, x, y));
            }
        }
        for (int y = 0; y < HEIGHT / 2; y++) {
            for (int x = 0; x < WIDTH / 2; x++) {
                for (int plane = 1; plane < 3; plane++) {
                    int at = planar ? y * strides[plane] + x : y * strides[1] + 2 * x + plane - 1;
                    planes[planar ? plane : 1].put(at, pixel(plane, x, y));
                }
            }
        }
        return memory;
    }

    @ParameterizedTest
    @CsvSource({"I420,I420,0,34,18", "I420,I420,3,64,32", "NV12,NV12,0,34,18", "NV12,NV12,3,64,32", "I420,NV12,3,64,32",
        "I420,NV12,0,34,18", "NV12,I420,3,64,32", "NV12,I420,0,34,18"})
    void itIsCopied(Codec from, Codec layout, int padding, int stride, int lines) {
        ByteBuffer target = ByteBuffer.allocateDirect(stride * lines * 3 / 2);
        Picture picture = new Picture(new VideoFormat(from, WIDTH, HEIGHT, 30), layout, stride, lines);
        picture.copy(painted(from, padding), target);
        int chroma = stride * lines;
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                assertEquals(pixel(0, x, y), target.get(y * stride + x), "luma " + x + ", " + y);
            }
        }
        for (int y = 0; y < HEIGHT / 2; y++) {
            for (int x = 0; x < WIDTH / 2; x++) {
                for (int plane = 1; plane < 3; plane++) {
                    int at = layout == Codec.NV12 ? chroma + y * stride + 2 * x + plane - 1
                        : chroma + (plane - 1) * chroma / 4 + y * stride / 2 + x;
                    assertEquals(pixel(plane, x, y), target.get(at), "plane " + plane + ": " + x + ", " + y);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"I420", "NV12"})
    void whatIsTooSmallIsIncomplete(Codec codec) {
        Memory memory = painted(codec, 0);
        assertTrue(Picture.complete(memory, new VideoFormat(codec, WIDTH, HEIGHT, 30)));
        assertFalse(Picture.complete(memory, new VideoFormat(codec, WIDTH + 2, HEIGHT, 30)));
        assertFalse(Picture.complete(memory, new VideoFormat(codec, WIDTH, HEIGHT + 2, 30)));
    }
}
