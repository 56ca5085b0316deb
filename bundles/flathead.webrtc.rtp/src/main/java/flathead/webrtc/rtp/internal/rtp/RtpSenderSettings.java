package flathead.webrtc.rtp.internal.rtp;

import flathead.webrtc.rtp.internal.sdp.HeaderExtension;
import flathead.webrtc.rtp.internal.sdp.OfferedVideo;
import flathead.webrtc.rtp.internal.sdp.SendingAnswer;
import flathead.webrtc.rtp.internal.sdp.VideoAnswer;
import flathead.webrtc.rtp.internal.sdp.VideoOffer;
import java.util.random.RandomGenerator;

/**
 * What an {@link RtpSender} is made with.
 *
 * @param ssrc of the media, 32 bits, unsigned
 * @param payloadType of the media, 0 to 127
 * @param rtxSsrc of retransmissions
 * @param rtxPayloadType of retransmissions, 0 to 127; -1 to send lost packets again as they were
 * @param cname the source's canonical name, 1 to 255 bytes of ASCII
 * @param mid the m-line's name, 1 to 16 bytes of ASCII
 * @param extensions which header extensions to send
 * @param start where the numbers that travel begin
 * @param maxPacketBytes the longest RTP packet, header included, before retransmission adds two bytes and SRTP its tag;
 *     200 to {@value #MAX_PACKET_BYTES}
 * @param slots packets that wait to leave and packets kept for retransmission, together; a power of two, 64 to 16384
 * @param wallOffsetNanos what to add to the monotonic clock to get nanoseconds since 1970; fixed for the sender's life
 *     so that its time stamps never jump
 */
public record RtpSenderSettings(int ssrc, int payloadType, int rtxSsrc, int rtxPayloadType, String cname, String mid,
        Extensions extensions, Start start, int maxPacketBytes, int slots, long wallOffsetNanos) {
    /** The longest RTP packet that may be asked for. */
    public static final int MAX_PACKET_BYTES = 1_400;
    /** Fits every path that WebRTC is used on, with SRTP, TURN, UDP and IPv6 around it. */
    public static final int DEFAULT_PACKET_BYTES = 1_200;
    /** 1.5 MB; half a second at 20 Mbit/s, seven seconds at 1.4 Mbit/s. */
    public static final int DEFAULT_SLOTS = 1_024;

    /** Refuses what is out of range. */
    public RtpSenderSettings {
        within("payload type", payloadType, 0, 127);
        within("RTX payload type", rtxPayloadType, -1, 127);
        within("packet size", maxPacketBytes, 200, MAX_PACKET_BYTES);
        within("slots", slots, 64, 16_384);
        within("CNAME length", cname.length(), 1, 255);
        within("mid length", mid.length(), 1, 16);
        if (Integer.bitCount(slots) != 1) {
            throw new IllegalArgumentException("slots " + slots + " is not a power of two");
        }
    }

    private static void within(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + " " + value + " is not within " + least + ".." + most);
        }
    }

    /**
     * What an offer and its answer agreed on.
     *
     * @param wallOffsetNanos see above
     * @param random a secure source, for the numbers that an eavesdropper should not guess
     */
    public static RtpSenderSettings negotiated(VideoOffer offer, VideoAnswer answer, long wallOffsetNanos,
            RandomGenerator random) {
        Extensions extensions = new Extensions(answer.extension(HeaderExtension.PLAYOUT_DELAY),
            answer.extension(HeaderExtension.TRANSPORT_SEQUENCE), answer.extension(HeaderExtension.ABS_SEND_TIME),
            answer.extension(HeaderExtension.MID), answer.extension(HeaderExtension.CAPTURE_TIME));
        return new RtpSenderSettings(offer.ssrc(), answer.payloadType(), offer.rtxSsrc(), answer.rtxPayloadType(),
            offer.cname(), VideoOffer.MID, extensions, Start.random(random), DEFAULT_PACKET_BYTES, DEFAULT_SLOTS,
            wallOffsetNanos);
    }

    /**
     * What an offer to receive and our answer agreed on.
     *
     * @param wallOffsetNanos see above
     * @param random a secure source, for the numbers that an eavesdropper should not guess
     */
    public static RtpSenderSettings negotiated(SendingAnswer answer, long wallOffsetNanos, RandomGenerator random) {
        OfferedVideo offered = answer.offered();
        Extensions extensions = new Extensions(offered.extension(HeaderExtension.PLAYOUT_DELAY),
            offered.extension(HeaderExtension.TRANSPORT_SEQUENCE), offered.extension(HeaderExtension.ABS_SEND_TIME),
            offered.extension(HeaderExtension.MID), offered.extension(HeaderExtension.CAPTURE_TIME));
        String mid = extensions.mid() == 0 ? VideoOffer.MID : offered.mid();
        return new RtpSenderSettings(answer.ssrc(), offered.format().payloadType(), answer.rtxSsrc(),
            offered.rtxPayloadType(), answer.cname(), mid, extensions, Start.random(random), DEFAULT_PACKET_BYTES,
            DEFAULT_SLOTS, wallOffsetNanos);
    }

    /**
     * Numbers of the header extensions in the one-byte form (RFC 8285): 1 to 14, 0 for one that is not sent.
     *
     * @param playoutDelay asks the receiver to show pictures at once
     * @param transportSequence transport-wide sequence numbers
     * @param absSendTime when each packet left
     * @param mid the m-line's name
     * @param captureTime when the picture was captured
     */
    public record Extensions(int playoutDelay, int transportSequence, int absSendTime, int mid, int captureTime) {
        /** None is sent. */
        public static final Extensions NONE = new Extensions(0, 0, 0, 0, 0);

        /** Refuses what is out of range. */
        public Extensions {
            within("playout-delay id", playoutDelay, 0, 14);
            within("transport-wide sequence id", transportSequence, 0, 14);
            within("abs-send-time id", absSendTime, 0, 14);
            within("mid id", mid, 0, 14);
            within("abs-capture-time id", captureTime, 0, 14);
        }
    }

    /**
     * Where the numbers that travel begin.
     *
     * @param sequence of the media's first packet, 0 to 65535
     * @param rtxSequence of the first retransmission, 0 to 65535
     * @param timestamp of the first picture
     */
    public record Start(int sequence, int rtxSequence, int timestamp) {
        /** Refuses what is out of range. */
        public Start {
            within("sequence", sequence, 0, 65_535);
            within("RTX sequence", rtxSequence, 0, 65_535);
        }

        /** Random ones; sequences in the lower half, so that SRTP's rollover counter cannot be guessed wrong. */
        public static Start random(RandomGenerator random) {
            return new Start(random.nextInt(32_768), random.nextInt(32_768), random.nextInt());
        }
    }
}
