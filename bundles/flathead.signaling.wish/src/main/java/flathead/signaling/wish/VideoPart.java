package flathead.signaling.wish;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The video of an offer that has audio too, as most WHIP clients' have: what is bundled with it (RFC 9143) is left out
 * of the offer, and put into the answer as {@code inactive}, so that the client does not send it. An offer that is not
 * of one section of video and others of audio, all in one bundle, is left as it is.
 *
 * @param offer with the video alone
 * @param tag of the video; null if nothing was left out
 * @param sections those of the whole offer; empty if nothing was left out
 */
record VideoPart(String offer, String tag, List<Section> sections) {
    private static final String BUNDLE = "a=group:BUNDLE";
    /** What belongs to the way that all of a bundle goes: the first section has it for all. */
    private static final List<String> TRANSPORT = List.of("a=ice-ufrag:", "a=ice-pwd:", "a=ice-options:",
        "a=fingerprint:", "a=setup:", "a=candidate:", "a=end-of-candidates");

    /** A media section, or what is ahead of the first. */
    record Section(List<String> lines) {
        /** Value of the first line that begins so; null if there is none. */
        String first(String prefix) {
            return lines.stream().filter(line -> line.startsWith(prefix)).findFirst()
                .map(line -> line.substring(prefix.length()).strip()).orElse(null);
        }

        List<String> all(String prefix) {
            return lines.stream().filter(line -> line.startsWith(prefix)).toList();
        }

        /** Whether it is of this medium, and names its formats. */
        boolean is(String media) {
            return lines.get(0).startsWith("m=" + media + " ") && lines.get(0).split(" +").length > 3;
        }

        String tag() {
            return first("a=mid:");
        }
    }

    /** Of this offer. */
    static VideoPart of(String offer) {
        List<Section> all = sections(offer);
        Section session = all.get(0);
        List<Section> media = all.subList(1, all.size());
        List<Section> videos = media.stream().filter(each -> each.is("video")).toList();
        List<String> bundle = bundle(session);
        boolean others = media.stream().allMatch(each -> each.is("video") || each.is("audio"));
        Set<String> tags = new HashSet<>();
        media.forEach(each -> tags.add(each.tag()));
        if (media.size() < 2 || videos.size() != 1 || !others || tags.size() != media.size()
                || !tags.equals(new HashSet<>(bundle))) {
            return new VideoPart(offer, null, List.of());
        }
        Section carrier = media.stream().filter(each -> each.tag().equals(bundle.get(0))).findFirst().orElseThrow();
        Section video = videos.get(0);
        return new VideoPart(text(List.of(grouped(session, List.of(video.tag())), alone(video, carrier, session))),
            video.tag(), media);
    }

    private static List<Section> sections(String sdp) {
        List<Section> sections = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (String line : sdp.split("\r?\n")) {
            if (line.startsWith("m=")) {
                sections.add(new Section(lines));
                lines = new ArrayList<>();
            }
            lines.add(line);
        }
        sections.add(new Section(lines));
        return sections;
    }

    private static String text(List<Section> sections) {
        StringBuilder text = new StringBuilder();
        sections.forEach(section -> section.lines().forEach(line -> text.append(line).append("\r\n")));
        return text.toString();
    }

    private static List<String> bundle(Section session) {
        String tags = session.first(BUNDLE);
        return tags == null || tags.isEmpty() ? List.of() : List.of(tags.split(" +"));
    }

    private static Section grouped(Section session, List<String> tags) {
        return new Section(session.lines().stream()
            .map(line -> line.startsWith(BUNDLE) ? BUNDLE + " " + String.join(" ", tags) : line).toList());
    }

    /** The video by itself: with a port, and with what the first of the bundle had for it. */
    private static Section alone(Section video, Section carrier, Section session) {
        List<String> lines = new ArrayList<>(video.lines());
        lines.remove("a=bundle-only");
        lines.set(0, withPort(lines.get(0)));
        for (String attribute : TRANSPORT) {
            if (video.all(attribute).isEmpty() && session.all(attribute).isEmpty()) {
                lines.addAll(carrier.all(attribute));
            }
        }
        return new Section(lines);
    }

    private static String withPort(String media) {
        String[] fields = media.split(" +");
        if (fields.length > 1 && fields[1].equals("0")) {
            fields[1] = "9";
        }
        return String.join(" ", fields);
    }

    /** The answer to the whole offer, of one to {@link #offer}. */
    String answer(String sdp) {
        List<Section> answered = sections(sdp);
        if (tag == null || answered.size() != 2) {
            return sdp;
        }
        Section video = answered.get(1);
        List<Section> whole = new ArrayList<>();
        whole.add(grouped(answered.get(0), sections.stream().map(Section::tag).toList()));
        sections.forEach(offered -> whole.add(offered.is("video") ? video : silent(offered, video)));
        return text(whole);
    }

    private static Section silent(Section offered, Section video) {
        String[] fields = offered.lines().get(0).split(" +");
        String format = fields[fields.length - 1];
        for (String each : Arrays.asList(fields).subList(3, fields.length)) {
            if (!offered.all("a=rtpmap:" + each + " ").isEmpty()) {
                format = each;
                break;
            }
        }
        List<String> lines = new ArrayList<>(List.of(String.join(" ", fields[0], "9", fields[2], format),
            "c=IN IP4 0.0.0.0", "a=mid:" + offered.tag(), "a=inactive", "a=rtcp-mux"));
        lines.addAll(offered.all("a=rtpmap:" + format + " "));
        TRANSPORT.forEach(attribute -> lines.addAll(video.all(attribute)));
        return new Section(lines);
    }
}
