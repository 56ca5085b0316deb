package flathead.exam;

import flathead.api.Frame;
import flathead.api.StereoConsumer;
import flathead.api.StereoPair;
import flathead.stamp.StampReader;
import java.util.concurrent.CountDownLatch;

/** Takes the pairs of one name, and reads off the stamps how far apart their pictures really are. */
final class PairWatch implements StereoConsumer {
    private final StampReader reader = new StampReader();
    private final String name;
    private final double offsetMillis;
    private int pairs;
    private int others;
    private int wrong;
    private double largestError;
    private volatile CountDownLatch hold;

    /**
     * @param name of the pair that counts
     * @param offsetMillis how much earlier the left picture is
     */
    PairWatch(String name, double offsetMillis) {
        this.name = name;
        this.offsetMillis = offsetMillis;
    }

    @Override
    public void pair(StereoPair pair) {
        look(pair);
        CountDownLatch until = hold;
        if (until != null) {
            try {
                until.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized void look(StereoPair pair) {
        if (!pair.name().equals(name)) {
            others++;
            return;
        }
        int left = ticks(pair.left());
        int right = ticks(pair.right());
        pairs++;
        wrong += Math.abs(right - left - offsetMillis * 10) > 1 ? 1 : 0;
        largestError = Math.max(largestError, Math.abs(pair.skewNanos() / 1e6 + offsetMillis));
    }

    private int ticks(Frame frame) {
        boolean there = reader.read(frame.memory().plane(0), frame.memory().stride(0), frame.format().width(),
            frame.format().height());
        return there ? reader.ticks() : 0;
    }

    /** Calls do not return from now on; until the latch is counted down. */
    void hangUntil(CountDownLatch latch) {
        hold = latch;
    }

    synchronized int pairs() {
        return pairs;
    }

    synchronized int others() {
        return others;
    }

    synchronized int wrong() {
        return wrong;
    }

    synchronized double largestError() {
        return largestError;
    }

    @Override
    public synchronized String toString() {
        return pairs + " pairs of " + name + ", " + others + " others, wrong " + wrong + ", skew " + offsetMillis
            + " ms give or take " + largestError + " ms";
    }
}
