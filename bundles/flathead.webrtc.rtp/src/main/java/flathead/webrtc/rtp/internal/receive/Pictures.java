package flathead.webrtc.rtp.internal.receive;

import flathead.api.EncodedFrame;
import flathead.api.TimeQuality;

/** Makes pictures of complete access units, as the stream contract says, or says why there is none. */
final class Pictures {
    private final PacketWindow window;
    private final ParameterSets sets = new ParameterSets();
    private final Depacketizer depacketizer;
    private final PicturePool pool = new PicturePool();
    private final CaptureTimes times;
    private final long senderClock;
    private final NominalRate rate = new NominalRate();
    private long sequence;
    private long handedOut;
    private long keyframes;
    private long bytes;
    private long corrupt;
    private long noRoom;

    /** What an access unit came to. */
    enum Result {
        /** A picture: {@link #picture()}. */
        PICTURE,
        /** Nothing, and nothing is lost: parameter sets alone. */
        NOTHING,
        /** What follows cannot be decoded without it. */
        LOST
    }

    private EncodedFrame picture;

    /** @param senderClock see {@link ReceiverSettings#senderClock()} */
    Pictures(PacketWindow window, CaptureTimes times, long senderClock) {
        this.times = times;
        this.senderClock = senderClock;
        this.window = window;
        depacketizer = new Depacketizer(window, sets);
    }

    /** Parameter sets that a description named. */
    void know(byte[] set) {
        sets.take(set, 0, set.length);
    }

    /** A picture was lost on the way: its number stays unused. */
    void lost() {
        sequence++;
    }

    /**
     * Makes the access unit of these packets, which are all there, one picture.
     *
     * @param afterGap whether it must be a keyframe
     */
    Result make(long from, long until, boolean afterGap) {
        if (!depacketizer.measure(from, until)) {
            corrupt++;
            return Result.LOST;
        }
        if (!depacketizer.hasSlices()) {
            return Result.NOTHING;
        }
        boolean keyframe = depacketizer.keyframe();
        if (afterGap && !keyframe || keyframe && !sets.complete()) {
            return Result.LOST;
        }
        rate.arrived(window.timestamp(from));
        if (keyframe) {
            pool.size(sets.active(), rate.fps());
        }
        picture = pool.unusable() ? null : pool.take(depacketizer.size());
        if (picture == null) {
            noRoom++;
            return Result.LOST;
        }
        int size = depacketizer.size();
        depacketizer.write(from, until, picture.data());
        long captured = times.capture(window.timestamp(from), arrival(from, until));
        picture.set(pool.format(), sequence++, captured, times.quality(), size, keyframe);
        if (times.quality() != TimeQuality.ARRIVAL) {
            picture.sent(senderClock, times.senderNanos());
        }
        handedOut++;
        keyframes += keyframe ? 1 : 0;
        bytes += size;
        return Result.PICTURE;
    }

    private long arrival(long from, long until) {
        long earliest = window.arrivalNanos(from);
        for (long number = from + 1; number < until; number++) {
            if (window.arrivalNanos(number) - earliest < 0) {
                earliest = window.arrivalNanos(number);
            }
        }
        return earliest;
    }

    /** The picture made last; the caller's to close. */
    EncodedFrame picture() {
        EncodedFrame made = picture;
        picture = null;
        return made;
    }

    /** Whether the picture made last is one. */
    boolean lastIsKeyframe() {
        return depacketizer.keyframe();
    }

    long handedOut() {
        return handedOut;
    }

    long keyframes() {
        return keyframes;
    }

    long bytes() {
        return bytes;
    }

    long corrupt() {
        return corrupt;
    }

    long noRoom() {
        return noRoom;
    }

    int inFlight() {
        return pool.inFlight();
    }

    void close() {
        pool.close();
    }
}
