package flathead.webrtc.libwebrtc.internal;

import flathead.api.Codec;
import flathead.api.MediaException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is to be known of a description from elsewhere (RFC 8866, RFC 8829) before libwebrtc gets it: exactly one media
 * section, of video, that flows the right way, in a codec that libwebrtc has. The syntax of the rest is libwebrtc's to
 * judge.
 *
 * @param codecs those that we understand, in the order given
 */
record Description(List<Codec> codecs) {
    /** The longest description that is looked at, in characters; browsers' have about 6000. */
    static final int LONGEST = 200_000;
    /** What libwebrtc encodes and decodes on every platform. */
    static final List<Codec> CODECS = List.of(Codec.H264, Codec.VP8, Codec.VP9, Codec.AV1);

    /**
     * Looks at an offer, which must send.
     *
     * @throws MediaException saying what is wrong with it and what is allowed
     */
    static Description offer(String sdp) throws MediaException {
        return parse("offer", sdp, "recvonly", "sends");
    }

    /**
     * Looks at an answer, which must receive.
     *
     * @throws MediaException saying what is wrong with it and what is allowed
     */
    static Description answer(String sdp) throws MediaException {
        return parse("answer", sdp, "sendonly", "receives");
    }

    private static Description parse(String what, String sdp, String wrongWay, String does) throws MediaException {
        String[] lines = lines(what, sdp);
        int media = section(what, lines);
        Map<String, String> names = new LinkedHashMap<>();
        for (String payloadType : payloadTypes(what, lines[media])) {
            names.put(payloadType, null);
        }
        for (int i = media; i < lines.length; i++) {
            String line = lines[i];
            if (line.equals("a=" + wrongWay) || line.equals("a=inactive")) {
                throw new MediaException("the " + what + " " + does + " nothing (" + line + "); it must");
            }
            rtpmap(line, names);
        }
        Set<String> offered = new TreeSet<>();
        List<Codec> common = new ArrayList<>();
        for (String name : names.values()) {
            if (name != null) {
                offered.add(name);
                Codec codec = codec(name);
                if (codec != null && !common.contains(codec)) {
                    common.add(codec);
                }
            }
        }
        if (common.isEmpty()) {
            throw new MediaException("no codec in common: the " + what + " has " + Natives.line(offered.toString())
                + ", understood " + CODECS);
        }
        return new Description(List.copyOf(common));
    }

    /** The codec of this RTP encoding name (RFC 8851 and the codecs' own), or null. */
    static Codec codec(String encodingName) {
        for (Codec codec : CODECS) {
            if (codec.name().equalsIgnoreCase(encodingName)) {
                return codec;
            }
        }
        return null;
    }

    private static String[] lines(String what, String sdp) throws MediaException {
        if (sdp == null || sdp.isBlank()) {
            throw new MediaException("the " + what + " is empty");
        }
        if (sdp.length() > LONGEST) {
            throw new MediaException("the " + what + " has " + sdp.length() + " characters; at most " + LONGEST
                + " are allowed");
        }
        for (int i = 0; i < sdp.length(); i++) {
            char c = sdp.charAt(i);
            if (c != '\r' && c != '\n' && c != '\t' && Character.isISOControl(c) || Character.isSurrogate(c)) {
                throw new MediaException(String.format(Locale.ROOT,
                    "the %s has U+%04X at character %d; text in lines is needed", what, (int) c, i));
            }
        }
        String[] lines = sdp.split("\r?\n");
        if (!lines[0].equals("v=0")) {
            throw new MediaException("the " + what + " is no SDP: it begins with \"" + Natives.line(lines[0])
                + "\" instead of \"v=0\"");
        }
        return lines;
    }

    private static int section(String what, String[] lines) throws MediaException {
        int found = -1;
        for (int i = 0; i < lines.length; i++) {
            if (!lines[i].startsWith("m=")) {
                continue;
            }
            if (!lines[i].startsWith("m=video ") || found >= 0) {
                throw new MediaException("the " + what + " has \"" + Natives.line(lines[i])
                    + "\"; exactly one section, of video, is allowed");
            }
            found = i;
        }
        if (found < 0) {
            throw new MediaException("the " + what + " has no media section; exactly one, of video, is needed");
        }
        return found;
    }

    private static List<String> payloadTypes(String what, String media) throws MediaException {
        List<String> fields = List.of(media.split(" +"));
        if (fields.size() < 4) {
            throw new MediaException("the " + what + "'s \"" + Natives.line(media) + "\" names no payload type");
        }
        if (fields.get(1).equals("0")) {
            throw new MediaException("the " + what + " has its video switched off (port 0): no codec in common");
        }
        return fields.subList(3, fields.size());
    }

    private static void rtpmap(String line, Map<String, String> names) {
        String prefix = "a=rtpmap:";
        int space = line.indexOf(' ');
        if (!line.startsWith(prefix) || space < 0) {
            return;
        }
        String payloadType = line.substring(prefix.length(), space);
        int slash = line.indexOf('/', space);
        if (names.containsKey(payloadType)) {
            names.put(payloadType, line.substring(space + 1, slash < 0 ? line.length() : slash).strip());
        }
    }
}
