package flathead.testkit.h264;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.DecoderFactory;
import flathead.api.EncodedFrame;
import flathead.api.EncoderFactory;
import flathead.api.EncoderSettings;
import flathead.api.Feedback;
import flathead.api.Frame;
import flathead.api.FrameInput;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.Pool;
import flathead.api.TimeQuality;
import flathead.api.VideoDecoder;
import flathead.api.VideoEncoder;
import flathead.api.VideoFormat;
import flathead.testkit.EncoderSession.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** An open decoder in a test, what goes in, and what came out. Closing checks that everything was given back. */
final class DecoderSession implements AutoCloseable {
    private static final int INPUTS = 24;
    private static final int CAPACITY = 1 << 19;

    private final Pool<EncodedFrame> inputs = Pool.ofEncoded(new VideoFormat(Codec.H264, 16, 16, 30), INPUTS, CAPACITY);
    private final List<Picture> pictures = new ArrayList<>();
    private final List<Frame> kept = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final VideoDecoder decoder;
    private int wishes;
    private boolean keep;
    private boolean closes;

    /**
     * A picture that came out.
     *
     * @param sequence as told
     * @param captureNanos as told
     * @param quality of that time, as told
     * @param format as told
     * @param psnr against what went into the encoder, in dB
     */
    record Picture(long sequence, long captureNanos, TimeQuality quality, VideoFormat format, double psnr) {
    }

    DecoderSession(DecoderFactory factory, VideoFormat format) throws MediaException {
        decoder = factory.open(format, new FrameInput() {
            @Override
            public boolean offer(Media media) {
                take((Frame) media);
                return true;
            }

            @Override
            public void failed(MediaException cause) {
                failures.add(cause.getMessage());
            }
        }, new Feedback() {
            @Override
            public void requestKeyframe() {
                wishes++;
            }

            @Override
            public void limitBitrate(int bitsPerSecond) {
                failures.add("a decoder has no wish for a rate");
            }
        });
    }

    private void take(Frame frame) {
        pictures.add(new Picture(frame.sequence(), frame.captureNanos(), frame.timeQuality(), frame.format(),
            Smooth.psnr(frame, (int) frame.sequence())));
        if (keep) {
            frame.retain();
            kept.add(frame);
        }
        if (closes) {
            decoder.close();
        }
    }

    /**
     * A stream, whose pictures are {@link Smooth}.
     *
     * @param from the sequence of the first picture
     * @param keyframes the sequences, beside the first, of pictures that are asked to be keyframes
     */
    static List<Unit> encode(EncoderFactory factory, VideoFormat raw, int from, int count, Set<Integer> keyframes)
            throws MediaException {
        List<Unit> units = new ArrayList<>();
        Pool<Frame> pool = Pool.ofFrames(raw, 4);
        try (VideoEncoder encoder = factory.open(raw, new EncoderSettings(3 * raw.width() * raw.height(), 0), media -> {
            EncodedFrame unit = (EncodedFrame) media;
            byte[] bytes = new byte[unit.size()];
            unit.data().get(0, bytes);
            return units.add(new Unit(unit.sequence(), unit.captureNanos(), unit.format(), unit.keyframe(), bytes));
        })) {
            for (int i = from; i < from + count; i++) {
                if (keyframes.contains(i)) {
                    encoder.requestKeyframe();
                }
                try (Frame frame = pool.tryTake()) {
                    Smooth.paint(frame, i);
                    frame.set(i, captureNanos(i));
                    assertTrue(encoder.offer(frame), "picture " + i + " is encoded");
                }
                assertTrue(encoder.drain(1_000_000_000L), "picture " + i + " comes out");
            }
        }
        assertEquals(count, units.size());
        return units;
    }

    /** When a picture is said to be captured: in no simple relation to its number. */
    static long captureNanos(long sequence) {
        return 7_000_000_000L + sequence * 33_333_333L + sequence * sequence % 1_001;
    }

    /** What that time is said to be worth: each of the three in turn. */
    static TimeQuality quality(long sequence) {
        return TimeQuality.values()[(int) (sequence % 3)];
    }

    VideoDecoder decoder() {
        return decoder;
    }

    boolean offer(Unit unit) {
        return offer(unit, unit.bytes());
    }

    /** Offers an access unit with other bytes in it. */
    boolean offer(Unit unit, byte[] bytes) {
        try (EncodedFrame frame = inputs.tryTake()) {
            assertTrue(frame != null, "the decoder gives its input back");
            frame.data().put(0, bytes);
            frame.set(unit.format(), unit.sequence(), unit.captureNanos(), quality(unit.sequence()), bytes.length,
                unit.keyframe());
            return decoder.offer(frame);
        }
    }

    void offerAll(List<Unit> units) {
        for (Unit unit : units) {
            assertTrue(offer(unit), () -> "access unit " + unit.sequence() + " is decoded");
        }
    }

    List<Picture> pictures() {
        return pictures;
    }

    List<Long> sequences() {
        return pictures.stream().map(Picture::sequence).toList();
    }

    /** The worst of them all, in dB. */
    double worst() {
        return pictures.stream().mapToDouble(Picture::psnr).min().orElse(0);
    }

    int wishes() {
        return wishes;
    }

    void keepAll() {
        keep = true;
    }

    List<Frame> kept() {
        return kept;
    }

    void releaseAll() {
        keep = false;
        kept.forEach(Frame::close);
        kept.clear();
    }

    void closeAtFirstOutput() {
        closes = true;
    }

    @Override
    public void close() {
        decoder.close();
        releaseAll();
        assertEquals(0, inputs.inFlight(), "access units that the decoder did not give back");
        assertEquals(List.of(), failures);
    }
}
