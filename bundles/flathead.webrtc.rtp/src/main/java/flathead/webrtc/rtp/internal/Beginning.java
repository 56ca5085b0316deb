package flathead.webrtc.rtp.internal;

import flathead.api.EncodedFrame;
import java.util.ArrayDeque;

/**
 * What a stream begins with, for who takes it a moment later: the access units from a keyframe on, unless there are
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

    /** An access unit came, and nobody has taken any yet. */
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

    /** Whether there is one, and all of it can be had with the next that comes. */
    synchronized boolean isShort() {
        return !units.isEmpty() && units.size() <= AT_ONCE;
    }

    /**
     * Another one came, and somebody is there: it waits behind the others, unless it makes them needless or there are
     * none.
     *
     * @return how many are to be handed over now; 0 if that one is next
     */
    synchronized int follow(EncodedFrame unit) {
        if (units.isEmpty() || unit.keyframe() || units.size() > MOST) {
            clear();
            return 0;
        }
        int before = units.size();
        unit.retain();
        units.add(unit);
        return before <= AT_ONCE ? before + 1 : STEP;
    }

    /** The next one, which is the caller's to close then; null if there is none. It stays the next one. */
    synchronized EncodedFrame next() {
        EncodedFrame first = units.peek();
        if (first != null) {
            first.retain();
        }
        return first;
    }

    /** This one was taken. */
    synchronized void handedOver(EncodedFrame unit) {
        if (units.peek() == unit) {
            units.remove().close();
        }
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
