package flathead.testkit.h264;

import flathead.api.DecoderFactory;
import flathead.api.EncodedFrame;
import flathead.api.Feedback;
import flathead.api.MediaException;
import flathead.api.Pool;
import flathead.api.VideoDecoder;
import flathead.testkit.Allocations;
import flathead.testkit.EncoderSession.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What decoding takes of memory. */
final class DecodingCost {
    /** The stream to measure with has this many pictures. */
    static final int PICTURES = 60;
    /** Less than what 200 decoders leave behind if each leaves a picture. */
    static final long SMALL = 12L << 20;
    private static final int ROUNDS = 12;

    private DecodingCost() {
    }

    /** Bytes of heap that decoding a stream takes at the least, on this thread. */
    static long allocated(DecoderFactory factory, List<Unit> units) throws MediaException {
        Pool<EncodedFrame> pool = Pool.ofEncoded(units.get(0).format(), units.size(), 1 << 18);
        List<EncodedFrame> frames = new ArrayList<>();
        for (Unit unit : units) {
            EncodedFrame frame = pool.tryTake();
            frame.data().put(0, unit.bytes());
            frame.set(unit.format(), unit.sequence(), unit.captureNanos(), unit.bytes().length, unit.keyframe());
            frames.add(frame);
        }
        long least = Long.MAX_VALUE;
        try (VideoDecoder decoder = factory.open(units.get(0).format(), media -> true, Feedback.NONE)) {
            for (int round = 0; round < ROUNDS; round++) { // a round in which code is compiled shows some bytes
                long before = Allocations.ofThisThread();
                for (int i = 0; i < frames.size(); i++) {
                    decoder.offer(frames.get(i));
                }
                least = Math.min(least, Allocations.ofThisThread() - before);
            }
        }
        return least;
    }

    /** How much memory the process has, after everything that the collector can free is freed; 0 if nobody says. */
    static long residentBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        try {
            Path status = Path.of("/proc/self/statm");
            return Files.exists(status) ? 4_096 * Long.parseLong(Files.readString(status).split(" ")[1]) : 0;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
