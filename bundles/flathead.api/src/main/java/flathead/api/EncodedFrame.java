package flathead.api;

import java.nio.ByteBuffer;

/** One access unit: {@link #size()} bytes from index 0 of {@link #data()}. */
public final class EncodedFrame extends Media {
    private final ByteBuffer data;
    private int size;
    private boolean keyframe;

    EncodedFrame(Pool<EncodedFrame> pool, int index, VideoFormat format, ByteBuffer data) {
        super(pool, index, format);
        this.data = data;
    }

    /** A direct buffer, always the same object; absolute access only. Its capacity bounds the access unit. */
    public ByteBuffer data() {
        return data;
    }

    /** How many bytes of {@link #data()} are the access unit. */
    public int size() {
        return size;
    }

    /** Whether decoding can start here (an IDR, for H.264). */
    public boolean keyframe() {
        return keyframe;
    }

    /**
     * Says which picture this is; by its encoder or receiver, once, before it is offered.
     *
     * @param format what it is; its size may differ from the pool's only at a keyframe
     * @param sequence that of the raw picture
     * @param captureNanos that of the raw picture
     * @param size bytes in {@link #data()}, 1 to its capacity
     * @param keyframe whether decoding can start here
     */
    public void set(VideoFormat format, long sequence, long captureNanos, int size, boolean keyframe) {
        set(format, sequence, captureNanos, TimeQuality.CAPTURE, size, keyframe);
    }

    /** As the other, of a picture whose time is worth that. */
    public void set(VideoFormat format, long sequence, long captureNanos, TimeQuality quality, int size,
            boolean keyframe) {
        if (size < 1 || size > data.capacity()) {
            throw new IllegalArgumentException("size " + size + " is not within 1.." + data.capacity());
        }
        stamp(format, sequence, captureNanos, quality);
        this.size = size;
        this.keyframe = keyframe;
    }

    /**
     * Says when its sender's clock had it captured; by its receiver, after {@code set}, before it is offered.
     *
     * @param clock whose clock, not 0: the same number for all pictures that this clock stamps
     * @param nanos see {@link #senderNanos()}
     */
    public void sent(long clock, long nanos) {
        if (clock == 0) {
            throw new IllegalArgumentException("0 is this host's own clock");
        }
        stampSender(clock, nanos);
    }
}
