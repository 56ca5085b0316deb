package flathead.decoder.software.internal;

import flathead.api.Codec;
import flathead.api.EncodedFrame;
import flathead.api.Feedback;
import flathead.api.FrameInput;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.Pool;
import flathead.api.VideoDecoder;
import flathead.api.VideoFormat;
import java.util.HexFormat;

/**
 * Decodes a small picture before anybody waits for one: what the first picture would have to load and compile is there
 * afterwards, and the slot's watchdog does not take a slow start for a hang.
 */
final class WarmUp {
    private static final VideoFormat FORMAT = new VideoFormat(Codec.H264, 64, 64, 30);
    /** A grey picture of 64x64, as x264 made it. */
    private static final byte[] PICTURE = HexFormat.of().parseHex("000000016742c00ada109a10000003001000000303c8f1226a"
        + "0000000168ce0fc8000000016588843a272727275d75d75d75d75d75d780");
    private static final int TIMES = 3;

    private WarmUp() {
    }

    /**
     * Takes a moment.
     *
     * @return how many pictures came out
     * @throws MediaException if no decoder can be opened
     */
    static int run(AvcodecDecoderFactory factory) throws MediaException {
        Counter out = new Counter();
        try (Pool<EncodedFrame> pool = Pool.ofEncoded(FORMAT, 1, PICTURE.length);
                VideoDecoder decoder = factory.open(FORMAT, out, Feedback.NONE)) {
            for (int i = 0; i < TIMES; i++) {
                EncodedFrame unit = pool.tryTake();
                if (unit != null) {
                    unit.data().put(0, PICTURE);
                    unit.set(FORMAT, i, System.nanoTime(), PICTURE.length, true);
                    decoder.offer(unit);
                    unit.close();
                }
            }
        }
        return out.pictures;
    }

    private static final class Counter implements FrameInput {
        private int pictures;

        @Override
        public boolean offer(Media media) {
            pictures++;
            return true;
        }
    }
}
