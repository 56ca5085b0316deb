package flathead.webrtc.rtp.internal.receive;

import static flathead.webrtc.rtp.internal.rtp.Bytes.put16;
import static flathead.webrtc.rtp.internal.rtp.Bytes.put24;
import static flathead.webrtc.rtp.internal.rtp.Bytes.put32;

/**
 * Transport-wide congestion control feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01, section 3.1): which
 * packets arrived when, ten times a second or more often when many come.
 */
final class TransportFeedbackWriter {
    private static final long INTERVAL_NANOS = 100_000_000;
    private static final int SLOTS = 1_024;
    /** One report fits a packet with room to spare: 300 two-byte deltas and as many statuses. */
    private static final int MOST_STATUSES = 300;
    private static final long REFERENCE_MICROS = 64_000;
    private static final long DELTA_MICROS = 250;
    private static final int FEEDBACK_HEADER = 20;
    private static final int STATUSES_A_CHUNK = 7;

    private final long[] micros = new long[SLOTS];
    private final long[] numbers = new long[SLOTS];
    private final int[] ticks = new int[MOST_STATUSES];
    private boolean begun;
    /** The next to report, and the highest that arrived. */
    private long next;
    private long highest;
    private long dueNanos;
    private int reports;

    TransportFeedbackWriter() {
        java.util.Arrays.fill(numbers, -1);
    }

    /** A packet with this transport-wide number arrived. */
    void arrived(int sequence, long nowNanos) {
        if (!begun) {
            begun = true;
            next = sequence + 0x10000L;
            highest = next;
            dueNanos = nowNanos + INTERVAL_NANOS;
        }
        long number = highest + (short) (sequence - (int) highest);
        if (number < next) {
            // Reported as missing before: the sender hears of it now. What is too old says nothing any more.
            if (highest - number >= SLOTS / 2) {
                return;
            }
            next = number;
        }
        if (number - next >= SLOTS) {
            next = number - SLOTS + 1;
        }
        highest = Math.max(highest, number);
        micros[(int) number & SLOTS - 1] = nowNanos / 1_000;
        numbers[(int) number & SLOTS - 1] = number;
    }

    /** How long until a report is due: 0 if now, {@link Long#MAX_VALUE} if there is nothing to report. */
    long waitNanos(long nowNanos) {
        if (!begun || next > highest) {
            return Long.MAX_VALUE;
        }
        return highest - next >= MOST_STATUSES / 3 ? 0 : Math.max(0, dueNanos - nowNanos);
    }

    private boolean has(long number) {
        return numbers[(int) number & SLOTS - 1] == number;
    }

    /** Writes a report behind what is there; answers the length of all. Only when one is due. */
    int write(byte[] out, int at, int sender, int media, long nowNanos) {
        dueNanos = nowNanos + INTERVAL_NANOS;
        while (!has(next)) {
            next++;
        }
        long reference = Math.floorDiv(micros[(int) next & SLOTS - 1], REFERENCE_MICROS);
        int count = ticks(reference);
        put32(out, at + 4, sender);
        put32(out, at + 8, media);
        put16(out, at + 12, (int) next);
        put16(out, at + 14, count);
        put24(out, at + 16, (int) reference);
        out[at + 19] = (byte) reports++;
        int end = chunks(out, at + FEEDBACK_HEADER, count);
        end = deltas(out, end, count);
        int length = (end - at + 3 & ~3);
        boolean padded = at + length > end;
        if (padded) {
            java.util.Arrays.fill(out, end, at + length - 1, (byte) 0);
            out[at + length - 1] = (byte) (at + length - end);
        }
        out[at] = (byte) (0x80 | (padded ? 0x20 : 0) | 15);
        out[at + 1] = (byte) 205;
        put16(out, at + 2, length / 4 - 1);
        next += count;
        return at + length;
    }

    /** Reads the times off; a difference that does not fit begins a report of its own. */
    private int ticks(long reference) {
        long last = reference * (REFERENCE_MICROS / DELTA_MICROS);
        int count = 0;
        while (count < MOST_STATUSES && next + count <= highest) {
            if (has(next + count)) {
                long tick = Math.floorDiv(micros[(int) (next + count) & SLOTS - 1], DELTA_MICROS);
                long difference = tick - last;
                if (difference != (short) difference) {
                    break;
                }
                ticks[count] = (int) difference;
                last = tick;
            }
            count++;
        }
        while (!has(next + count - 1)) {
            count--;
        }
        return count;
    }

    private int symbol(int index, int count) {
        if (index >= count || !has(next + index)) {
            return 0;
        }
        return ticks[index] >= 0 && ticks[index] <= 255 ? 1 : 2;
    }

    private int chunks(byte[] out, int from, int count) {
        int at = from;
        int index = 0;
        while (index < count) {
            int run = 1;
            while (index + run < count && symbol(index + run, count) == symbol(index, count)) {
                run++;
            }
            if (run >= STATUSES_A_CHUNK) {
                put16(out, at, symbol(index, count) << 13 | run);
                index += run;
            } else {
                int chunk = 0xc000;
                for (int i = 0; i < STATUSES_A_CHUNK; i++) {
                    chunk |= symbol(index + i, count) << 12 - 2 * i;
                }
                put16(out, at, chunk);
                index += STATUSES_A_CHUNK;
            }
            at += 2;
        }
        return at;
    }

    private int deltas(byte[] out, int from, int count) {
        int at = from;
        for (int i = 0; i < count; i++) {
            int symbol = symbol(i, count);
            if (symbol == 1) {
                out[at++] = (byte) ticks[i];
            } else if (symbol == 2) {
                put16(out, at, ticks[i]);
                at += 2;
            }
        }
        return at;
    }
}
