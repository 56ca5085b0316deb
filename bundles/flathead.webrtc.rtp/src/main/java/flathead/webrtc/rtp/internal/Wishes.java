package flathead.webrtc.rtp.internal;

import flathead.api.Feedback;

/**
 * Keeps the wishes that the RTP sender has while a lock is held, until {@link #tell} passes them on without it. While
 * the peer is not connected, they come to {@link Feedback#NOTHING}. Any thread; {@code tell} by one.
 */
final class Wishes implements Feedback {
    private final Feedback upstream;
    private boolean open;
    private boolean keyframe;
    private int limit = UNLIMITED;
    private int told = NOTHING;

    /** {@code upstream} must have been told {@link Feedback#NOTHING}. */
    Wishes(Feedback upstream) {
        this.upstream = upstream;
    }

    @Override
    public synchronized void requestKeyframe() {
        keyframe = true;
    }

    @Override
    public synchronized void limitBitrate(int bitsPerSecond) {
        limit = bitsPerSecond;
    }

    /** Media can flow, from a keyframe on. */
    synchronized void open() {
        open = true;
        keyframe = true;
    }

    /** Media cannot flow for now. */
    synchronized void shut() {
        open = false;
    }

    /** Whether {@link #tell} would tell anything. */
    synchronized boolean pending() {
        return open ? keyframe || told != limit : told != NOTHING;
    }

    /** Passes on what has changed. */
    void tell() {
        int newLimit;
        boolean newKeyframe;
        boolean changed;
        synchronized (this) {
            newLimit = open ? limit : NOTHING;
            changed = newLimit != told;
            told = newLimit;
            newKeyframe = open && keyframe;
            keyframe = keyframe && !open;
        }
        if (changed) {
            upstream.limitBitrate(newLimit);
        }
        if (newKeyframe) {
            upstream.requestKeyframe();
        }
    }
}
