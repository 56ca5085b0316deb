package flathead.encoder.v4l2.internal;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import flathead.api.MediaException;
import java.nio.ByteBuffer;

/**
 * One of the two queues of a device: its buffers, and their way to the driver and back. One plane a picture, whether
 * the interface is the multi-planar one or not. One thread; nothing is allocated but in {@link #request}.
 */
final class Queue {
    private static final int MILLION = 1_000_000;

    private final Node node;
    private final int type;
    private final boolean multiplanar;
    private final Memory buffer = new Memory(Layout.BUFFER);
    private final Memory plane = new Memory(Layout.PLANE);
    private final Memory number = new Memory(Integer.BYTES);
    private final long planeAddress = Pointer.nativeValue(plane);
    private ByteBuffer[] mapped = {};
    private int count;
    private int memory;

    Queue(Node node, int type) {
        this.node = node;
        this.type = type;
        this.multiplanar = type == Layout.CAPTURE_MPLANE || type == Layout.OUTPUT_MPLANE;
    }

    /**
     * Asks for buffers, and maps them if their memory is {@code MMAP}.
     *
     * @return how many there are, or a negative error number
     * @throws MediaException if they cannot be mapped
     */
    int request(int wanted, int newMemory) throws MediaException {
        int answer = requestBuffers(wanted, newMemory);
        if (answer <= 0) {
            return answer < 0 ? answer : -Layout.EINVAL;
        }
        count = answer;
        memory = newMemory;
        if (memory == Layout.MMAP) {
            ByteBuffer[] all = new ByteBuffer[count];
            mapped = all;
            for (int i = 0; i < count; i++) {
                prepare(i);
                int error = node.ioctl(Layout.QUERYBUF, buffer);
                if (error < 0) {
                    return error;
                }
                all[i] = multiplanar
                    ? node.map(plane.getInt(Layout.PLANE_M) & 0xffff_ffffL, plane.getInt(Layout.PLANE_LENGTH))
                    : node.map(buffer.getInt(Layout.M) & 0xffff_ffffL, buffer.getInt(Layout.LENGTH));
            }
        }
        return count;
    }

    private int requestBuffers(int wanted, int kind) {
        try (Memory request = new Memory(Layout.REQUESTBUFFERS)) {
            request.clear();
            request.setInt(0, wanted);
            request.setInt(Layout.REQUESTBUFFERS_TYPE, type);
            request.setInt(Layout.REQUESTBUFFERS_MEMORY, kind);
            int error = node.ioctl(Layout.REQBUFS, request);
            return error < 0 ? error : request.getInt(0);
        }
    }

    private void prepare(int index) {
        buffer.clear();
        buffer.setInt(Layout.INDEX, index);
        buffer.setInt(Layout.TYPE, type);
        buffer.setInt(Layout.MEMORY, memory);
        if (multiplanar) {
            plane.clear();
            buffer.setLong(Layout.M, planeAddress);
            buffer.setInt(Layout.LENGTH, 1);
        }
    }

    /** How many buffers there are. */
    int count() {
        return count;
    }

    /** The memory of buffer {@code index}, where it is mapped. */
    ByteBuffer memory(int index) {
        return mapped[index];
    }

    /**
     * Gives a buffer to the driver.
     *
     * @param bytes that hold a picture; 0 for one that is to be filled
     * @param micros the time that the encoded picture will carry
     * @param descriptor of the dma-buf, where the memory is that
     * @return a negative error number on failure
     */
    int queue(int index, int bytes, long micros, int descriptor) {
        prepare(index);
        buffer.setInt(Layout.BUFFER_FIELD, Layout.FIELD_NONE);
        buffer.setLong(Layout.SECONDS, micros / MILLION);
        buffer.setLong(Layout.MICROSECONDS, micros % MILLION);
        int length = memory == Layout.DMABUF ? bytes : mapped[index].capacity();
        if (multiplanar) {
            plane.setInt(Layout.PLANE_BYTESUSED, bytes);
            plane.setInt(Layout.PLANE_LENGTH, length);
            if (memory == Layout.DMABUF) {
                plane.setInt(Layout.PLANE_M, descriptor);
            }
        } else {
            buffer.setInt(Layout.BYTESUSED, bytes);
            buffer.setInt(Layout.LENGTH, length);
            if (memory == Layout.DMABUF) {
                buffer.setInt(Layout.M, descriptor);
            }
        }
        return node.ioctl(Layout.QBUF, buffer);
    }

    /** Takes a buffer that the driver is done with; its index, or a negative error number. */
    int dequeue() {
        prepare(0);
        int error = node.ioctl(Layout.DQBUF, buffer);
        return error < 0 ? error : buffer.getInt(Layout.INDEX);
    }

    /** The flags of what was taken last. */
    int flags() {
        return buffer.getInt(Layout.FLAGS);
    }

    /** Where the bytes of what was taken last begin. */
    int offset() {
        return multiplanar ? plane.getInt(Layout.PLANE_DATA_OFFSET) : 0;
    }

    /** How many bytes were taken last. */
    int bytes() {
        return multiplanar ? plane.getInt(Layout.PLANE_BYTESUSED) - offset() : buffer.getInt(Layout.BYTESUSED);
    }

    /** The time of what was taken last. */
    long micros() {
        return buffer.getLong(Layout.SECONDS) * MILLION + buffer.getLong(Layout.MICROSECONDS);
    }

    /** Starts; a negative error number on failure. */
    int on() {
        number.setInt(0, type);
        return node.ioctl(Layout.STREAMON, number);
    }

    /** Stops: every buffer is ours again. */
    int off() {
        number.setInt(0, type);
        return node.ioctl(Layout.STREAMOFF, number);
    }

    /** Gives all buffers up; others may be requested. */
    void release() {
        for (ByteBuffer each : mapped) {
            if (each != null) {
                node.unmap(each);
            }
        }
        mapped = new ByteBuffer[0];
        if (count > 0) {
            requestBuffers(0, memory);
            count = 0;
        }
    }

    /** Gives the buffers and this object's own memory up. */
    void close() {
        release();
        buffer.close();
        plane.close();
        number.close();
    }
}
