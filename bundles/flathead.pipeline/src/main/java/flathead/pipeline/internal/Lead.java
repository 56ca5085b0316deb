package flathead.pipeline.internal;

import flathead.api.EncodedFrame;
import flathead.api.FrameInput;
import java.util.Arrays;

/**
 * What an encoded stream begins with, for those who come a moment later: sinks open when the first picture is there,
 * and without it they would have to ask for another keyframe, which takes a round trip or more. Holds the access units
 * from a keyframe on, until there are more than {@value #MOST}.
 *
 * <p>By the thread that offers; {@link #clear()} by another when nobody offers any more.
 */
final class Lead {
    /** With what comes while a decoder opens, they find room in its slot and in a lane. */
    static final int MOST = 7;

    private static final FrameInput[] NOBODY = {};

    private final EncodedFrame[] units = new EncodedFrame[MOST];
    private int size;
    private FrameInput[] served = NOBODY;

    /** An access unit comes: offers it to the targets, after what came before to those who have had nothing. */
    boolean offer(EncodedFrame unit, FrameInput[] targets) {
        if (unit.keyframe()) {
            clear();
        }
        boolean taken = false;
        for (FrameInput target : targets) {
            catchUp(target);
            if (target.offer(unit)) {
                taken = true;
                if (unit.keyframe()) {
                    serve(target);
                }
            }
        }
        // What nobody takes yet is the source's to keep.
        if (taken) {
            add(unit);
        }
        return taken;
    }

    private void catchUp(FrameInput target) {
        if (size == 0 || isServed(target) || !target.offer(units[0])) {
            return;
        }
        serve(target);
        for (int i = 1; i < size; i++) {
            target.offer(units[i]);
        }
    }

    private boolean isServed(FrameInput target) {
        for (FrameInput each : served) {
            if (each == target) {
                return true;
            }
        }
        return false;
    }

    private void serve(FrameInput target) {
        served = Arrays.copyOf(served, served.length + 1);
        served[served.length - 1] = target;
    }

    private void add(EncodedFrame unit) {
        if (size == MOST) {
            clear();
        } else if (size > 0 || unit.keyframe()) {
            unit.retain();
            units[size++] = unit;
        }
    }

    /** Gives back what it holds. */
    void clear() {
        for (int i = 0; i < size; i++) {
            units[i].close();
            units[i] = null;
        }
        size = 0;
        served = NOBODY;
    }
}
