package flathead.source.libcamera.internal;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import flathead.api.MediaException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** A camera through {@link Calls}. */
final class JnaDevice implements Device {
    /** Planes, file descriptor, and address and length of up to three planes. */
    private static final int LAYOUT = 8 * Long.BYTES;
    private static final int SHAPE = 6 * Long.BYTES;
    private static final int PICTURE = 4 * Long.BYTES;

    private final long camera;
    private final Memory picture = new Memory(PICTURE);
    private final long pictureAddress = Pointer.nativeValue(picture);

    JnaDevice(long camera) {
        this.camera = camera;
        picture.clear();
    }

    private static MediaException failure() {
        return new MediaException(Calls.fl_error());
    }

    @Override
    public Shape configure(Shape wanted, boolean commit) throws MediaException {
        try (Memory shape = new Memory(SHAPE)) {
            long[] asked = {wanted.fourcc() & 0xffffffffL, wanted.width(), wanted.height(), wanted.buffers(),
                wanted.transform(), wanted.stride()};
            shape.write(0, asked, 0, asked.length);
            if (Calls.fl_configure(camera, Pointer.nativeValue(shape), commit ? 1 : 0) < 0) {
                throw failure();
            }
            long[] got = shape.getLongArray(0, asked.length);
            return new Shape((int) got[0], (int) got[1], (int) got[2], (int) got[3], (int) got[4], (int) got[5]);
        }
    }

    @Override
    public List<Raw> controls() {
        return Calls.fl_controls(camera).lines().map(line -> line.split("\t", -1))
            .map(part -> new Raw(part[0], part[1].charAt(0), numbers(part[2], ","), numbers(part[3], ","),
                numbers(part[4], ","), numbers(part[5], " "))).toList();
    }

    private static double[] numbers(String text, String between) {
        return Arrays.stream(text.split(between)).filter(number -> !number.isEmpty())
            .mapToDouble(JnaDevice::number).toArray();
    }

    private static double number(String text) {
        return switch (text) {
            case "nan", "-nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    @Override
    public void set(String name, double... values) throws MediaException {
        try (Memory numbers = new Memory((long) values.length * Double.BYTES)) {
            numbers.write(0, values, 0, values.length);
            if (Calls.fl_set(camera, name, Pointer.nativeValue(numbers), values.length) < 0) {
                throw failure();
            }
        }
    }

    @Override
    public int start() throws MediaException {
        int buffers = Calls.fl_stream(camera);
        if (buffers < 0) {
            throw failure();
        }
        return buffers;
    }

    private long[] layout(int buffer) {
        try (Memory layout = new Memory(LAYOUT)) {
            Calls.fl_buffer(camera, buffer, Pointer.nativeValue(layout));
            return layout.getLongArray(0, LAYOUT / Long.BYTES);
        }
    }

    @Override
    public ByteBuffer[] planes(int buffer) {
        long[] layout = layout(buffer);
        ByteBuffer[] planes = new ByteBuffer[(int) layout[0]];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = new Pointer(layout[2 + 2 * i]).getByteBuffer(0, layout[3 + 2 * i]);
        }
        return planes;
    }

    @Override
    public int dmabuf(int buffer) {
        return (int) layout(buffer)[1];
    }

    @Override
    public int next(int millis) throws MediaException {
        int buffer = Calls.fl_next(camera, millis, pictureAddress);
        if (buffer < 0 && buffer != NOTHING && buffer != WOKEN && buffer != BROKEN) {
            throw failure();
        }
        return buffer;
    }

    @Override
    public long captureNanos() {
        return picture.getLong(0);
    }

    @Override
    public long sequence() {
        return picture.getLong(Long.BYTES);
    }

    @Override
    public long exposureMicros() {
        return picture.getLong(2 * Long.BYTES);
    }

    @Override
    public void give(int buffer) {
        Calls.fl_give(camera, buffer);
    }

    @Override
    public void wake() {
        Calls.fl_wake(camera);
    }

    @Override
    public void close() {
        Calls.fl_close(camera);
    }

    @Override
    public void free() {
        Calls.fl_free(camera);
        picture.close();
    }
}
