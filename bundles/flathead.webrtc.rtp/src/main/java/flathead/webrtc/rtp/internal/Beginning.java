package flathead.webrtc.rtp.internal;

import flathead.api.EncodedFrame;

/**
 * What a stream begins with, for who opens it a moment later: the access units from a keyframe on, unless there are
 * more than {@value #MOST}. Without them the opener would have to ask for another keyframe, which some senders do not
 * make. Any thread.
 */
final class Beginning {
    static final int MOST = 6;

    private final EncodedFrame[] units = new EncodedFrame[MOST];
    private int size;
    private int next;
    private boolean over;

    /** An access unit came, and nobody is there for it. */
    synchronized void keep(EncodedFrame unit) {
        if (over || size == 0 && !unit.keyframe()) {
            return;
        }
        if (unit.keyframe() || size == MOST) {
            clear();
        }
        if (size > 0 || unit.keyframe()) {
            unit.retain();
            units[size++] = unit;
        }
    }

    /** Somebody is there; nothing is kept any more. Whether there is anything. */
    synchronized boolean open() {
        over = true;
        return next < size;
    }

    /** The next one, which is the caller's to close then; null if there is none. */
    synchronized EncodedFrame take() {
        return next < size ? units[next++] : null;
    }

    /** Gives back what it holds. */
    synchronized void end() {
        over = true;
        clear();
    }

    private void clear() {
        while (next < size) {
            units[next++].close();
        }
        next = 0;
        size = 0;
    }
}
