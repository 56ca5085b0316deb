package flathead.webrtc.rtp.internal.receive;

/**
 * What an {@link RtpReceiver} is made with.
 *
 * @param ssrc ours, in reports; 32 bits, unsigned, not 0
 * @param cname our canonical name, 1 to 255 bytes of ASCII
 * @param payloadType of the media, 0 to 127
 * @param rtxPayloadType of retransmissions, 0 to 127; -1 if lost packets come again as they were
 * @param transportSequenceId number of the header extension, 0 to 255; 0 if it was not agreed on
 * @param captureTimeId likewise
 * @param feedback what may be sent to the sender
 * @param slots packets that are held while others are missing; a power of two, 64 to 16384
 * @param wallOffsetNanos what to add to the monotonic clock to get nanoseconds since 1970
 * @param senderClock names the sender's clock, not 0: the same number for all streams that this clock stamps
 */
public record ReceiverSettings(int ssrc, String cname, int payloadType, int rtxPayloadType, int transportSequenceId,
        int captureTimeId, Feedback feedback, int slots, long wallOffsetNanos,
        long senderClock) {
    /** 1.5 MB; half a second at 20 Mbit/s. */
    public static final int DEFAULT_SLOTS = 1_024;

    /** Refuses what is out of range. */
    public ReceiverSettings {
        within("payload type", payloadType, 0, 127);
        within("RTX payload type", rtxPayloadType, -1, 127);
        within("transport-wide sequence id", transportSequenceId, 0, 255);
        within("capture time id", captureTimeId, 0, 255);
        within("slots", slots, 64, 16_384);
        within("CNAME length", cname.length(), 1, 255);
        if (Integer.bitCount(slots) != 1 || ssrc == 0 || senderClock == 0) {
            throw new IllegalArgumentException("slots " + slots
                + " is not a power of two, or the SSRC or the sender's clock is 0");
        }
    }

    private static void within(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + " " + value + " is not within " + least + ".." + most);
        }
    }

    /**
     * What may be sent.
     *
     * @param nack that packets are missing
     * @param pli that a picture was lost
     * @param fir that a full picture is wanted; used where there is no {@code pli}
     * @param remb how many bits a second may come
     * @param transportWide what arrived when
     * @param referenceTime our clock, so that the sender tells the round trip
     * @param reducedSize all of these without a report before them (RFC 5506)
     */
    public record Feedback(boolean nack, boolean pli, boolean fir, boolean remb, boolean transportWide,
            boolean referenceTime, boolean reducedSize) {
        /** Everything. */
        public static final Feedback ALL = new Feedback(true, true, true, true, true, true, true);
        /** Reports alone. */
        public static final Feedback NONE = new Feedback(false, false, false, false, false, false, false);
    }
}
