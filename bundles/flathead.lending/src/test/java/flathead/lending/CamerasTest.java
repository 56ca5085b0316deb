package flathead.lending;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.Frame;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import flathead.testkit.Frames;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CamerasTest {
    private static final VideoFormat RAW = new VideoFormat(Codec.I420, 64, 48, 30);

    private final Set<String> wanted = new TreeSet<>();
    private final List<String> heard = new ArrayList<>();
    private final Frames frames = new Frames(RAW);
    private final Cameras<String> cameras = new Cameras<>(new Cameras.Taker<>() {
        @Override
        public String there(String name) {
            heard.add("there " + name);
            return name;
        }

        @Override
        public boolean wants(String camera) {
            return wanted.contains(camera);
        }

        @Override
        public void picture(String camera, StreamId stream, Frame frame) {
            heard.add(camera + " of " + stream.client() + " " + stream.generation());
        }

        @Override
        public void gone(String camera) {
            heard.add("gone " + camera);
        }
    });

    /** Notes what is wished. */
    private static final class Wishes implements Feedback {
        int limit = -1;

        @Override
        public void requestKeyframe() {
            throw new AssertionError("a decoder asks for itself");
        }

        @Override
        public void limitBitrate(int bitsPerSecond) {
            limit = bitsPerSecond;
        }
    }

    private VideoSink.Outlet open(String client, int generation, Feedback upstream) throws MediaException {
        return cameras.open("test", new StreamId("left", client, "left", generation), RAW, upstream);
    }

    private boolean offer(VideoSink.Outlet outlet) {
        try (Media media = frames.next(0)) {
            return outlet.offer(media);
        }
    }

    private List<String> heard() {
        List<String> all = List.copyOf(heard);
        heard.clear();
        return all;
    }

    @Test
    void whatNobodyWantsIsNotAskedFor() throws MediaException {
        Wishes wishes = new Wishes();
        VideoSink.Outlet outlet = open("robot", 1, wishes);
        assertEquals(Feedback.NOTHING, wishes.limit);
        assertFalse(offer(outlet), "one that was on its way");
        assertEquals(List.of("there left"), heard());
        wanted.add("left");
        cameras.wishesChanged();
        assertEquals(Feedback.UNLIMITED, wishes.limit);
        assertTrue(offer(outlet));
        wanted.clear();
        cameras.wishesChanged();
        assertEquals(Feedback.NOTHING, wishes.limit);
        assertFalse(offer(outlet));
        assertEquals(List.of("left of robot 1"), heard());
        assertEquals(List.of("left"), cameras.names());
        outlet.close();
        outlet.close();
        assertEquals(List.of("gone left"), heard());
        assertEquals(List.of(), cameras.names());
        assertNull(cameras.get("left"));
    }

    @Test
    void aNewSessionOfTheSameNameTakesOver() throws MediaException {
        wanted.add("left");
        Wishes first = new Wishes();
        Wishes second = new Wishes();
        VideoSink.Outlet before = open("robot", 1, first);
        assertTrue(offer(before));
        VideoSink.Outlet after = open("robot", 2, second);
        assertEquals(Feedback.NOTHING, first.limit);
        assertEquals(Feedback.UNLIMITED, second.limit);
        assertFalse(offer(before));
        assertTrue(offer(after));
        after.close();
        assertEquals(Feedback.UNLIMITED, first.limit, "it is all there is again");
        assertTrue(offer(before));
        before.close();
        assertEquals(List.of("there left", "left of robot 1", "left of robot 2", "left of robot 1", "gone left"),
            heard());
    }

    @Test
    void aCameraOfThisRuntimeComesBeforeAStreamOfThatName() throws MediaException {
        wanted.add("left");
        VideoSink.Outlet camera = open("", 1, Feedback.NONE);
        VideoSink.Outlet stream = open("robot", 1, Feedback.NONE);
        assertTrue(offer(camera));
        assertFalse(offer(stream));
    }
}
