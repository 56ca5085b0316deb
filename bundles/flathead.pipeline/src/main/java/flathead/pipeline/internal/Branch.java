package flathead.pipeline.internal;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.NanoClock;

/** A codec that a stream can be had in, and who makes it. */
final class Branch {
    private final Tap tap;
    private final CoderSlot<?, ?, ?> slot;
    private final Feedback maker;
    private final Coalescer keyframes;

    /**
     * @param slot who makes it; null where that is the feed
     * @param maker who takes the wishes of those who want it
     */
    Branch(Tap tap, CoderSlot<?, ?, ?> slot, Feedback maker, NanoClock clock) {
        this.tap = tap;
        this.slot = slot;
        this.maker = maker;
        this.keyframes = new Coalescer(clock, Wishes.KEYFRAME_NANOS);
    }

    Tap tap() {
        return tap;
    }

    Codec codec() {
        return tap.codec();
    }

    CoderSlot<?, ?, ?> slot() {
        return slot;
    }

    Feedback maker() {
        return maker;
    }

    void reconsider() {
        if (slot != null) {
            slot.reconsider();
        }
    }

    /** Any thread, cheap; wishes of all who want it become one. */
    void keyframeWanted() {
        if (keyframes.passes()) {
            maker.requestKeyframe();
        }
    }
}
