package flathead.stereo.internal;

import flathead.api.Frame;
import flathead.api.StereoPair;
import flathead.api.TimeQuality;
import flathead.lending.Loan;

/** A pair on its way to one consumer; holds both pictures. Made once and filled again and again. */
final class LentPair implements StereoPair, Loan<Match> {
    private final String name;
    private long sequence;
    private Frame left;
    private Frame right;
    private long skewNanos;
    private TimeQuality quality = TimeQuality.ARRIVAL;

    LentPair(String name) {
        this.name = name;
    }

    @Override
    public void fill(Match from) {
        Shot leftShot = from.left;
        Shot rightShot = from.right;
        sequence = from.sequence;
        left = (Frame) leftShot.picture;
        right = (Frame) rightShot.picture;
        left.retain();
        right.retain();
        skewNanos = leftShot.since(rightShot);
        quality = leftShot.quality.compareTo(rightShot.quality) > 0 ? leftShot.quality : rightShot.quality;
    }

    @Override
    public void clear() {
        Frame first = left;
        Frame second = right;
        left = null;
        right = null;
        first.close();
        second.close();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long sequence() {
        return sequence;
    }

    @Override
    public Frame left() {
        return left;
    }

    @Override
    public Frame right() {
        return right;
    }

    @Override
    public long skewNanos() {
        return skewNanos;
    }

    @Override
    public long leftNanos() {
        return left.captureNanos();
    }

    @Override
    public long rightNanos() {
        return left.captureNanos() - skewNanos;
    }

    @Override
    public TimeQuality quality() {
        return quality;
    }

    @Override
    public String toString() {
        return name + " " + sequence + ", skew " + skewNanos / 1_000 + " us";
    }
}
