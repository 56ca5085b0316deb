package flathead.feed.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.Frame;
import flathead.api.Memory;
import flathead.api.Pool;
import flathead.api.TimeQuality;
import flathead.api.VideoFormat;
import flathead.testkit.Frames;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/feed.md} says of a map, read by its numbers. */
class RingTest {
    private static final long WALL = 1_000_000_000_000L;

    @TempDir
    Path folder;

    private ByteBuffer map(Ring ring) throws IOException {
        try (FileChannel file = FileChannel.open(ring.file())) {
            return file.map(FileChannel.MapMode.READ_ONLY, 0, file.size()).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    private static Frame frame(Codec codec, int width, int height, int step) {
        Frame frame = Pool.ofFrames(new VideoFormat(codec, width, height, 30), 1).tryTake();
        Frames.fill(frame, step);
        frame.set(step, 100 + step, TimeQuality.ESTIMATED);
        return frame;
    }

    private static int sample(Frame frame, int plane, int x, int y) {
        Memory memory = frame.memory();
        boolean turns = plane > 0 && frame.format().codec() == Codec.NV12;
        int of = turns ? 1 : plane;
        int at = turns ? 2 * x + plane - 1 : x;
        return memory.plane(of).get(y * memory.stride(of) + at);
    }

    private static void assertSame(Frame frame, ByteBuffer map, int description, int slot) {
        int width = map.getInt(description + 4);
        int height = map.getInt(description + 8);
        assertEquals(frame.format().width() + " " + frame.format().height(), width + " " + height);
        for (int plane = 0; plane < 3; plane++) {
            int stride = map.getInt(description + 12 + 4 * plane);
            int start = slot + (int) map.getLong(description + 32 + 8 * plane);
            int part = plane == 0 ? 1 : 2;
            for (int y = 0; y < height / part; y++) {
                for (int x = 0; x < width / part; x++) {
                    assertEquals(sample(frame, plane, x, y), map.get(start + y * stride + x));
                }
            }
        }
    }

    @Test
    void picturesGoRound() throws IOException {
        for (Codec codec : List.of(Codec.I420, Codec.NV12)) {
            Path file = folder.resolve(codec + ".map");
            Frame first = frame(codec, 66, 34, 0);
            Ring ring = Ring.create(file, Layout.of(first.format(), null, 3));
            assertEquals("rw-------", java.nio.file.attribute.PosixFilePermissions.toString(
                Files.getPosixFilePermissions(file)));
            ByteBuffer map = map(ring);
            byte[] magic = new byte[8];
            map.get(0, magic);
            assertEquals("FLATHEAD", new String(magic, StandardCharsets.US_ASCII));
            assertEquals("1 1 3 1 0", map.getInt(8) + " " + map.getInt(12) + " " + map.getInt(16) + " "
                + map.getInt(20) + " " + map.getLong(40));
            map.get(64, magic, 0, 4);
            assertEquals("I420", new String(magic, 0, 4, StandardCharsets.US_ASCII));
            assertEquals(0, map.getLong(24) % 64 + map.getLong(32) % 64, "slots are aligned");
            for (int i = 0; i < 8; i++) {
                Frame frame = frame(codec, 66, 34, i);
                int slot = ring.begin();
                assertEquals(i % 3, slot);
                int at = (int) (map.getLong(24) + slot * map.getLong(32));
                assertEquals(1, map.getLong(at) % 2, "is being written");
                ring.write(slot, 0, frame, frame.captureNanos(), WALL);
                ring.end(slot);
                assertEquals(2 * (i + 1), map.getLong(at), "is whole");
                assertEquals(i + 1, map.getLong(40));
                assertEquals(i + " " + (100 + i) + " " + (WALL + 100 + i) + " 1", map.getLong(at + 8) + " "
                    + map.getLong(at + 16) + " " + map.getLong(at + 24) + " " + map.getInt(at + 32));
                assertSame(frame, map, 64, at);
            }
            ring.close();
            assertFalse(Files.exists(file));
            assertEquals(2, map.getInt(20), "who has it open is told");
        }
    }

    @Test
    void aPairHasBothInOneSlot() throws IOException {
        Frame left = frame(Codec.I420, 64, 48, 3);
        Frame right = frame(Codec.NV12, 32, 96, 9);
        try (Ring ring = Ring.create(folder.resolve("pair.map"), Layout.of(left.format(), right.format(), 2))) {
            ByteBuffer map = map(ring);
            int slot = ring.begin();
            ring.write(slot, 0, left, 1_000, WALL);
            ring.write(slot, 1, right, 993, WALL);
            ring.end(slot);
            assertEquals(2, map.getInt(12));
            int at = (int) map.getLong(24);
            assertSame(left, map, 64, at);
            assertSame(right, map, 128, at);
            assertEquals("2 3 1000", map.getLong(at) + " " + map.getLong(at + 8) + " " + map.getLong(at + 16));
            assertEquals("9 993 " + (WALL + 993), map.getLong(at + 72) + " " + map.getLong(at + 80) + " "
                + map.getLong(at + 88));
        }
    }

    @Test
    void largePicturesHaveFewerSlots() {
        VideoFormat largest = new VideoFormat(Codec.I420, VideoFormat.MAX_SIDE, VideoFormat.MAX_SIDE, 30);
        assertEquals(10, Layout.of(largest, null, 64).slots());
        assertEquals(5, Layout.of(largest, largest, 64).slots());
        assertTrue(Layout.of(largest, largest, 64).size() > 0, "addressed by an int");
        assertEquals(64, Layout.of(largest.as(Codec.NV12), null, 64).slots() + 54);
    }

    /** Maps that came and went leave nothing behind, whenever garbage is collected. */
    @Test
    void aMapThatIsClosedKeepsNoRoom() throws IOException {
        BufferPoolMXBean mapped = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(each -> each.getName().equals("mapped")).findAny().orElseThrow();
        Layout layout = Layout.of(new VideoFormat(Codec.I420, 640, 480, 30), null, 2);
        long before = mapped.getMemoryUsed();
        for (int i = 0; i < 20; i++) {
            Ring ring = Ring.create(folder.resolve(i + ".map"), layout);
            assertTrue(mapped.getMemoryUsed() > 0, "it is counted");
            ring.close();
            ring.close();
        }
        assertTrue(mapped.getMemoryUsed() <= before, () -> mapped.getMemoryUsed() + " bytes, before " + before);
    }

    @Test
    void aFileThatIsThereIsNotTouched() throws IOException {
        Path file = Files.writeString(folder.resolve("1.map"), "mine");
        Layout layout = Layout.of(new VideoFormat(Codec.I420, 64, 48, 30), null, 2);
        assertThrows(FileAlreadyExistsException.class, () -> Ring.create(file, layout));
    }

    /** A reader that looks at the lock before and after never takes a torn picture for a whole one. */
    @Test
    void aTornPictureIsNoticed() throws Exception {
        VideoFormat format = new VideoFormat(Codec.I420, 320, 240, 30);
        Pool<Frame> pool = Pool.ofFrames(format, 1);
        try (Ring ring = Ring.create(folder.resolve("torn.map"), Layout.of(format, null, 2))) {
            ByteBuffer map = map(ring);
            Thread writer = new Thread(() -> {
                for (int i = 0; i < 3_000; i++) {
                    try (Frame frame = pool.tryTake()) {
                        for (int plane = 0; plane < 3; plane++) {
                            for (int at = 0; at < frame.memory().plane(plane).capacity(); at += 997) {
                                frame.memory().plane(plane).put(at, (byte) i);
                            }
                        }
                        frame.set(i, i);
                        int slot = ring.begin();
                        ring.write(slot, 0, frame, i, 0);
                        ring.end(slot);
                    }
                }
            });
            writer.start();
            int whole = 0;
            byte[] picture = new byte[320 * 240];
            while (writer.isAlive() || whole == 0) {
                int at = (int) (map.getLong(24) + whole % 2 * map.getLong(32));
                long before = map.getLong(at);
                java.lang.invoke.VarHandle.fullFence();
                map.get(at + 64, picture);
                long sequence = map.getLong(at + 8);
                java.lang.invoke.VarHandle.fullFence();
                if (before != 0 && before % 2 == 0 && map.getLong(at) == before) {
                    whole++;
                    for (int i = 0; i < picture.length; i += 997) {
                        assertEquals((byte) sequence, picture[i], "picture " + sequence + " is torn at " + i);
                    }
                }
            }
            writer.join();
        }
    }
}
