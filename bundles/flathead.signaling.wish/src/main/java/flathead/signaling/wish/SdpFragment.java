package flathead.signaling.wish;

import flathead.signaling.Candidate;
import java.util.ArrayList;
import java.util.List;

/**
 * What a client tells of ICE after its offer: {@code application/trickle-ice-sdpfrag} (RFC 8840, section 9), in lines
 * with either end. Attributes that have nothing to do with ICE are passed over.
 *
 * @param ufrag the first user name fragment; null if there is none
 * @param password the first password; null if there is none
 * @param candidates in their order; the end of candidates is an empty one
 */
record SdpFragment(String ufrag, String password, List<Candidate> candidates) {
    static final String MEDIA_TYPE = "application/trickle-ice-sdpfrag";
    private static final int LONGEST_CANDIDATE = 1_024;
    private static final int LONGEST_CREDENTIAL = 256;
    private static final int LONGEST_MID = 64;

    /** It is none; the message says what is wrong. */
    static final class Malformed extends Exception {
        Malformed(String message) {
            super(message, null, false, false);
        }
    }

    /** Reads one. Candidates ahead of the first media section are the first section's. */
    static SdpFragment parse(String text) throws Malformed {
        Reader reader = new Reader();
        String[] lines = text.split("\r?\n");
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].isEmpty()) {
                continue;
            }
            if (lines[i].length() < 3 || lines[i].charAt(1) != '=') {
                throw new Malformed("line " + (i + 1) + " is no line of SDP");
            }
            reader.line(i + 1, lines[i].charAt(0), lines[i].substring(2).strip());
        }
        if (reader.ufrag == null && reader.candidates.isEmpty()) {
            throw new Malformed("it has neither a candidate nor a user name fragment");
        }
        return new SdpFragment(reader.ufrag, reader.password, List.copyOf(reader.candidates));
    }

    /** Of a whole description: what {@link #parse} finds there, and null for what is not. */
    static SdpFragment ofDescription(String sdp) {
        Reader reader = new Reader();
        for (String line : sdp.split("\r?\n")) {
            if (line.startsWith("a=ice-ufrag:") || line.startsWith("a=ice-pwd:")) {
                reader.credential(line.substring(2));
            }
        }
        return new SdpFragment(reader.ufrag, reader.password, List.of());
    }

    /** Whether it begins another ICE session than this one: with other credentials (RFC 9725, section 4.3.3). */
    boolean restarts(SdpFragment before) {
        return ufrag != null && !ufrag.equals(before.ufrag) || password != null && !password.equals(before.password);
    }

    /** Collects. */
    private static final class Reader {
        private final List<Candidate> candidates = new ArrayList<>();
        private String ufrag;
        private String password;
        private String mid;
        private int section = -1;
        private int firstOfSection;

        void line(int number, char type, String value) throws Malformed {
            if (type == 'm') {
                section++;
                mid = null;
                firstOfSection = candidates.size();
            } else if (type == 'a') {
                attribute(number, value);
            }
        }

        private void attribute(int number, String value) throws Malformed {
            if (value.length() > LONGEST_CANDIDATE) {
                throw new Malformed("line " + number + " is longer than " + LONGEST_CANDIDATE + " characters");
            }
            if (value.startsWith("candidate:")) {
                candidates.add(new Candidate(value, mid, Math.max(0, section)));
            } else if (value.equals("end-of-candidates")) {
                candidates.add(new Candidate("", mid, Math.max(0, section)));
            } else if (value.startsWith("mid:")) {
                identify(number, value.substring("mid:".length()));
            } else {
                credential(value);
            }
        }

        /** The tag may come after the candidates that it is for. */
        private void identify(int number, String tag) throws Malformed {
            if (tag.isEmpty() || tag.length() > LONGEST_MID) {
                throw new Malformed("line " + number + ": a tag has 1 to " + LONGEST_MID + " characters");
            }
            mid = tag;
            for (int i = firstOfSection; i < candidates.size(); i++) {
                Candidate before = candidates.get(i);
                candidates.set(i, new Candidate(before.candidate(), tag, before.sdpMLineIndex()));
            }
        }

        private void credential(String value) {
            if (ufrag == null && value.startsWith("ice-ufrag:") && value.length() <= LONGEST_CREDENTIAL) {
                ufrag = value.substring("ice-ufrag:".length()).strip();
            } else if (password == null && value.startsWith("ice-pwd:") && value.length() <= LONGEST_CREDENTIAL) {
                password = value.substring("ice-pwd:".length()).strip();
            }
        }
    }
}
