package flathead.signaling.whip.client.internal;

import flathead.signaling.Candidate;
import java.util.List;

/**
 * What is told of ICE after an offer: {@code application/trickle-ice-sdpfrag} (RFC 8840, section 9; RFC 9725, section
 * 4.3.2), for the first media section of the offer, which the others are bundled with.
 *
 * @param head the lines ahead of the candidates
 */
record SdpFragment(String head) {
    static final String MEDIA_TYPE = "application/trickle-ice-sdpfrag";
    private static final String END = "\r\n";

    /** For an offer of ours. */
    static SdpFragment of(String offer) {
        StringBuilder head = new StringBuilder();
        String media = null;
        String tag = null;
        String ufrag = null;
        String password = null;
        for (String line : offer.split("\r?\n")) {
            if (line.startsWith("m=")) {
                if (media != null) {
                    break;
                }
                media = line;
            } else if (line.startsWith("a=group:BUNDLE")) {
                head.append(line).append(END);
            } else if (line.startsWith("a=mid:")) {
                tag = line;
            } else if (line.startsWith("a=ice-ufrag:")) {
                ufrag = line;
            } else if (line.startsWith("a=ice-pwd:")) {
                password = line;
            }
        }
        for (String line : new String[] {media, tag, ufrag, password}) {
            if (line != null) {
                head.append(line).append(END);
            }
        }
        return new SdpFragment(head.toString());
    }

    /** The body that tells these candidates; an empty one is the end of them. */
    String with(List<Candidate> candidates) {
        StringBuilder body = new StringBuilder(head);
        for (Candidate candidate : candidates) {
            body.append("a=").append(candidate.candidate().isEmpty() ? "end-of-candidates" : candidate.candidate())
                .append(END);
        }
        return body.toString();
    }
}
