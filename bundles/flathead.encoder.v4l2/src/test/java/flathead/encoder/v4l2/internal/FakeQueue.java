package flathead.encoder.v4l2.internal;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A queue of a {@link FakeNode}: buffers with the driver, and those that it is done with. */
final class FakeQueue {
    private static final int MOST = 16;
    private static final Pointer NULL = null;

    final int type;
    final boolean multiplanar;
    final ByteBuffer[] buffers = new ByteBuffer[MOST];
    final Ring queued = new Ring();
    final Ring done = new Ring();
    final int[] bytes = new int[MOST];
    final int[] flags = new int[MOST];
    final long[] seconds = new long[MOST];
    final long[] micros = new long[MOST];
    final int[] descriptors = new int[MOST];
    int count;
    int memory;
    int size;
    boolean streaming;

    /** Numbers, first in, first out. */
    static final class Ring {
        private final int[] numbers = new int[MOST + 1];
        private int from;
        private int size;

        void add(int number) {
            numbers[(from + size++) % numbers.length] = number;
        }

        int take() {
            int number = numbers[from];
            from = (from + 1) % numbers.length;
            size--;
            return number;
        }

        int size() {
            return size;
        }

        void clear() {
            size = 0;
        }
    }

    FakeQueue(int type, boolean multiplanar) {
        this.type = type;
        this.multiplanar = multiplanar;
    }

    int request(Memory request) {
        if (streaming) {
            return -Layout.EBUSY;
        }
        count = Math.min(request.getInt(0), MOST);
        memory = request.getInt(Layout.REQUESTBUFFERS_MEMORY);
        request.setInt(0, count);
        for (int i = 0; i < count && memory == Layout.MMAP; i++) {
            buffers[i] = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
        }
        queued.clear();
        done.clear();
        return 0;
    }

    private Pointer plane(Memory buffer) {
        return multiplanar ? new Pointer(buffer.getLong(Layout.M)) : NULL;
    }

    int query(Memory buffer) {
        int index = buffer.getInt(Layout.INDEX);
        int offset = type << 24 | index << 12;
        if (multiplanar) {
            plane(buffer).setInt(Layout.PLANE_LENGTH, size);
            plane(buffer).setInt(Layout.PLANE_M, offset);
        } else {
            buffer.setInt(Layout.LENGTH, size);
            buffer.setInt(Layout.M, offset);
        }
        return 0;
    }

    int put(Memory buffer) {
        int index = buffer.getInt(Layout.INDEX);
        if (index >= count || buffer.getInt(Layout.MEMORY) != memory) {
            return -Layout.EINVAL;
        }
        if (multiplanar) {
            long plane = buffer.getLong(Layout.M);
            bytes[index] = At.getInt(plane, Layout.PLANE_BYTESUSED);
            descriptors[index] = At.getInt(plane, Layout.PLANE_M);
        } else {
            bytes[index] = buffer.getInt(Layout.BYTESUSED);
            descriptors[index] = buffer.getInt(Layout.M);
        }
        int length = multiplanar ? At.getInt(buffer.getLong(Layout.M), Layout.PLANE_LENGTH)
            : buffer.getInt(Layout.LENGTH);
        if (bytes[index] > length) {
            return -Layout.EINVAL; // as the kernel has it
        }
        seconds[index] = buffer.getLong(Layout.SECONDS);
        micros[index] = buffer.getLong(Layout.MICROSECONDS);
        queued.add(index);
        return 0;
    }

    int take(Memory buffer) {
        if (done.size() == 0) {
            return -Layout.EAGAIN;
        }
        int index = done.take();
        buffer.setInt(Layout.INDEX, index);
        buffer.setInt(Layout.FLAGS, flags[index]);
        buffer.setLong(Layout.SECONDS, seconds[index]);
        buffer.setLong(Layout.MICROSECONDS, micros[index]);
        if (multiplanar) {
            At.setInt(buffer.getLong(Layout.M), Layout.PLANE_BYTESUSED, bytes[index]);
        } else {
            buffer.setInt(Layout.BYTESUSED, bytes[index]);
        }
        return 0;
    }

    void off() {
        streaming = false;
        queued.clear();
        done.clear();
    }

    /** Reads and writes at addresses, without an object for each. */
    private static final class At extends Pointer {
        private static final At AT = new At();

        private At() {
            super(0);
        }

        static synchronized int getInt(long address, int offset) {
            AT.peer = address;
            return AT.getInt(offset);
        }

        static synchronized void setInt(long address, int offset, int value) {
            AT.peer = address;
            AT.setInt(offset, value);
        }
    }
}
