package flathead.webrtc.libwebrtc.internal;

import flathead.api.Frame;
import flathead.api.FrameInput;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.Memory;
import flathead.api.VideoFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Takes pictures and looks at them. */
class Viewer implements FrameInput {
    final Set<String> shapes = ConcurrentHashMap.newKeySet();
    volatile int pictures;
    volatile int outOfOrder;
    volatile VideoFormat format;
    volatile double left;
    volatile double right;
    volatile double blue;
    volatile double red;
    volatile long firstNanos;
    volatile MediaException failure;
    /** Only counts. */
    volatile boolean plain;
    private long lastSequence = -1;
    private long lastCapture;

    @Override
    public boolean offer(Media media) {
        if (plain) {
            pictures = pictures + 1;
            return true;
        }
        Frame frame = (Frame) media;
        if (frame.sequence() <= lastSequence || frame.captureNanos() < lastCapture) {
            outOfOrder = outOfOrder + 1;
        }
        lastSequence = frame.sequence();
        lastCapture = frame.captureNanos();
        format = frame.format();
        shapes.add(format.width() + "x" + format.height());
        Memory memory = frame.memory();
        left = mean(memory, 0, format.width() / 2 - 8, format.height());
        right = mean(memory, format.width() / 2 + 8, format.width(), format.height());
        blue = memory.plane(1).get(memory.stride(1) * format.height() / 4 + format.width() / 8) & 0xff;
        red = memory.plane(2).get(memory.stride(2) * format.height() / 4 + format.width() / 8) & 0xff;
        if (pictures == 0) {
            firstNanos = System.nanoTime();
        }
        pictures = pictures + 1;
        return true;
    }

    private static double mean(Memory memory, int from, int to, int height) {
        long sum = 0;
        for (int y = 0; y < height; y += 8) {
            for (int x = from; x < to; x += 4) {
                sum += memory.plane(0).get(y * memory.stride(0) + x) & 0xff;
            }
        }
        return (double) sum / ((height + 7) / 8 * ((to - from + 3) / 4));
    }

    @Override
    public void failed(MediaException cause) {
        failure = cause;
    }
}
