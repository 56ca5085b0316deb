package flathead.webrtc.rtp.internal.sdp;

import java.util.List;
import java.util.Map;

/**
 * What one payload type of an m-line stands for.
 *
 * @param payloadType 0 to 127
 * @param encoding its name in upper case, such as {@code H264} or {@code RTX}; empty if the description does not say
 * @param clockRate ticks a second; 0 if the description does not say
 * @param parameters of the format; names in lower case, in the order written
 * @param feedback the RTCP feedback it takes, such as {@code nack pli}; those for all payload types are included
 */
public record PayloadFormat(int payloadType, String encoding, int clockRate, Map<String, String> parameters,
        List<String> feedback) {
    /** The payload type that this one retransmits (RFC 4588), -1 if it is not of that kind. */
    public int associated() {
        if (!encoding.equals("RTX")) {
            return -1;
        }
        return number("apt", -1);
    }

    /** A parameter that is a number from 0 to 65535. */
    int number(String name, int otherwise) {
        String value = parameters.get(name);
        if (value == null || value.isEmpty() || value.length() > 5) {
            return otherwise;
        }
        int number = 0;
        for (int i = 0; i < value.length(); i++) {
            int digit = value.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return otherwise;
            }
            number = number * 10 + digit;
        }
        return number <= 65535 ? number : otherwise;
    }
}
