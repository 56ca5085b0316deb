package flathead.webrtc.rtp.internal.rtp;

import flathead.api.EncoderSettings;
import flathead.api.Feedback;

/**
 * Turns the receiver's estimates (REMB) into wishes. The estimate is of all that travels, the wish of the media alone.
 * Estimates are smooth already, so nothing is averaged; a change of less than 5 % says nothing new and is kept back.
 */
final class BitrateWish {
    private static final int SIGNIFICANT = 20;

    private final Feedback upstream;
    private final int overheadBytes;
    private int last;

    /** With the bytes that travel with each packet besides its payload. */
    BitrateWish(Feedback upstream, int overheadBytes) {
        this.upstream = upstream;
        this.overheadBytes = overheadBytes;
    }

    /**
     * The receiver thinks that so much gets through. What is below the lowest rate of an encoder is taken as that rate;
     * 0 is no estimate.
     *
     * @param packets sent so far
     * @param payload bytes sent so far in them
     */
    void estimate(long bitsPerSecond, long packets, long payload) {
        if (bitsPerSecond == 0) {
            return;
        }
        long all = Math.max(1, payload + packets * overheadBytes);
        double share = payload == 0 ? 1 : (double) payload / all;
        int wish = (int) Math.max(EncoderSettings.MIN_BITRATE, Math.min(bitsPerSecond * share, Integer.MAX_VALUE));
        if (last == 0 || Math.abs((long) wish - last) > last / SIGNIFICANT) {
            last = wish;
            upstream.limitBitrate(wish);
        }
    }
}
