package flathead.webrtc.libwebrtc.internal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes libwebrtc measure the round trip (RFC 3611, sections 4.4 and 4.5) with a sender that offers to help. A receiver
 * that sends no media knows it by no other way, takes it for 100 ms, and asks again only then for a packet whose repair
 * was lost too: on most ways that is a freeze. libwebrtc can do it, yet never says so in its answer by itself.
 */
final class ReferenceTime {
    private static final String FEEDBACK = "a=rtcp-fb:";
    private static final String WORD = " rrtr";
    private static final Pattern OFFERED = Pattern.compile("(?m)^" + FEEDBACK + "(\\d{1,3})" + WORD + "$");

    private ReferenceTime() {
    }

    /** The answer, agreeing to it for each of its payload types for which that was offered. */
    static String agreed(String offer, String answer) {
        String agreed = answer;
        for (Matcher offered = OFFERED.matcher(offer); offered.find();) {
            String nack = FEEDBACK + offered.group(1) + " nack\r\n";
            String line = FEEDBACK + offered.group(1) + WORD + "\r\n";
            agreed = agreed.contains(line) ? agreed : agreed.replace(nack, nack + line);
        }
        return agreed;
    }
}
