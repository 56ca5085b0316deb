package flathead.encoder.v4l2.internal;

import flathead.api.EncodedFrame;
import flathead.api.FrameInput;
import flathead.api.MediaException;
import flathead.api.Pool;
import flathead.api.VideoFormat;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way out of an encoder: access units, copied once from the driver's memory into pooled pictures, and counted.
 * After one was lost, the others up to the next keyframe are dropped as well. The encoding thread, but for the
 * counters.
 */
final class Units implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Units.class);
    /** One in each lane's queue and at each sink, several times over. */
    private static final int POOL_SIZE = 16;
    private static final int MIN_CAPACITY = 64 * 1024;
    private static final int HEADER = 1024;
    /** How often a driver may say that it makes a keyframe, and not do it. */
    private static final int MOST_BROKEN_PROMISES = 2;
    private static final long NONE = -1;

    private final EncoderDevice device;
    private final Bitstream bitstream;
    private final Pending pending;
    private final FrameInput out;
    private final BooleanSupplier closing;
    private final Pool<EncodedFrame> pool;
    private boolean awaitsKeyframe = true;
    private boolean forces = true;
    private int brokenPromises;
    private long promised = NONE;
    private boolean complained;
    private long lastMicros;
    private boolean keyframeWanted;

    // written by the encoding thread only
    private volatile long passed;
    private volatile long dropped;
    private volatile long finished;
    private volatile long keyframes;
    private volatile long bytes;

    /**
     * @param format of what comes out
     * @param pending the pictures inside the driver
     * @param closing whether nothing may be passed on any more
     */
    Units(EncoderDevice device, Bitstream bitstream, VideoFormat format, Pending pending, FrameInput out,
            BooleanSupplier closing) {
        this.device = device;
        this.bitstream = bitstream;
        this.pending = pending;
        this.out = out;
        this.closing = closing;
        int most = Math.max(MIN_CAPACITY, format.width() * format.height()) + HEADER;
        this.pool = Pool.ofEncoded(format, POOL_SIZE, most);
    }

    /** Takes what the driver gave back, and passes the picture on if there is one. */
    void take(ByteBuffer unit, int offset, int size, long micros, boolean broken) throws MediaException {
        if (size <= 0 && !broken) {
            return; // the mark of the end
        }
        if (passed > 0 && micros != 0 && micros == lastMicros) {
            complain("an access unit was larger than the driver's buffer");
            loseTrack();
            return;
        }
        if (!broken) {
            bitstream.look(unit, offset, size);
            if (!bitstream.picture()) {
                return; // parameter sets of their own
            }
        }
        long number = pending.find(micros);
        if (number < 0) {
            return;
        }
        lastMicros = micros;
        drop(pending.remove(number));
        if (broken || !usable(number)) {
            drop(1);
            return;
        }
        String complaint = bitstream.complaint();
        if (complaint != null) {
            throw new MediaException(device + ": " + complaint);
        }
        pass(number, unit, offset, size);
    }

    /** Whether decoding can go on with this picture; also notes whether the driver keeps its promises. */
    private boolean usable(long number) throws MediaException {
        boolean keyframe = bitstream.keyframe();
        if (number == promised) {
            promised = NONE;
            if (!keyframe) {
                keyframeWanted = true;
                broken();
            }
        }
        awaitsKeyframe &= !keyframe;
        return !awaitsKeyframe;
    }

    private void broken() throws MediaException {
        brokenPromises++;
        if (brokenPromises >= MOST_BROKEN_PROMISES) {
            if (!forces) {
                throw new MediaException(device + " does not start its stream with a keyframe");
            }
            forces = false;
            brokenPromises = 0;
        }
    }

    private void pass(long number, ByteBuffer unit, int offset, int size) {
        int missing = bitstream.missing();
        EncodedFrame picture = pool.tryTake();
        if (picture == null) {
            drop(1);
            return;
        }
        try {
            if (missing + size > picture.data().capacity()) {
                complain("an access unit of " + size + " bytes is larger than " + picture.data().capacity());
                drop(1);
                return;
            }
            if (missing > 0) {
                bitstream.putMissing(picture.data());
            }
            picture.data().put(missing, unit, offset, size);
            boolean keyframe = bitstream.keyframe();
            picture.set(pending.format(number), pending.sequence(number), pending.capture(number), missing + size,
                keyframe);
            passed++;
            bytes += missing + size;
            if (keyframe) {
                keyframes++;
            }
            if (!closing.getAsBoolean()) {
                out.offer(picture);
            }
            finished++;
        } finally {
            picture.close();
        }
    }

    private void complain(String what) {
        if (!complained) {
            complained = true;
            LOG.warn("{}: {}; what follows waits for a keyframe", device, what);
        }
    }

    /** Pictures were lost: what follows them cannot be decoded. */
    void drop(int count) {
        if (count > 0) {
            dropped += count;
            finished += count;
            loseTrack();
        }
    }

    private void loseTrack() {
        awaitsKeyframe = true;
        keyframeWanted = true;
    }

    /** The picture of this number was told to be a keyframe. */
    void promise(long number) {
        promised = number;
    }

    /** Whether the driver makes keyframes when told to, as far as is known. */
    boolean forces() {
        return forces;
    }

    /** It does not. */
    void forcesNot() {
        forces = false;
    }

    /** Whether a keyframe is needed after a loss; once. */
    boolean takeWish() {
        boolean wanted = keyframeWanted;
        keyframeWanted = false;
        return wanted;
    }

    // --- any thread

    long passed() {
        return passed;
    }

    long dropped() {
        return dropped;
    }

    /** Pictures that came out or were given up. */
    long finished() {
        return finished;
    }

    long keyframes() {
        return keyframes;
    }

    long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        pool.close();
    }
}
