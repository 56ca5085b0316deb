package flathead.webrtc.rtp.internal.sdp;

import flathead.api.MediaException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The H.264 stream of an offer that we take, or are to send: one m-line, and of its payload types one.
 *
 * @param offer all of it
 * @param line which m-line, from 0
 * @param transport how to reach the other side; has ICE credentials and a fingerprint
 * @param format the payload type: of packetization mode 1 before 0, of the Baseline profile before others
 * @param rtxPayloadType of retransmissions, -1 if lost packets come again as they were
 * @param extensions the header extensions of the m-line that we use, with its numbers
 * @param feedback the RTCP feedback of the payload type that we use
 */
public record OfferedVideo(SessionDescription offer, int line, TransportDescription transport, PayloadFormat format,
        int rtxPayloadType, List<HeaderExtension> extensions, List<String> feedback) {
    /** Feedback that we know, as the offer and our answer spell it. */
    static final List<String> FEEDBACK =
        List.of("goog-remb", "transport-cc", "ccm fir", "nack", "nack pli", "rrtr");

    private static final List<String> EXTENSIONS = List.of(HeaderExtension.MID, HeaderExtension.ABS_SEND_TIME,
        HeaderExtension.TRANSPORT_SEQUENCE, HeaderExtension.CAPTURE_TIME, HeaderExtension.PLAYOUT_DELAY);
    /** What a sender takes. Not transport-cc, without an estimator: see {@link VideoOffer}. */
    private static final List<String> OF_SENDER = List.of("goog-remb", "ccm fir", "nack", "nack pli", "rrtr");
    private static final int LAST_OF_ONE_BYTE = 14;
    private static final int LONGEST_MID = 16;
    private static final String ENCODING = "H264";
    private static final int CLOCK_RATE = 90_000;
    private static final int MOST_SETS = 8;

    /**
     * Reads an offer to send to us.
     *
     * @param sdp the other side's, unchecked
     * @throws MediaException if it is malformed, or offers no H.264 that we could take; one line that says why
     */
    public static OfferedVideo parse(String sdp) throws MediaException {
        return parse(sdp, false);
    }

    /**
     * Reads an offer to receive from us. Of its header extensions those are kept that we send in the one-byte form, of
     * its feedback what a sender understands.
     *
     * @param sdp the other side's, unchecked
     * @throws MediaException if it is malformed, or takes no H.264 that we could send; one line that says why
     */
    public static OfferedVideo wanted(String sdp) throws MediaException {
        return parse(sdp, true);
    }

    private static OfferedVideo parse(String sdp, boolean weSend) throws MediaException {
        SessionDescription offer = SessionDescription.parse(sdp);
        String reason = "it has no video";
        for (int line = 0; line < offer.media().size(); line++) {
            MediaDescription media = offer.media().get(line);
            String why = refusal(media, weSend);
            if (why == null) {
                return of(offer, line, media, weSend);
            }
            reason = media.kind().equals("video") ? why : reason;
        }
        throw new MediaException("the offer is of no use: " + reason);
    }

    private static String refusal(MediaDescription media, boolean weSend) {
        if (!media.kind().equals("video")) {
            return "it has no video";
        }
        if (media.refused()) {
            return "its video has port 0";
        }
        if (weSend ? !media.direction().receives() : !media.direction().sends()) {
            return "it says a=" + media.direction().sdp() + "; a=" + (weSend ? "recvonly" : "sendonly")
                + " or a=sendrecv is needed";
        }
        if (best(media, weSend) == null) {
            return "its video has no payload type H264/90000 in packetization-mode " + (weSend ? "1" : "0 or 1");
        }
        if (!media.rtcpMux()) {
            return "it has no a=rtcp-mux, which is needed";
        }
        TransportDescription transport = media.transport();
        if (transport.ufrag() == null || transport.password() == null || transport.fingerprints().isEmpty()) {
            return "it has no a=ice-ufrag, a=ice-pwd and a=fingerprint, which are needed";
        }
        return transport.setup() == Setup.HOLDCONN ? "it says a=setup:holdconn; actpass, active or passive is needed"
            : null;
    }

    private static OfferedVideo of(SessionDescription offer, int line, MediaDescription media, boolean weSend) {
        PayloadFormat format = best(media, weSend);
        int rtx = -1;
        for (PayloadFormat each : media.payloads().values()) {
            if (each.associated() == format.payloadType() && each.clockRate() == CLOCK_RATE) {
                rtx = each.payloadType();
            }
        }
        List<HeaderExtension> extensions = media.extensions().stream()
            .filter(each -> EXTENSIONS.contains(each.uri()) && (weSend ? sendable(each, media) : receivable(each)))
            .toList();
        List<String> known = weSend ? OF_SENDER : FEEDBACK;
        List<String> feedback = format.feedback().stream().filter(known::contains).distinct().toList();
        return new OfferedVideo(offer, line, transport(offer, media), format, rtx, extensions, feedback);
    }

    private static boolean receivable(HeaderExtension extension) {
        return extension.id() < 256 && extension.direction().sends();
    }

    private static boolean sendable(HeaderExtension extension, MediaDescription media) {
        boolean mid = extension.uri().equals(HeaderExtension.MID);
        return extension.id() <= LAST_OF_ONE_BYTE && extension.direction().receives()
            && !extension.uri().equals(HeaderExtension.TRANSPORT_SEQUENCE)
            && (!mid || media.mid() != null && media.mid().length() <= LONGEST_MID);
    }

    private static PayloadFormat best(MediaDescription media, boolean weSend) {
        PayloadFormat best = null;
        int bestScore = -1;
        for (PayloadFormat format : media.payloads().values()) {
            int mode = format.number("packetization-mode", 0);
            if (!format.encoding().equals(ENCODING) || format.clockRate() != CLOCK_RATE || mode > 1
                    || weSend && mode == 0) {
                continue;
            }
            String profile = format.parameters().getOrDefault("profile-level-id", "42000a").toLowerCase();
            int score = 4 * mode + (profile.startsWith("42e0") ? 2 : profile.startsWith("42") ? 1 : 0);
            if (score > bestScore) {
                best = format;
                bestScore = score;
            }
        }
        return best;
    }

    /** The m-lines of a bundle share their candidates, which may stand at another one. */
    private static TransportDescription transport(SessionDescription offer, MediaDescription media) {
        TransportDescription own = media.transport();
        List<String> candidates = new ArrayList<>(own.candidates());
        boolean complete = own.complete();
        for (MediaDescription other : offer.media()) {
            TransportDescription theirs = other.transport();
            if (other != media && bundled(offer, other) && bundled(offer, media)
                && own.ufrag().equals(theirs.ufrag())) {
                theirs.candidates().stream().filter(each -> !candidates.contains(each)).forEach(candidates::add);
                complete |= theirs.complete();
            }
        }
        return new TransportDescription(own.ufrag(), own.password(), candidates, complete, own.lite(), own.setup(),
            own.fingerprints());
    }

    private static boolean bundled(SessionDescription offer, MediaDescription media) {
        return media.mid() != null && offer.bundle().contains(media.mid());
    }

    /** Whether the m-line is one of a bundle. */
    boolean bundled() {
        return bundled(offer, media());
    }

    MediaDescription media() {
        return offer.media().get(line);
    }

    /** The m-line's name; null if it has none. */
    public String mid() {
        return media().mid();
    }

    /** What its sender calls itself; empty if it does not tell. */
    public String cname() {
        return media().cname();
    }

    /** Whether RTCP need not be compound. */
    public boolean reducedRtcp() {
        return media().reducedRtcp();
    }

    /** Whether we open the DTLS connection: unless the other side does. */
    public boolean dtlsClient() {
        return transport.setup() != Setup.ACTIVE;
    }

    /** The number of a header extension, 0 if it was not offered. */
    public int extension(String uri) {
        for (HeaderExtension extension : extensions) {
            if (extension.uri().equals(uri)) {
                return extension.id();
            }
        }
        return 0;
    }

    /** The parameter sets that the description holds, each from its NAL header on (RFC 6184, section 8.1). */
    public List<byte[]> parameterSets() {
        List<byte[]> sets = new ArrayList<>();
        String text = format.parameters().getOrDefault("sprop-parameter-sets", "");
        for (String part : text.split(",", MOST_SETS + 1)) {
            try {
                byte[] set = Base64.getDecoder().decode(part);
                if (set.length > 1 && sets.size() < MOST_SETS) {
                    sets.add(set);
                }
            } catch (IllegalArgumentException e) {
                // Not what it should be: the stream will bring its own.
                continue;
            }
        }
        return sets;
    }
}
