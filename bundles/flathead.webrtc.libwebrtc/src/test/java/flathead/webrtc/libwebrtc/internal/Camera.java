package flathead.webrtc.libwebrtc.internal;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.Frame;
import flathead.api.FrameInput;
import flathead.api.Memory;
import flathead.api.Pool;
import flathead.api.VideoFormat;
import flathead.testkit.Await;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Gives 30 pictures a second to a peer, and keeps its wishes: dark on the left, bright on the right, red and blue. */
final class Camera implements Feedback, AutoCloseable {
    static final int DARK = 60;
    static final int BRIGHT = 180;
    private static final int POOL = 4;
    private static final byte BLUE = 100;
    private static final byte RED = (byte) 160;

    final List<Integer> limits = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "test-camera"));
    private volatile Pool<Frame> pool;
    private volatile FrameInput to;
    private volatile int taken;
    private long sequence;

    Camera(VideoFormat format) {
        size(format);
        thread.scheduleAtFixedRate(this::take, 0, 1_000_000_000L / 30, TimeUnit.NANOSECONDS);
    }

    /** Other pictures from now on. */
    void size(VideoFormat format) {
        Pool<Frame> made = Pool.ofFrames(format, POOL);
        for (int i = 0; i < POOL; i++) {
            Frame frame = made.tryTake(i);
            paint(frame);
            frame.close();
        }
        pool = made;
    }

    private static void paint(Frame frame) {
        Memory memory = frame.memory();
        int width = frame.format().width();
        ByteBuffer luma = memory.plane(0);
        for (int i = 0; i < luma.capacity(); i++) {
            luma.put(i, (byte) (i % memory.stride(0) < width / 2 ? DARK : BRIGHT));
        }
        boolean pairs = frame.format().codec() == Codec.NV12;
        for (int plane = 1; plane < memory.planes(); plane++) {
            ByteBuffer chroma = memory.plane(plane);
            for (int i = 0; i < chroma.capacity(); i++) {
                chroma.put(i, pairs && i % 2 == 1 || plane == 2 ? RED : BLUE);
            }
        }
    }

    void feed(FrameInput input) {
        to = input;
    }

    private void take() {
        FrameInput now = to;
        Frame frame = now == null ? null : pool.tryTake();
        if (frame != null) {
            frame.set(sequence++, System.nanoTime());
            taken += now.offer(frame) ? 1 : 0;
            frame.close();
        }
    }

    int taken() {
        return taken;
    }

    int inFlight() {
        return pool.inFlight();
    }

    @Override
    public void requestKeyframe() {
        throw new AssertionError("raw pictures have no keyframes");
    }

    @Override
    public void limitBitrate(int bitsPerSecond) {
        limits.add(bitsPerSecond);
    }

    @Override
    public void close() {
        thread.shutdown();
        Await.until("the camera's end", thread::isTerminated);
    }
}
