package flathead.pipeline.internal;

import flathead.api.Media;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The pictures that an {@link CoderWorker} answers for: those inside its coder, and those that go in before what is
 * parked. Every step from one to the other is one step, so that whoever takes all of them away finds each picture once.
 *
 * <p>Called by the worker's thread, except for {@link #abandon} and {@link #inside()}.
 */
final class Held {
    /** Each stays here until it is inside a coder or given up. */
    private final ArrayDeque<Media> again = new ArrayDeque<>(2 * Inside.CAPACITY);
    private volatile Inside inside;
    private boolean abandoned;

    /** Takes over, oldest first, with their references, what another worker could not finish. */
    synchronized void take(List<Media> left) {
        again.addAll(left);
    }

    /** How many are inside the coder; never waits. */
    int inside() {
        Inside now = inside;
        return now == null ? 0 : now.count();
    }

    /**
     * The next picture; it stays first until {@link #moveIn} or {@link #giveUpFirst}.
     *
     * @param parked asked for one more, with its reference, if there is none here
     * @return null if there is none, or all were taken away
     */
    synchronized Media first(Supplier<Media> parked) {
        if (abandoned) {
            return null;
        }
        if (again.isEmpty()) {
            Media next = parked.get();
            if (next == null) {
                return null;
            }
            again.add(next);
        }
        return again.peek();
    }

    /** Whether more than the first are here. */
    synchronized boolean repeats() {
        return again.size() > 1;
    }

    /**
     * Moves the first picture into the coder's keeping, with another reference for the one who feeds it: a coder
     * that is left behind may read it while the next one is done with it. False if there is none or no room.
     */
    synchronized boolean moveIn() {
        if (again.isEmpty() || !inside.put(again.peek())) {
            return false;
        }
        again.remove().retain();
        return true;
    }

    /** Takes the last one back out of the coder, which did not want it, and gives it up; false if it is not there. */
    boolean giveUpLast() {
        Media refused = inside.takeBack();
        if (refused != null) {
            refused.close();
        }
        return refused != null;
    }

    /** Gives the first picture up; false if there is none. */
    synchronized boolean giveUpFirst() {
        Media frame = again.poll();
        if (frame != null) {
            frame.close();
        }
        return frame != null;
    }

    /** From now on pictures move in here; what was before is empty. */
    synchronized void open(Inside next) {
        inside = next;
    }

    /** Cuts the coder off; what it still held goes before everything that waits. */
    synchronized void cutOff() {
        Media[] left = inside.cutOff();
        for (int i = left.length - 1; i >= 0; i--) {
            again.addFirst(left[i]);
        }
        inside = null;
    }

    /** Cuts the coder off and takes everything away, oldest first, with the references; nothing comes after it. */
    synchronized List<Media> abandon() {
        abandoned = true;
        List<Media> left = new ArrayList<>();
        if (inside != null) {
            left.addAll(List.of(inside.cutOff()));
        }
        left.addAll(again);
        again.clear();
        return left;
    }
}
