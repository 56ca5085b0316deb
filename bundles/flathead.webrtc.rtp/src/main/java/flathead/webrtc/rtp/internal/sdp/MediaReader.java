package flathead.webrtc.rtp.internal.sdp;

import flathead.api.MediaException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Collects one m-line and its attributes. */
final class MediaReader {
    private static final int MAX_MID = 255;
    private static final int MAX_FEEDBACK = 32;
    private static final String CNAME = "cname:";

    private final String kind;
    private final int port;
    private final String protocol;
    private final TransportReader transport;
    private final Map<Integer, PayloadReader> payloads = new LinkedHashMap<>();
    private final List<String> feedbackForAll = new ArrayList<>();
    private final Map<Integer, HeaderExtension> extensions = new LinkedHashMap<>();
    private final Set<Integer> ssrcs = new LinkedHashSet<>();
    private final List<SsrcGroup> groups = new ArrayList<>();
    private String cname = "";
    private String mid;
    private Direction direction;
    private boolean rtcpMux;
    private boolean reducedRtcp;

    MediaReader(SdpLine line, TransportReader session) throws MediaException {
        String[] words = SdpLine.words(line.value().strip(), 260);
        if (words.length < 4 || words.length == 260) {
            throw line.error("must be a kind, a port, a protocol and 1 to 256 formats");
        }
        kind = line.token(words[0], "the kind");
        int slash = words[1].indexOf('/');
        port = (int) line.number(slash < 0 ? words[1] : words[1].substring(0, slash), 0, 65_535, "the port");
        protocol = words[2];
        transport = new TransportReader(session);
        if (protocol.contains("RTP/")) {
            for (int i = 3; i < words.length; i++) {
                int type = (int) line.number(words[i], 0, 127, "a payload type");
                if (payloads.put(type, new PayloadReader(type)) != null) {
                    throw line.error("must name payload type " + type + " once");
                }
            }
        }
    }

    void attribute(SdpLine line, String name, String value) throws MediaException {
        if (transport.attribute(line, name, value)) {
            return;
        }
        switch (name) {
            case "mid" -> mid(line, value);
            case "sendrecv", "sendonly", "recvonly", "inactive" -> direction = Direction.of(name);
            case "rtcp-mux" -> rtcpMux = true;
            case "rtcp-rsize" -> reducedRtcp = true;
            case "rtpmap" -> rtpmap(line, value);
            case "fmtp" -> fmtp(line, value);
            case "rtcp-fb" -> feedback(line, value);
            case "extmap" -> extmap(line, value);
            case "ssrc" -> source(line, SdpLine.words(value, 2));
            case "ssrc-group" -> group(line, value);
            default -> {
                // RFC 8866, section 5.13: an attribute that is not understood is ignored.
            }
        }
    }

    private void mid(SdpLine line, String value) throws MediaException {
        mid = line.token(value, "the mid");
        if (value.length() > MAX_MID) {
            throw line.error("must have at most " + MAX_MID + " characters");
        }
    }

    /** What an attribute says of a payload type; null if the m-line does not have that one. */
    private PayloadReader payload(SdpLine line, String[] words, String attribute) throws MediaException {
        if (words.length != 2) {
            throw line.error("must be a=" + attribute + ": with a payload type, a space and a value");
        }
        return payloads.get((int) line.number(words[0], 0, 127, "the payload type"));
    }

    private void rtpmap(SdpLine line, String value) throws MediaException {
        String[] words = SdpLine.words(value, 2);
        PayloadReader payload = payload(line, words, "rtpmap");
        String[] parts = words[1].split("/", 4);
        if (parts.length < 2 || parts.length > 3) {
            throw line.error("must have an encoding, '/' and a clock rate");
        }
        String encoding = line.token(parts[0], "the encoding");
        int clockRate = (int) line.number(parts[1], 1, Integer.MAX_VALUE, "the clock rate");
        if (payload != null) {
            payload.encoding = encoding.toUpperCase(Locale.ROOT);
            payload.clockRate = clockRate;
        }
    }

