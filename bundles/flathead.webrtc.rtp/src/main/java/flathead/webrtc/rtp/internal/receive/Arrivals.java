package flathead.webrtc.rtp.internal.receive;

import flathead.webrtc.rtp.internal.receive.PacketWindow.Place;

/**
 * Puts each packet in its place: media and retransmissions into one window, whatever order they come in. Notes what is
 * missing, and notices when the sender begins anew: with another source, or with numbers that do not go on from those
 * before (RFC 3550, section A.1).
 */
final class Arrivals {
    /** After a new source, packets of the one before may still come; later it may be back. */
    private static final long CHANGE_NANOS = 1_000_000_000L;
    /** Longer than senders pause within a picture: ours spreads one over 10 ms at most. */
    private static final long TAIL_NANOS = 12_000_000;
    /** So many packets missing after a silence are an outage. */
    private static final int MANY = 16;
    private static final int MOST_GAP = 300;
    private static final long NO_NUMBER = Long.MIN_VALUE;

    private final ReceivedPacket packet;
    private final int payloadType;
    private final int rtxPayloadType;
    private final PacketWindow window;
    private final MissingPackets missing;
    private final ArrivalStatistics statistics;
    private final BitrateLimit limit;
    private boolean hasSource;
    private int source;
    private boolean hadSource;
    private int sourceBefore;
    private boolean hasRtx;
    private int rtxSource;
    private int rtxBefore;
    private long changeNanos;
    private long expectedRestart = NO_NUMBER;
    /** When the highest number arrived. */
    private long newestNanos;
    private boolean hopeless;
    /** The highest number that arrived or is known to be missing. */
    private long noted;
    /** Whether this source sets the marker. */
    private boolean marks;
    private long bytes;
    private long retransmitted;
    private long recovered;
    private long passedOver;
    private long reordered;
    private long duplicates;
    private long late;
    private long foreign;
    private long sources;
    /** Of the sources before this one. */
    private long receivedBefore;
    private long lostBefore;

    /** What a packet came to. */
    enum Result {
        /** Nothing. */
        NOTHING,
        /** It is in the window, as {@link #number()}. */
        TAKEN,
        /** The window must be emptied before it can be: {@link #again} then. */
        NO_PLACE,
        /** It is the first of a new stream; the window was emptied, what it held is gone. */
        BEGUN
    }

    private long number;

    Arrivals(ReceivedPacket packet, ReceiverSettings settings, PacketWindow window, MissingPackets missing,
            ArrivalStatistics statistics, BitrateLimit limit) {
        this.packet = packet;
        this.payloadType = settings.payloadType();
        this.rtxPayloadType = settings.rtxPayloadType();
        this.window = window;
        this.missing = missing;
        this.statistics = statistics;
        this.limit = limit;
    }

    /** Takes the packet that was read. */
    Result take(long nowNanos) {
        boolean begins = false;
        boolean again = false;
        int sequence = packet.sequence();
        if (packet.payloadType() == payloadType) {
            if (!hasSource || packet.ssrc() != source) {
                if (hasSource && isOf(packet.ssrc(), hadSource, sourceBefore, nowNanos)) {
                    foreign++;
                    return Result.NOTHING;
                }
                change(nowNanos);
                begins = true;
            }
        } else if (packet.payloadType() == rtxPayloadType && window.begun() && isRtx(nowNanos)) {
            sequence = packet.unwrap();
            again = true;
            if (sequence < 0) {
                return Result.NOTHING;
            }
            retransmitted++;
        } else {
            foreign++;
            return Result.NOTHING;
        }
        if (packet.payloadBytes() > PacketWindow.MOST_BYTES) {
            foreign++;
            return Result.NOTHING;
        }
        number = window.number(sequence);
        Result result = place(again, nowNanos);
        return begins && result == Result.TAKEN ? Result.BEGUN : result;
    }

    private boolean isOf(int ssrc, boolean known, int before, long nowNanos) {
        return known && ssrc == before && nowNanos - changeNanos < CHANGE_NANOS;
    }

    private boolean isRtx(long nowNanos) {
        if (hasRtx && packet.ssrc() == rtxSource) {
            return true;
        }
        if (isOf(packet.ssrc(), hadSource, rtxBefore, nowNanos)) {
            return false;
        }
        hasRtx = true;
        rtxSource = packet.ssrc();
        return true;
    }

    private void change(long nowNanos) {
        hadSource = hasSource;
        sourceBefore = source;
        rtxBefore = rtxSource;
        hasRtx = false;
        hasSource = true;
        source = packet.ssrc();
        changeNanos = nowNanos;
        restart();
    }

