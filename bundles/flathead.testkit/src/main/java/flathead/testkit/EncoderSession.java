package flathead.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import flathead.api.Codec;
import flathead.api.EncodedFrame;
import flathead.api.EncoderFactory;
import flathead.api.EncoderSettings;
import flathead.api.Frame;
import flathead.api.FrameInput;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.Pool;
import flathead.api.VideoEncoder;
import flathead.api.VideoFormat;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An open encoder in a test, the moving picture that goes in, and what came out. Pictures are offered as fast as they
 * are taken, and closing checks that each was given back.
 */
public final class EncoderSession implements AutoCloseable {
    private static final long START_NANOS = 5_000_000_000L;
    private static final int SOURCE_SIZE = 8;
    private static final int ROUNDS = 4;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final VideoFormat format;
    private final Pool<Frame> source;
    private final Output output = new Output();
    private final VideoEncoder encoder;
    private final int window;
    private long next;
    private int scene;

    /**
     * An encoded picture.
     *
     * @param sequence of the raw picture
     * @param captureNanos of the raw picture
     * @param format as told
     * @param keyframe as told
     * @param bytes of the access unit
     */
    public record Unit(long sequence, long captureNanos, VideoFormat format, boolean keyframe, byte[] bytes) {
    }

    /**
     * Opens an encoder.
     *
     * @param window how many pictures may be inside when another one is offered
     */
    public EncoderSession(EncoderFactory factory, VideoFormat format, EncoderSettings settings, int window)
            throws MediaException {
        this.format = format;
        this.window = window;
        this.source = Pool.ofFrames(format, SOURCE_SIZE);
        this.encoder = factory.open(format, settings, output);
    }

    /** The encoder. */
    public VideoEncoder encoder() {
        return encoder;
    }

    /** What came out so far, or of that what was not kept. */
    public List<Unit> units() {
        synchronized (output) {
            return List.copyOf(output.units);
        }
    }

    /** Sequences of the keyframes that came out so far. */
    public List<Long> keyframes() {
        return units().stream().filter(Unit::keyframe).map(Unit::sequence).toList();
    }

    /** Bits per second from unit {@code from} on, keyframes included. */
    public double bitrate(int from) {
        List<Unit> units = units();
        long bytes = units.subList(from, units.size()).stream().mapToLong(unit -> unit.bytes().length).sum();
        return 8.0 * bytes * format.fps() / (units.size() - from);
    }

    /** When picture {@code sequence} is said to be captured. */
    public long captureNanos(long sequence) {
        return START_NANOS + sequence * format.intervalNanos() + sequence % 7;
    }

    /** The next pictures look nothing like those before. */
    public void cut() {
        scene++;
    }

    /** The next picture of the source, held by the caller. */
    public Frame picture() {
        Frame frame = source.tryTake();
        assertTrue(frame != null, "the encoder gives its input back");
        TestPicture.paint(frame, next, scene);
        frame.set(next, captureNanos(next));
        next++;
        return frame;
    }

    /** Offers the next picture; whether it was taken. */
    public boolean offerOne() {
        try (Frame frame = picture()) {
            return encoder.offer(frame);
        }
    }

    /** Offers pictures, each of which must be taken. */
    public void feed(int count) {
        for (int i = 0; i < count; i++) {
            awaitRoom();
            assertTrue(offerOne(), "picture " + (next - 1) + " is taken");
        }
    }

    private void awaitRoom() {
        if (encoder.stats().inFlight() >= window) {
            Await.until("room", () -> encoder.stats().inFlight() < window);
        }
    }

    /** Offers pictures until one was dropped, and a few more; answers how many. */
    public int feedUntilDropped(int most) {
        int offered = 0;
        while (encoder.stats().dropped() == 0) {
            assertTrue(offered < most, "it drops when nothing is given back");
            awaitRoom();
            offerOne();
            offered++;
        }
        for (int i = 0; i < 3; i++) {
            awaitRoom();
            offerOne();
        }
        return offered + 3;
    }

    /** Waits until all that was taken has come out. */
    public void drain() {
        assertTrue(encoder.drain(Duration.ofSeconds(10).toNanos()), "drained");
        assertEquals(0, encoder.stats().inFlight());
        assertEquals(List.of(), output.failures);
    }

    /** From now on what comes out is kept. */
    public void keepAll() {
        output.keep = true;
    }

    /** Gives back all that was kept, and keeps no more. */
    public void releaseAll() {
        output.keep = false;
        synchronized (output) {
            output.kept.forEach(Media::close);
            output.kept.clear();
        }
    }

