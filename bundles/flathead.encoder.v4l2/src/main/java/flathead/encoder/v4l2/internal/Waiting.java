package flathead.encoder.v4l2.internal;

import flathead.api.Frame;

/**
 * Raw pictures on their way from the thread that offers to the one that encodes, a reference to each; a few, as who
 * waits here adds to the latency. Neither side waits or allocates.
 */
final class Waiting {
    static final int CAPACITY = 2;

    private final Frame[] frames = new Frame[CAPACITY];
    private final boolean[] keyframes = new boolean[CAPACITY];
    private volatile long put;
    private volatile long taken;

    /**
     * Adds a picture and a reference to it. The offering thread.
     *
     * @param keyframe whether it has to be one
     * @return false if there is no room
     */
    boolean put(Frame frame, boolean keyframe) {
        if (put - taken == CAPACITY) {
            return false;
        }
        frame.retain();
        frames[(int) (put % CAPACITY)] = frame;
        keyframes[(int) (put % CAPACITY)] = keyframe;
        put = put + 1; // the only writer
        return true;
    }

    /** The oldest; null if there is none. The encoding thread. */
    Frame first() {
        return put == taken ? null : frames[(int) (taken % CAPACITY)];
    }

    /** Whether the oldest has to be a keyframe. The encoding thread. */
    boolean firstIsKeyframe() {
        return keyframes[(int) (taken % CAPACITY)];
    }

    /** Forgets the oldest; its reference passes to the caller. The encoding thread. */
    void remove() {
        frames[(int) (taken % CAPACITY)] = null;
        taken = taken + 1; // the only writer
    }
}