    private void restart() {
        sources++;
        window.clear();
        missing.clear();
        receivedBefore += statistics.received();
        lostBefore += statistics.lost();
        statistics.clear();
        expectedRestart = NO_NUMBER;
        noted = 0;
        marks = false;
    }

    /** The packet that had no place, after some was made; there is enough now, or it is gone. */
    Result again(boolean retransmission, long nowNanos) {
        return place(retransmission, nowNanos) == Result.TAKEN ? Result.TAKEN : Result.NOTHING;
    }

    /** Whether the packet is a retransmission. */
    boolean isAgain() {
        return packet.payloadType() != payloadType;
    }

    private Result place(boolean again, long nowNanos) {
        hopeless = false;
        boolean first = !window.begun();
        long highest = window.highest();
        boolean far = !first && Math.abs(number - highest) > window.size();
        if (far) {
            return again ? Result.NOTHING : farAway(nowNanos);
        }
        Place place = window.put(number, packet, nowNanos);
        switch (place) {
            case LATE -> late++;
            case DUPLICATE -> duplicates++;
            case AHEAD -> {
                return Result.NO_PLACE;
            }
            default -> {
                arrived(again, first ? number : highest, nowNanos);
                return Result.TAKEN;
            }
        }
        return Result.NOTHING;
    }

    /** One such packet may be a stray; when the next goes on from it, the sender began anew. */
    private Result farAway(long nowNanos) {
        if (number != expectedRestart) {
            expectedRestart = number + 1;
            late++;
            return Result.NOTHING;
        }
        restart();
        number = window.number(packet.sequence());
        place(false, nowNanos);
        return Result.BEGUN;
    }

    private void arrived(boolean again, long highest, long nowNanos) {
        expectedRestart = NO_NUMBER;
        bytes += packet.payloadBytes();
        statistics.arrived(number);
        if (again) {
            recovered++;
        } else {
            statistics.timed(packet.timestamp(), nowNanos);
        }
        marks |= packet.marked();
        if (number > highest) {
            long gap = number - highest - 1;
            passedOver += gap;
            hopeless = gap >= MANY && nowNanos - newestNanos > missing.repairNanos() || gap > MOST_GAP;
            // A way that was gone for a while says nothing of how much it carries.
            limit.lost(hopeless ? 0 : gap);
            newestNanos = nowNanos;
            missing.passedOver(Math.max(highest, noted) + 1, number, nowNanos);
            if (again) {
                missing.arrived(number, true, nowNanos);
            } else {
                missing.forget(number);
            }
            noted = Math.max(noted, number);
        } else if (number < highest) {
            // Without RTX what is sent again looks as if it came late.
            boolean answer = rtxPayloadType < 0 && missing.asked(number);
            missing.arrived(number, again, nowNanos);
            if (answer) {
                recovered++;
            } else if (!again) {
                reordered++;
                limit.lost(-1);
            }
        }
    }

    /**
     * How long until the rest of a picture is overdue whose last packet has not come: 0 if it is, {@link
     * Long#MAX_VALUE} if nothing is awaited. Without this a lost end would only be noticed at the next picture.
     */
    long tailWaitNanos(long nowNanos) {
        long highest = window.highest();
        if (!marks || noted > highest || !window.has(highest) || window.marked(highest)
            || window.length(highest) == 0) {
            return Long.MAX_VALUE;
        }
        return Math.max(0, window.arrivalNanos(highest) + TAIL_NANOS - nowNanos);
    }

    /** The packet after the last is missing. */
    void tailMissing(long nowNanos) {
        noted = window.highest() + 1;
        missing.passedOver(noted, noted + 1, nowNanos);
    }

    /** Whether the packet that was taken came after an outage: what is missing before it would come too late. */
    boolean hopeless() {
        return hopeless;
    }

    /** Where the packet that was taken is. */
    long number() {
        return number;
    }

    boolean hasSource() {
        return hasSource;
    }

    /** The media's source, once {@link #hasSource()}. */
    int source() {
        return source;
    }

    long bytes() {
        return bytes;
    }

    long retransmitted() {
        return retransmitted;
    }

    /** Packets of all sources, each once. */
    long received() {
        return receivedBefore + statistics.received();
    }

    /** Packets of all sources that never came. */
    long lost() {
        return lostBefore + statistics.lost();
    }

    /** Fills in what is counted here. */
    ReceiverCounters counters(long pictures, long keyframes, long pictureBytes, long givenUp, long corrupt, long noRoom,
            long malformed, long malformedRtcp) {
        return new ReceiverCounters(pictures, keyframes, pictureBytes, givenUp, corrupt, noRoom, passedOver, recovered,
            reordered, duplicates, late, foreign, malformed, malformedRtcp, sources, statistics.jitter() / 90.0);
    }
}
