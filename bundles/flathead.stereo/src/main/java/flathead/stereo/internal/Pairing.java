package flathead.stereo.internal;

import flathead.api.Media;
import flathead.api.StereoStatus;
import flathead.api.TimeQuality;
import java.util.List;

/**
 * Which pictures of two streams belong together, told by their instants of capture alone. Each stream's come in order,
 * the two streams' in any. Two are a pair if they are within half a frame interval and each is the other's nearest: so
 * where the earlier one's successor might still be nearer, it is waited for. Any thread; allocates nothing for a
 * picture.
 */
final class Pairing {
    static final int LEFT = 0;
    static final int RIGHT = 1;

    private final Shot[][] waiting;
    private final int[] counts = new int[2];
    private final long[] unpaired = new long[2];
    private final long[] refused = new long[2];
    private final Shot[] last = {new Shot(), new Shot()};
    private final Object[] streams = new Object[2];
    private final boolean[] refusing = new boolean[2];
    private final Rhythm[] rhythms = {new Rhythm(), new Rhythm()};
    private final Skews skews = new Skews();
    private final boolean keeps;
    private final Taker taker;
    private long pairs;
    private StereoStatus.Clock clock;

    /** Who gets the pairs. Called within the pairing's lock: cheap, and keeps what it needs by retaining it. */
    interface Taker {
        /** Takes nothing. */
        Taker NOBODY = (sequence, left, right) -> { };

        /** @param sequence counts the pairs from 0 */
        void pair(long sequence, Shot left, Shot right);
    }

    /**
     * @param depth how many pictures of one stream may wait for the other; more are given up
     * @param keeps whether it holds the pictures while they wait
     */
    Pairing(int depth, boolean keeps, Taker taker) {
        this.keeps = keeps;
        this.taker = taker;
        waiting = new Shot[2][depth];
        for (Shot[] side : waiting) {
            for (int i = 0; i < depth; i++) {
                side[i] = new Shot();
            }
        }
    }

    /**
     * A picture came.
     *
     * @param side {@link #LEFT} or {@link #RIGHT}
     * @param stream of which stream; those of another one than {@link #restarts} named last are passed over
     * @param client who sends it, see {@link flathead.api.StreamId}
     */
    synchronized void comes(int side, Object stream, String client, Media media) {
        if (streams[side] != stream) {
            return;
        }
        refusing[side] = media.timeQuality() == TimeQuality.ARRIVAL;
        if (refusing[side]) {
            refused[side]++;
            return;
        }
        Shot before = last[side];
        boolean begins = before.quality == TimeQuality.ARRIVAL;
        long captured = before.captureNanos;
        long sent = before.senderNanos;
        boolean sameClock = before.clock == media.senderClock();
        before.set(client, media, false);
        long interval = sameClock ? before.senderNanos - sent : before.captureNanos - captured;
        if (!begins && interval > 0) {
            rhythms[side].interval(interval);
        } else {
            ends(side); // the clock was set back
        }
        rhythms[side].format(media.format().intervalNanos());
        if (counts[side] == waiting[side].length) {
            giveUpOldest(side);
        }
        waiting[side][counts[side]++].set(client, media, keeps);
        settle(-1);
    }

    /** Where all that waits stands in the way, the oldest pair that may be one is one. */
    private void giveUpOldest(int side) {
        settle(1 - side);
        if (counts[side] == waiting[side].length) {
            drop(side, true);
        }
    }

    /** @param ended the side of which nothing more comes; -1 if it is neither */
    private void settle(int ended) {
        while (counts[LEFT] > 0 && counts[RIGHT] > 0) {
            long skew = waiting[LEFT][0].since(waiting[RIGHT][0]);
            int early = skew < 0 ? LEFT : RIGHT;
            long distance = Math.abs(skew);
            long interval = Math.min(rhythms[LEFT].nanos(), rhythms[RIGHT].nanos());
            if (distance > interval / 2) {
                drop(early, true);
            } else if (counts[early] > 1
                    && Math.abs(waiting[1 - early][0].since(waiting[early][1])) < distance) {
                drop(early, true);
            } else if (counts[early] > 1 || distance <= interval / 4 || early == ended) {
                pair(skew);
            } else {
                return; // a successor that is half an interval away, or more, may be nearer
            }
        }
    }

    private void pair(long skew) {
        Shot left = waiting[LEFT][0];
        Shot right = waiting[RIGHT][0];
        skews.add(skew);
        clock = !left.sameClock(right) ? StereoStatus.Clock.ESTIMATED
            : left.clock == 0 ? StereoStatus.Clock.HOST : StereoStatus.Clock.SENDER;
        taker.pair(pairs++, left, right);
        drop(LEFT, false);
        drop(RIGHT, false);
    }

    private void drop(int side, boolean lost) {
        Shot[] all = waiting[side];
        Shot oldest = all[0];
        oldest.clear();
        System.arraycopy(all, 1, all, 0, --counts[side]);
        all[counts[side]] = oldest;
        unpaired[side] += lost ? 1 : 0;
    }

    private void ends(int side) {
        settle(side);
        while (counts[side] > 0) {
            drop(side, true);
        }
        rhythms[side].begin();
    }

    /** A stream ended, or another takes its place, or none if that is null: what waits of it is given up. */
    synchronized void restarts(int side, Object stream) {
        ends(side);
        streams[side] = stream;
        refusing[side] = false;
        last[side].quality = TimeQuality.ARRIVAL;
    }

    /** What is missing, for a person; empty if nothing is. */
    synchronized String missing(String left, String right) {
        String first = missing(LEFT, left);
        String second = missing(RIGHT, right);
        return first + (first.isEmpty() || second.isEmpty() ? "" : "; ") + second;
    }

    private String missing(int side, String name) {
        return streams[side] == null ? "waits for " + name
            : refusing[side] ? name + ": only when its pictures arrived is known, not when they were captured" : "";
    }

    /** As of now; {@code detail} is the caller's. */
    synchronized StereoStatus status(String name, String left, String right, String detail) {
        return new StereoStatus(name, left, right, detail, clock, pairs, unpaired[LEFT], unpaired[RIGHT], refused[LEFT],
            refused[RIGHT], skews.read(), List.of());
    }
}
