package flathead.console.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.Frame;
import flathead.api.Memory;
import flathead.api.Pool;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import flathead.testkit.Await;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PreviewsTest {
    private final Previews previews = new Previews();
    private final List<Integer> limits = new CopyOnWriteArrayList<>();
    private final Feedback upstream = new Feedback() {
        @Override
        public void requestKeyframe() {
        }

        @Override
        public void limitBitrate(int bitsPerSecond) {
            limits.add(bitsPerSecond);
        }
    };

    private static Frame painted(VideoFormat format, int y, int u, int v) {
        Frame frame = Pool.ofFrames(format, 1).tryTake();
        Memory memory = frame.memory();
        boolean planar = format.codec() == Codec.I420;
        for (int plane = 0; plane < memory.planes(); plane++) {
            for (int i = 0; i < memory.plane(plane).capacity(); i++) {
                boolean blue = planar ? plane == 1 : i % 2 == 0;
                memory.plane(plane).put(i, (byte) (plane == 0 ? y : blue ? u : v));
            }
        }
        frame.set(0, 1);
        return frame;
    }

    private CompletableFuture<Picture> ask(String key, long millis) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return previews.next(key, millis);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void isPausedUntilSomebodyLooksAndAgainAfterOnePicture() throws Exception {
        VideoFormat format = new VideoFormat(Codec.I420, 320, 240, 30);
        VideoSink.Outlet outlet = previews.open(StreamId.local("left"), format, upstream);
        assertEquals(List.of(Feedback.NOTHING), limits);
        Frame red = painted(format, 81, 90, 240);
        assertFalse(outlet.offer(red), "nobody looks");

        CompletableFuture<Picture> asked = ask("camera-left", 10_000);
        Await.until("a picture is wanted", () -> limits.size() == 2);
        assertEquals(Feedback.UNLIMITED, limits.get(1));
        assertTrue(outlet.offer(red));
        Picture picture = asked.get();
        assertEquals(List.of(Feedback.NOTHING, Feedback.UNLIMITED, Feedback.NOTHING), limits);
        assertFalse(outlet.offer(red));
        red.close();

        assertEquals(0xfe0000, picture.rgbAt(10, 10) & 0xfefefe, Integer.toHexString(picture.rgbAt(10, 10)));
        assertEquals(320, ImageIO.read(new ByteArrayInputStream(picture.jpeg())).getWidth());
        outlet.close();
        assertNull(previews.next("camera-left", 10_000), "at once");
    }

    @Test
    void whoWaitsWhileTheStreamEndsIsToldAtOnce() throws Exception {
        VideoSink.Outlet outlet = previews.open(new StreamId("left", "robot", "left", 1),
            new VideoFormat(Codec.NV12, 320, 240, 30), upstream);
        CompletableFuture<Picture> asked = ask("stream-left", 60_000);
        Await.until("a picture is wanted", () -> limits.size() == 2);
        outlet.close();
        assertNull(asked.get());
    }

    @Test
    void withoutPicturesTheWaitEnds() throws Exception {
        previews.open(StreamId.local("left"), new VideoFormat(Codec.I420, 320, 240, 30), upstream);
        assertNull(previews.next("camera-left", 1));
        assertNull(previews.next("camera-right", 60_000), "no such stream");
    }

    @Test
    void bothLayoutsHaveTheSameColoursAndLargePicturesAreThinned() {
        for (Codec codec : List.of(Codec.I420, Codec.NV12)) {
            for (int[] size : new int[][] {{640, 480}, {1920, 1080}, {16, 8192}, {8192, 16}}) {
                Frame frame = painted(new VideoFormat(codec, size[0], size[1], 30), 145, 54, 34);
                Picture green = Picture.of(frame);
                frame.close();
                assertTrue(green.width() <= Picture.WIDEST && green.height() <= Picture.WIDEST);
                for (int x : new int[] {0, green.width() - 1}) {
                    int rgb = green.rgbAt(x, green.height() - 1);
                    assertTrue((rgb >> 16 & 255) < 4 && (rgb >> 8 & 255) > 250 && (rgb & 255) < 4,
                        codec + " " + Integer.toHexString(rgb));
                }
            }
        }
    }
}
