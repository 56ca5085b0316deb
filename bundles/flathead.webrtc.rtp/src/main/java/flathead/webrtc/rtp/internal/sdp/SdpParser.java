package flathead.webrtc.rtp.internal.sdp;

import flathead.api.MediaException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads one description, line by line; what it holds is bounded by the description's length. */
final class SdpParser {
    private static final int MAX_LINES = 4_000;
    private static final int MAX_MEDIA = 64;
    private static final String ORDER = "vost";
    private static final String SESSION_TYPES = "iuepcbtrzka";
    private static final String MEDIA_TYPES = "icbka";

    private final List<MediaReader> media = new ArrayList<>();
    private final TransportReader session = new TransportReader(null);
    private final List<String> bundle = new ArrayList<>();
    private Direction direction = Direction.SENDRECV;
    private int required;

    SessionDescription parse(String sdp) throws MediaException {
        if (sdp == null || sdp.isBlank()) {
            throw new MediaException("SDP is empty; a session description of RFC 8866 is needed");
        }
        if (sdp.length() > SessionDescription.MAX_LENGTH) {
            throw new MediaException("SDP is " + sdp.length() + " characters long; at most "
                + SessionDescription.MAX_LENGTH + " are allowed");
        }
        int number = 0;
        int end = sdp.length();
        while (end > 0 && (sdp.charAt(end - 1) == '\n' || sdp.charAt(end - 1) == '\r')) {
            end--;
        }
        for (int from = 0; from < end; ) {
            int to = sdp.indexOf('\n', from);
            to = to < 0 || to > end ? end : to;
            int last = to > from && sdp.charAt(to - 1) == '\r' ? to - 1 : to;
            line(new SdpLine(++number, sdp.substring(from, last)));
            from = to + 1;
        }
        if (required < ORDER.length()) {
            throw new MediaException("SDP ends before its " + ORDER.charAt(required) + "= line");
        }
        return description();
    }

    private void line(SdpLine line) throws MediaException {
        if (line.number() > MAX_LINES) {
            throw new MediaException("SDP has more than " + MAX_LINES + " lines");
        }
        String text = line.text();
        if (text.length() < 2 || text.charAt(1) != '=') {
            throw line.error("must be a letter, '=' and a value");
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' && text.charAt(i) != '\t') {
                throw line.error("must not have control characters");
            }
        }
        char type = line.type();
        if (required < ORDER.length() && type == ORDER.charAt(required)) {
            required(line);
        } else if (required < ORDER.length() - 1) {
            throw line.error("must be the " + ORDER.charAt(required) + "= line");
        } else if (type == 'm') {
            if (required < ORDER.length()) {
                throw line.error("must come after the t= line");
            }
            if (media.size() == MAX_MEDIA) {
                throw line.error("must not be there: at most " + MAX_MEDIA + " m-lines are allowed");
            }
            media.add(new MediaReader(line, session));
        } else if ((media.isEmpty() ? SESSION_TYPES : MEDIA_TYPES).indexOf(type) < 0) {
            throw line.error("must begin with one of " + (media.isEmpty() ? SESSION_TYPES : MEDIA_TYPES) + "m here");
        } else if (type == 'a') {
            attribute(line);
        }
    }

    private void required(SdpLine line) throws MediaException {
        if (line.type() == 'v' && !line.value().equals("0")) {
            throw line.error("must be v=0");
        }
        if (line.type() == 'o' && line.value().split(" ", 7).length != 6) {
            throw line.error("must have user, session id, version, network type, address type and address");
        }
        required++;
    }

    private void attribute(SdpLine line) throws MediaException {
        String value = line.value();
        int colon = value.indexOf(':');
        String name = colon < 0 ? value : value.substring(0, colon);
        String rest = colon < 0 ? "" : value.substring(colon + 1);
        if (!media.isEmpty()) {
            media.get(media.size() - 1).attribute(line, name, rest);
        } else if (!session.attribute(line, name, rest)) {
            if (name.equals("group")) {
                group(line, rest);
            } else if (Direction.of(name) != null) {
                direction = Direction.of(name);
            }
        }
    }

    private void group(SdpLine line, String value) throws MediaException {
        String[] words = SdpLine.words(value.strip(), MAX_MEDIA + 2);
        if (!words[0].equals("BUNDLE") || !bundle.isEmpty()) {
            return;
        }
        if (words.length > MAX_MEDIA + 1) {
            throw line.error("must not name more than " + MAX_MEDIA + " m-lines");
        }
        for (int i = 1; i < words.length; i++) {
            bundle.add(line.token(words[i], "a mid"));
        }
    }

    private SessionDescription description() throws MediaException {
        Map<String, MediaDescription> byMid = new LinkedHashMap<>();
        List<MediaDescription> all = new ArrayList<>();
        for (MediaReader reader : media) {
            MediaDescription one = reader.description(direction);
            if (one.mid() != null && byMid.put(one.mid(), one) != null) {
                throw new MediaException("SDP has two m-lines with a=mid:" + SdpLine.quote(one.mid()));
            }
            all.add(one);
        }
        Set<String> seen = new HashSet<>();
        for (String mid : bundle) {
            if (!byMid.containsKey(mid) || !seen.add(mid)) {
                throw new MediaException("SDP's a=group:BUNDLE names " + SdpLine.quote(mid)
                    + "; each m-line's mid is allowed once");
            }
        }
        return new SessionDescription(List.copyOf(bundle), List.copyOf(all));
    }
}