    /** The bytes now in the pictures that are kept. */
    public List<byte[]> keptBytes() {
        synchronized (output) {
            return output.kept.stream().map(Output::bytes).toList();
        }
    }

    /** The first picture that comes out closes the encoder. */
    public void closeAtFirstOutput() {
        output.closes = encoder;
    }

    /**
     * Encodes {@code count} pictures after as many to warm up, a few times, and answers how many bytes of heap that
     * took for each at the least, on this thread and those named {@code flathead-…}.
     */
    public long allocatedPerPicture(int count) {
        List<Frame> pictures = new ArrayList<>();
        for (int i = 0; i < SOURCE_SIZE; i++) {
            pictures.add(picture());
        }
        pictures.forEach(Media::close);
        output.counts = true;
        run(count);
        long[] threads = Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread == Thread.currentThread() || thread.getName().startsWith("flathead-"))
            .mapToLong(Thread::getId).toArray();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) { // a round in which the compiler swaps code in shows some bytes
            long before = allocated(threads);
            run(count);
            least = Math.min(least, allocated(threads) - before);
        }
        return least / count;
    }

    private void run(int count) {
        int start = output.count.get();
        for (int i = 0; i < count; i++) {
            while (i - (output.count.get() - start) >= window) {
                Thread.onSpinWait();
            }
            Frame frame = source.tryTake(i % SOURCE_SIZE);
            if (frame == null) {
                throw new AssertionError("the encoder gives its input back");
            }
            frame.set(next, captureNanos(next));
            next++;
            encoder.offer(frame);
            frame.close();
        }
        while (output.count.get() - start < count) {
            Thread.onSpinWait();
        }
    }

    private static long allocated(long[] threads) {
        long sum = 0;
        for (long thread : threads) {
            sum += THREADS.getThreadAllocatedBytes(thread);
        }
        return sum;
    }

    @Override
    public void close() {
        encoder.close();
        releaseAll();
        assertEquals(0, source.inFlight(), "pictures that the encoder did not give back");
        assertEquals(List.of(), output.failures);
    }

    /** Copies what comes out. */
    private static final class Output implements FrameInput {
        private final List<Unit> units = new ArrayList<>();
        private final List<EncodedFrame> kept = new ArrayList<>();
        private final List<String> failures = new ArrayList<>();
        private final AtomicInteger count = new AtomicInteger();
        private final AtomicBoolean busy = new AtomicBoolean();
        private volatile boolean keep;
        private volatile boolean counts;
        private volatile VideoEncoder closes;

        @Override
        public boolean offer(Media media) {
            if (!busy.compareAndSet(false, true)) {
                failures.add("two threads at once");
            }
            if (!counts) {
                take((EncodedFrame) media);
            }
            if (closes != null) {
                closes.close();
            }
            count.incrementAndGet();
            busy.set(false);
            return true;
        }

        private synchronized void take(EncodedFrame unit) {
            units.add(new Unit(unit.sequence(), unit.captureNanos(), unit.format(), unit.keyframe(), bytes(unit)));
            if (keep) {
                unit.retain();
                kept.add(unit);
            }
        }

        static byte[] bytes(EncodedFrame unit) {
            byte[] bytes = new byte[unit.size()];
            unit.data().get(0, bytes);
            return bytes;
        }

        @Override
        public void failed(MediaException cause) {
            failures.add(cause.getMessage());
        }
    }

    /** A gradient that moves, with noise enough to fill any rate. */
    private static final class TestPicture {
        static void paint(Frame frame, long number, int scene) {
            int width = frame.format().width();
            int height = frame.format().height();
            ByteBuffer luma = frame.memory().plane(0);
            int random = (int) number * 747_796_405 + scene * 97 + 1;
            for (int y = 0; y < height; y++) {
                int line = y * frame.memory().stride(0);
                for (int x = 0; x < width; x++) {
                    random = random * 1_664_525 + 1_013_904_223;
                    int gradient = scene % 2 == 0 ? x / 2 + y / 4 + 3 * (int) number : 255 - y / 2 - (int) number;
                    luma.put(line + x, (byte) (40 + (gradient & 127) + (random >>> 27)));
                }
            }
            boolean planar = frame.format().codec() == Codec.I420;
            for (int plane = 1; plane < frame.memory().planes(); plane++) {
                for (int y = 0; y < height / 2; y++) {
                    int line = y * frame.memory().stride(plane);
                    for (int x = 0; x < (planar ? width / 2 : width); x++) {
                        frame.memory().plane(plane).put(line + x, (byte) (118 + (x + y + number) % 20));
                    }
                }
            }
        }
    }
}