    private void fmtp(SdpLine line, String value) throws MediaException {
        String[] words = SdpLine.words(value, 2);
        PayloadReader payload = payload(line, words, "fmtp");
        if (payload == null) {
            return;
        }
        for (String parameter : words[1].split(";")) {
            int equals = parameter.indexOf('=');
            String name = (equals < 0 ? parameter : parameter.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
            if (!name.isEmpty()) {
                payload.parameters.put(name, equals < 0 ? "" : parameter.substring(equals + 1).strip());
            }
        }
    }

    private void feedback(SdpLine line, String value) throws MediaException {
        String[] words = SdpLine.words(value, 2);
        if (words[0].equals("*") && words.length == 2) {
            if (feedbackForAll.size() == MAX_FEEDBACK) {
                throw line.error("must not be there: at most " + MAX_FEEDBACK + " for all payload types are allowed");
            }
            feedbackForAll.add(words[1].strip());
            return;
        }
        PayloadReader payload = payload(line, words, "rtcp-fb");
        if (payload != null) {
            payload.feedback.add(words[1].strip());
        }
    }

    private void extmap(SdpLine line, String value) throws MediaException {
        String[] words = SdpLine.words(value, 3);
        if (words.length < 2 || words[1].isEmpty()) {
            throw line.error("must be a=extmap: with an id, a space and a URI");
        }
        int slash = words[0].indexOf('/');
        int id = (int) line.number(slash < 0 ? words[0] : words[0].substring(0, slash), 1, 4_351, "the id");
        Direction way = slash < 0 ? Direction.SENDRECV : Direction.of(words[0].substring(slash + 1));
        if (way == null || id > 255 && id < 4_096) {
            throw line.error("must have an id within 1..255 or 4096..4351, and a direction if there is a slash");
        }
        if (extensions.put(id, new HeaderExtension(id, way, words[1])) != null) {
            throw line.error("must not use id " + id + " again");
        }
    }

    private void source(SdpLine line, String[] words) throws MediaException {
        ssrcs.add(ssrc(line, words[0]));
        if (cname.isEmpty() && words.length > 1 && words[1].startsWith(CNAME)) {
            cname = words[1].substring(CNAME.length());
        }
    }

    private static int ssrc(SdpLine line, String digits) throws MediaException {
        return (int) line.number(digits, 0, 0xffff_ffffL, "an SSRC");
    }

    private void group(SdpLine line, String value) throws MediaException {
        String[] words = SdpLine.words(value, 34);
        if (words.length < 2 || words.length == 34) {
            throw line.error("must have its semantics and 1 to 32 SSRCs");
        }
        List<Integer> members = new ArrayList<>();
        for (int i = 1; i < words.length; i++) {
            members.add(ssrc(line, words[i]));
        }
        groups.add(new SsrcGroup(line.token(words[0], "the semantics"), List.copyOf(members)));
    }

    MediaDescription description(Direction otherwise) {
        Map<Integer, PayloadFormat> formats = new LinkedHashMap<>();
        payloads.forEach((type, reader) -> formats.put(type, reader.format(feedbackForAll)));
        return new MediaDescription(kind, port, protocol, mid, direction == null ? otherwise : direction,
            transport.description(), Collections.unmodifiableMap(formats),
            List.copyOf(extensions.values()), List.copyOf(ssrcs), List.copyOf(groups), cname, rtcpMux,
            reducedRtcp);
    }

    private static final class PayloadReader {
        final int type;
        String encoding = "";
        int clockRate;
        final Map<String, String> parameters = new LinkedHashMap<>();
        final List<String> feedback = new ArrayList<>();

        PayloadReader(int type) {
            this.type = type;
        }

        PayloadFormat format(List<String> forAll) {
            List<String> all = new ArrayList<>(feedback);
            all.addAll(forAll);
            return new PayloadFormat(type, encoding, clockRate, Collections.unmodifiableMap(parameters),
                List.copyOf(all));
        }
    }
}
