package flathead.encoder.v4l2.internal;

import com.sun.jna.Memory;
import flathead.api.MediaException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** vicodec's stateful decoder, for I420 of one size: one picture at a time. */
final class FwhtDecoder implements AutoCloseable {
    private static final int DEADLINE_MILLIS = 5_000;
    private static final int BUFFERS = 4;
    private static final int MOST_UNIT = 4 << 20;

    private final Node node;
    private final Queue coded;
    private final Queue raw;
    private final boolean multiplanar;
    private final int width;
    private final int height;
    private boolean started;
    private int stride;

    FwhtDecoder(int width, int height) throws MediaException {
        this.width = width;
        this.height = height;
        String path = find();
        node = Vicodec.NODES.open(path);
        multiplanar = Vicodec.MULTIPLANAR;
        coded = new Queue(node, multiplanar ? Layout.OUTPUT_MPLANE : Layout.OUTPUT);
        raw = new Queue(node, multiplanar ? Layout.CAPTURE_MPLANE : Layout.CAPTURE);
        format(multiplanar ? Layout.OUTPUT_MPLANE : Layout.OUTPUT, Fwht.PIXEL_FORMAT);
        check(coded.request(1, Layout.MMAP));
        check(coded.on());
    }

    /** The device that takes FWHT and makes raw pictures of it. */
    private static String find() throws MediaException {
        for (String path : Vicodec.NODES.paths()) {
            try (Node node = Vicodec.NODES.open(path); Memory description = new Memory(Layout.FMTDESC)) {
                description.clear();
                description.setInt(Layout.FMTDESC_TYPE,
                    Vicodec.MULTIPLANAR ? Layout.OUTPUT_MPLANE : Layout.OUTPUT);
                if (node.ioctl(Layout.ENUM_FMT, description) >= 0
                        && description.getInt(Layout.FMTDESC_PIXELFORMAT) == Fwht.PIXEL_FORMAT) {
                    return path;
                }
            }
        }
        throw new MediaException("no decoder of FWHT");
    }

    private static int check(int answer) {
        if (answer < 0) {
            throw new AssertionError("the decoder: " + Vicodec.NODES.error(answer));
        }
        return answer;
    }

    private void format(int type, int pixelFormat) {
        try (Memory format = new Memory(Layout.FORMAT)) {
            format.clear();
            format.setInt(0, type);
            format.setInt(Layout.WIDTH, width);
            format.setInt(Layout.HEIGHT, height);
            format.setInt(Layout.PIXELFORMAT, pixelFormat);
            format.setInt(Layout.FIELD, Layout.FIELD_NONE);
            if (multiplanar) {
                format.setByte(Layout.MP_NUM_PLANES, (byte) 1);
                format.setInt(Layout.MP_SIZEIMAGE, MOST_UNIT);
            } else {
                format.setInt(Layout.SIZEIMAGE, MOST_UNIT);
            }
            check(node.ioctl(Layout.S_FMT, format));
            stride = format.getInt(multiplanar ? Layout.MP_BYTESPERLINE : Layout.BYTESPERLINE);
            if (format.getInt(Layout.HEIGHT) != height) {
                throw new AssertionError(format.getInt(Layout.HEIGHT) + " lines instead of " + height);
            }
        }
    }

    /** Decodes a picture, and shows the planes that lie one behind the other in one buffer. */
    void decode(byte[] unit, Consumer<ByteBuffer> shown) throws MediaException {
        coded.memory(0).put(0, unit, 0, unit.length);
        check(coded.queue(0, unit.length, 1, 0));
        if (!started) {
            started = true;
            format(multiplanar ? Layout.CAPTURE_MPLANE : Layout.CAPTURE, Layout.YUV420);
            check(raw.request(BUFFERS, Layout.MMAP));
            for (int i = 0; i < raw.count(); i++) {
                check(raw.queue(i, 0, 0, 0));
            }
            check(raw.on());
        }
        int index = await(raw, Layout.POLLIN);
        shown.accept(raw.memory(index));
        check(raw.queue(index, 0, 0, 0));
        await(coded, Layout.POLLOUT);
    }

    int stride() {
        return stride;
    }

    private int await(Queue queue, int events) {
        long start = System.nanoTime();
        int index = queue.dequeue();
        while (index == -Layout.EAGAIN && System.nanoTime() - start < DEADLINE_MILLIS * 1_000_000L) {
            node.poll(events, 100);
            index = queue.dequeue();
        }
        return check(index);
    }

    @Override
    public void close() {
        raw.off();
        coded.off();
        raw.close();
        coded.close();
        node.close();
    }
}
