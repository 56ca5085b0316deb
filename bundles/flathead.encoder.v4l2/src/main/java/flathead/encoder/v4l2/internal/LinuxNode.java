package flathead.encoder.v4l2.internal;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import flathead.api.MediaException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A file descriptor of a device, and an eventfd that ends its poll. */
final class LinuxNode implements Node {
    private static final int POLLFD = 8;
    private static final int EVENTS = 4;
    private static final int REVENTS = 6;

    private final String path;
    private final int descriptor;
    private final int event;
    private final Memory polled = new Memory(2 * POLLFD);
    private final Memory count = new Memory(Long.BYTES);
    private final Memory one = new Memory(Long.BYTES);
    private boolean closed;

    /** Takes the descriptor over. */
    LinuxNode(String path, int descriptor) throws MediaException {
        this.path = path;
        this.descriptor = descriptor;
        this.event = Libc.eventfd(0, Layout.EFD_NONBLOCK_CLOEXEC);
        if (event < 0) {
            int error = Native.getLastError();
            Libc.close(descriptor);
            throw new MediaException(path + ": no eventfd: " + Libc.strerror(error));
        }
        one.setLong(0, 1);
        polled.setInt(0, descriptor);
        polled.setInt(POLLFD, event);
        polled.setShort(POLLFD + EVENTS, (short) Layout.POLLIN);
    }

    private static long address(Pointer memory) {
        return Pointer.nativeValue(memory);
    }

    @Override
    public int ioctl(long request, Memory argument) {
        while (true) {
            int answer = Libc.ioctl(descriptor, request, address(argument));
            if (answer >= 0) {
                return answer;
            }
            int error = Native.getLastError();
            if (error != Layout.EINTR) {
                return -error;
            }
        }
    }

    @Override
    public int poll(int events, int millis) {
        polled.setShort(EVENTS, (short) events);
        polled.setShort(REVENTS, (short) 0);
        polled.setShort(POLLFD + REVENTS, (short) 0);
        int ready = Libc.poll(address(polled), 2, millis);
        if (ready < 0) {
            int error = Native.getLastError();
            return error == Layout.EINTR ? 0 : -error;
        }
        int answer = polled.getShort(REVENTS) & 0xffff;
        if (polled.getShort(POLLFD + REVENTS) != 0) {
            Libc.read(event, address(count), Long.BYTES);
            answer |= WOKEN;
        }
        return answer;
    }

    /** Short; closing waits for it, so that the number is never somebody else's. */
    @Override
    public synchronized void wake() {
        if (!closed) {
            Libc.write(event, address(one), Long.BYTES);
        }
    }

    @Override
    public ByteBuffer map(long offset, int length) throws MediaException {
        long address = Libc.mmap(0, length, Layout.PROT_READ_WRITE, Layout.MAP_SHARED, descriptor, offset);
        if (address == -1) {
            throw new MediaException(path + ": a buffer of " + length + " bytes cannot be mapped: "
                + Libc.strerror(Native.getLastError()));
        }
        return new Pointer(address).getByteBuffer(0, length).order(ByteOrder.nativeOrder());
    }

    @Override
    public void unmap(ByteBuffer buffer) {
        Libc.munmap(address(Native.getDirectBufferPointer(buffer.duplicate().clear())), buffer.capacity());
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            Libc.close(event);
            Libc.close(descriptor);
        }
    }
}
