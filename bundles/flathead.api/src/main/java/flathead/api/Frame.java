package flathead.api;

/** A raw picture: planes in {@link #memory()}, laid out as its {@link #format()}'s codec says. */
public final class Frame extends Media {
    private final Memory memory;

    Frame(Pool<Frame> pool, int index, VideoFormat format, Memory memory) {
        super(pool, index, format);
        this.memory = memory;
    }

    /** The planes; always the same object for the same slot of a pool. */
    public Memory memory() {
        return memory;
    }

    /**
     * Says which picture this is; by its source, once, before it is offered.
     *
     * @param sequence counts the source's pictures from 0
     * @param captureNanos the instant of capture on the host's monotonic clock
     */
    public void set(long sequence, long captureNanos) {
        set(sequence, captureNanos, TimeQuality.CAPTURE);
    }

    /** As the other, of a picture whose time is worth that. */
    public void set(long sequence, long captureNanos, TimeQuality quality) {
        stamp(format(), sequence, captureNanos, quality);
    }

    /**
     * Says that this is what an access unit decodes to: it has that one's sequence and instants of capture. By its
     * decoder, once, before it is offered.
     */
    public void set(EncodedFrame unit) {
        stamp(format(), unit.sequence(), unit.captureNanos(), unit.timeQuality());
        stampSender(unit.senderClock(), unit.senderNanos());
    }
}
