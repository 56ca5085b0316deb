package flathead.api;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;

/**
 * A fixed set of pictures, made once. Taking and giving back neither allocates nor blocks; an empty pool answers null,
 * and who gets null drops its picture and counts it. Any thread.
 *
 * <p>Closing a pool stops the handing out. Pictures that are out stay valid until they are given back; their memory is
 * collected with the last of them. {@link #inFlight()} tells how many are out.
 *
 * @param <M> what it holds
 */
public final class Pool<M extends Media> implements AutoCloseable {
    /** How many pictures a pool can hold. */
    public static final int MAX_SIZE = 64;

    private static final IntConsumer NOBODY = index -> { };

    private final List<M> slots;
    private final AtomicLong free;
    private final IntConsumer returned;
    private volatile boolean closed;

    private Pool(int size, IntConsumer returned) {
        if (size < 1 || size > MAX_SIZE) {
            throw new IllegalArgumentException("pool size " + size + " is not within 1.." + MAX_SIZE);
        }
        this.slots = new ArrayList<>(size);
        this.returned = returned;
        this.free = new AtomicLong(size == MAX_SIZE ? -1L : (1L << size) - 1);
    }

    /** Raw pictures of one format, in memory of their own. */
    public static Pool<Frame> ofFrames(VideoFormat format, int size) {
        Pool<Frame> pool = new Pool<>(size, NOBODY);
        for (int i = 0; i < size; i++) {
            pool.slots.add(new Frame(pool, i, format, Memory.allocate(format)));
        }
        return pool;
    }

    /**
     * Raw pictures in a source's own buffers, one slot a buffer.
     *
     * @param returned called with a slot's index when the last holder gave its picture back, by that holder's thread;
     *     must be cheap
     */
    public static Pool<Frame> ofFrames(VideoFormat format, List<Memory> buffers, IntConsumer returned) {
        Pool<Frame> pool = new Pool<>(buffers.size(), returned);
        for (int i = 0; i < buffers.size(); i++) {
            pool.slots.add(new Frame(pool, i, format, buffers.get(i)));
        }
        return pool;
    }

    /** Encoded pictures of up to {@code capacity} bytes each. */
    public static Pool<EncodedFrame> ofEncoded(VideoFormat format, int size, int capacity) {
        Pool<EncodedFrame> pool = new Pool<>(size, NOBODY);
        for (int i = 0; i < size; i++) {
            ByteBuffer data = ByteBuffer.allocateDirect(capacity).order(ByteOrder.BIG_ENDIAN);
            pool.slots.add(new EncodedFrame(pool, i, format, data));
        }
        return pool;
    }

    /** A free picture, held once by the caller; null if there is none or the pool is closed. */
    public M tryTake() {
        while (!closed) {
            long bits = free.get();
            if (bits == 0) {
                return null;
            }
            long lowest = Long.lowestOneBit(bits);
            if (free.compareAndSet(bits, bits & ~lowest)) {
                return take(slots.get(Long.numberOfTrailingZeros(lowest)));
            }
        }
        return null;
    }

    /** The picture in slot {@code index}, held once by the caller; null if it is out or the pool is closed. */
    public M tryTake(int index) {
        M slot = slots.get(index);
        long bit = 1L << index;
        while (!closed) {
            long bits = free.get();
            if ((bits & bit) == 0) {
                return null;
            }
            if (free.compareAndSet(bits, bits & ~bit)) {
                return take(slot);
            }
        }
        return null;
    }

    private M take(M slot) {
        slot.taken();
        return slot;
    }

    void give(int index) {
        long bit = 1L << index;
        long bits;
        do {
            bits = free.get();
        } while (!free.compareAndSet(bits, bits | bit));
        returned.accept(index);
    }

    /** How many pictures there are. */
    public int size() {
        return slots.size();
    }

    /** How many pictures are out. */
    public int inFlight() {
        return slots.size() - Long.bitCount(free.get());
    }

    /** Stops the handing out; may be called again. Pictures that are out stay valid until they are given back. */
    @Override
    public void close() {
        closed = true;
    }
}
