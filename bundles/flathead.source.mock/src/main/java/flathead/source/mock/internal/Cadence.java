package flathead.source.mock.internal;

/**
 * When pictures are due: {@code start + n / fps} seconds, rounded down to nanoseconds each time, so that no error adds
 * up. Owns no thread and asks no clock; one thread.
 */
final class Cadence {
    /** Says that pictures follow the first, whenever that was. */
    static final long FREE = -1;

    private static final long SECOND_NANOS = 1_000_000_000L;

    private int fps;
    private long phaseNanos = FREE;
    private long startNanos;
    private long sinceStart;
    private long lastNanos;
    private long index;

    /** The first picture, number 0, is due at {@code startNanos}. */
    Cadence(long startNanos, int fps) {
        this.startNanos = startNanos;
        this.fps = fps;
    }

    /** The number of the picture that is due next. */
    long index() {
        return index;
    }

    /** When it is due. */
    long dueNanos() {
        return at(sinceStart);
    }

    private long at(long ticks) {
        return startNanos + ticks / fps * SECOND_NANOS + ticks % fps * SECOND_NANOS / fps;
    }

    /** The picture that was due has been seen to. */
    void advance() {
        lastNanos = dueNanos();
        index++;
        sinceStart++;
    }

    /**
     * Passes over the pictures whose time is up because their successor is due as well; the phase stays.
     *
     * @return how many
     */
    long skipMissed(long nowNanos) {
        long late = nowNanos - dueNanos();
        if (late <= 0) {
            return 0;
        }
        long missed = late / SECOND_NANOS * fps + late % SECOND_NANOS * fps / SECOND_NANOS;
        // Rounding down each instant by itself may put the last of them a nanosecond further on.
        if (at(sinceStart + missed + 1) <= nowNanos) {
            missed++;
        } else if (at(sinceStart + missed) > nowNanos) {
            missed--;
        }
        sinceStart += missed;
        index += missed;
        return missed;
    }

    /** Another rate from now on: the next picture follows the last by one new interval, or at once if that is over. */
    void rate(int newFps, long nowNanos) {
        if (newFps == fps) {
            return;
        }
        if (index > 0) {
            startNanos = Math.max(lastNanos + SECOND_NANOS / newFps, nowNanos);
        }
        sinceStart = 0;
        fps = newFps;
    }

    /**
     * Another rate or phase from now on, if they are others.
     *
     * @param newPhaseNanos how much later than at the whole seconds of the clock, and at their {@code fps}th parts,
     *     pictures are due from now on; {@link #FREE} if they are to follow the last one
     */
    void follow(int newFps, long newPhaseNanos, long nowNanos) {
        if (newPhaseNanos == FREE) {
            phaseNanos = FREE;
            rate(newFps, nowNanos);
        } else if (newFps != fps || newPhaseNanos != phaseNanos) {
            fps = newFps;
            phaseNanos = newPhaseNanos;
            long from = index == 0 ? nowNanos : Math.max(nowNanos, lastNanos + 1);
            startNanos = Math.floorDiv(from - newPhaseNanos, SECOND_NANOS) * SECOND_NANOS + newPhaseNanos;
            sinceStart = (from - startNanos) * fps / SECOND_NANOS;
            while (dueNanos() < from) {
                sinceStart++;
            }
        }
    }
}
