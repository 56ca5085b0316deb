package flathead.feed.internal;

import flathead.api.Codec;
import flathead.api.Frame;
import flathead.api.Memory;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A map: written here, read elsewhere. A slot is written between two changes of its lock, which is odd meanwhile, so
 * that a reader can tell a torn picture. One writer at a time; allocates nothing for a picture.
 */
final class Ring implements AutoCloseable {
    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class,
        ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int ZEROS = 1 << 16;

    private final Path file;
    private final Layout layout;
    /** Null once it is closed. */
    private ByteBuffer map;
    private long written;

    private Ring(Path file, Layout layout, ByteBuffer map) {
        this.file = file;
        this.layout = layout;
        this.map = map;
    }

    /** Makes the file, for this user alone, with all its bytes, so that the disk cannot be full later on. */
    static Ring create(Path file, Layout layout) throws IOException {
        try (FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ,
                StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer zeros = ByteBuffer.allocate(ZEROS);
            for (int rest = layout.size(); rest > 0;) {
                rest -= channel.write(zeros.clear().limit(Math.min(ZEROS, rest)));
            }
            ByteBuffer map = channel.map(FileChannel.MapMode.READ_WRITE, 0, layout.size())
                .order(ByteOrder.LITTLE_ENDIAN);
            Ring ring = new Ring(file, layout, map);
            ring.describe();
            return ring;
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private void describe() {
        map.putInt(Layout.AT_VERSION, Layout.VERSION);
        map.putInt(Layout.AT_PICTURES, layout.pictures());
        map.putInt(Layout.AT_SLOTS, layout.slots());
        map.putLong(Layout.AT_FIRST_SLOT, layout.firstSlot());
        map.putLong(Layout.AT_SLOT_SIZE, layout.slotSize());
        for (int i = 0; i < layout.pictures(); i++) {
            int at = layout.description(i);
            map.putInt(at + Layout.OF_FORMAT, Layout.I420);
            map.putInt(at + Layout.OF_WIDTH, layout.widths()[i]);
            map.putInt(at + Layout.OF_HEIGHT, layout.heights()[i]);
            for (int plane = 0; plane < 3; plane++) {
                map.putInt(at + Layout.OF_STRIDES + 4 * plane, layout.stride(i, plane));
                map.putLong(at + Layout.OF_PLANES + 8 * plane, layout.plane(i, plane));
            }
        }
        INTS.setRelease(map, Layout.AT_STATE, Layout.LIVE);
        LONGS.setRelease(map, Layout.AT_MAGIC, Layout.MAGIC);
    }

    Path file() {
        return file;
    }

    Layout layout() {
        return layout;
    }

    /** Takes the next slot, the oldest; answers which. What follows is written to it, up to {@link #end}. */
    int begin() {
        int slot = (int) (written % layout.slots());
        int at = layout.slot(slot);
        LONGS.setOpaque(map, at + Layout.IN_LOCK, 2 * written + 1);
        VarHandle.fullFence();
        return slot;
    }

    /**
     * Writes a picture into the slot.
     *
     * @param picture 0, or 1 for the right eye
     * @param captureNanos on the host's monotonic clock
     * @param wallNanos what to add to that for UTC
     */
    void write(int slot, int picture, Frame frame, long captureNanos, long wallNanos) {
        int at = layout.slot(slot) + Layout.ALIGNMENT * picture;
        map.putLong(at + Layout.IN_SEQUENCE, frame.sequence());
        map.putLong(at + Layout.IN_MONOTONIC, captureNanos);
        map.putLong(at + Layout.IN_UTC, captureNanos + wallNanos);
        map.putInt(at + Layout.IN_QUALITY, frame.timeQuality().ordinal());
        Memory memory = frame.memory();
        int width = layout.widths()[picture];
        int height = layout.heights()[picture];
        int from = layout.slot(slot);
        copy(memory, 0, from + layout.plane(picture, 0), width, height);
        if (frame.format().codec() == Codec.I420) {
            copy(memory, 1, from + layout.plane(picture, 1), width / 2, height / 2);
            copy(memory, 2, from + layout.plane(picture, 2), width / 2, height / 2);
        } else {
            apart(memory, from + layout.plane(picture, 1), from + layout.plane(picture, 2), width / 2, height / 2);
        }
    }

    private void copy(Memory memory, int plane, int to, int width, int height) {
        ByteBuffer from = memory.plane(plane);
        int stride = memory.stride(plane);
        if (stride == width) {
            map.put(to, from, 0, width * height);
            return;
        }
        for (int y = 0; y < height; y++) {
            map.put(to + y * width, from, y * stride, width);
        }
    }

    /** NV12 has blue and red in turns. */
    private void apart(Memory memory, int blue, int red, int width, int height) {
        ByteBuffer from = memory.plane(1);
        for (int y = 0; y < height; y++) {
            int at = y * memory.stride(1);
            for (int x = 0; x < width; x++) {
                map.put(blue + y * width + x, from.get(at + 2 * x));
                map.put(red + y * width + x, from.get(at + 2 * x + 1));
            }
        }
    }

    /** The slot is whole. */
    void end(int slot) {
        written++;
        LONGS.setRelease(map, layout.slot(slot) + Layout.IN_LOCK, 2 * written);
        LONGS.setRelease(map, Layout.AT_NEWEST, written);
    }

    /** Nothing more is written. Who has the file open keeps what is in it. */
    @Override
    public void close() {
        if (map == null) {
            return;
        }
        INTS.setRelease(map, Layout.AT_STATE, Layout.ENDED);
        file.toFile().delete();
        Mapping.end(map);
        map = null;
    }
}
