package flathead.webrtc.rtp.internal;

import flathead.api.EncodedFrame;
import java.util.ArrayDeque;

/**
 * What a stream begins with, for who opens it a moment later: the access units from a keyframe on, unless there are
 * more than {@value #MOST}. Without them the opener would have to ask for another keyframe, which some senders do not
 * make. Many are not handed over at once, which would be more than queues hold: until the opener has caught up, what
 * comes waits behind them. Any thread.
 */
final class Beginning {
    /** Half a second at 30 a second: what a part that has just been started may take to open a stream. */
    static final int MOST = 16;
    /** What the queues behind take at once while a decoder opens. */
    static final int AT_ONCE = 6;
    /** So many with each that comes, as long as there are more than that. */
    static final int STEP = 2;

    private final ArrayDeque<EncodedFrame> units = new ArrayDeque<>(MOST + 1);
    private boolean over;

    /** An access unit came, and nobody is there for it. */
    synchronized void keep(EncodedFrame unit) {
        if (over || units.isEmpty() && !unit.keyframe()) {
            return;
        }
        boolean full = units.size() == MOST;
        if (unit.keyframe() || full) {
            clear();
        }
        if (unit.keyframe() || !full) {
            unit.retain();
            units.add(unit);
        }
    }

    /** Somebody is there. Whether all of the beginning can be had with the next that comes, and there is one. */
    synchronized boolean open() {
        over = true;
        return !units.isEmpty() && units.size() <= AT_ONCE;
    }

    /**
     * Another one came, and somebody is there: it waits behind the others, unless it makes them needless or there are
     * none.
     *
     * @return how many are to be taken now; 0 if that one is next
     */
    synchronized int follow(EncodedFrame unit) {
        if (units.isEmpty() || unit.keyframe()) {
            clear();
            return 0;
        }
        int before = units.size();
        unit.retain();
        units.add(unit);
        return before <= AT_ONCE ? before + 1 : STEP;
    }

    /** The next one, which is the caller's to close then; null if there is none. */
    synchronized EncodedFrame take() {
        return units.poll();
    }

    /** Gives back what it holds. */
    synchronized void end() {
        over = true;
        clear();
    }

    private void clear() {
        for (EncodedFrame unit = units.poll(); unit != null; unit = units.poll()) {
            unit.close();
        }
    }
}
