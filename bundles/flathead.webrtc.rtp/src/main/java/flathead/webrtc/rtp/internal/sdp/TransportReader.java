package flathead.webrtc.rtp.internal.sdp;

import flathead.api.MediaException;
import java.util.ArrayList;
import java.util.List;

/** Collects what describes a transport, for the session or for one m-line, which inherits from the session. */
final class TransportReader {
    private static final int MAX_CANDIDATE = 512;
    private static final int MAX_CANDIDATES = 256;

    private final TransportReader session;
    private String ufrag;
    private String password;
    private final List<String> candidates = new ArrayList<>();
    private boolean complete;
    private boolean lite;
    private Setup setup;
    private final List<Fingerprint> fingerprints = new ArrayList<>();

    /** With the session's reader, or null for the session's own. */
    TransportReader(TransportReader session) {
        this.session = session;
    }

    /** Takes an attribute; false if it is none of a transport's. */
    boolean attribute(SdpLine line, String name, String value) throws MediaException {
        switch (name) {
            case "ice-ufrag" -> ufrag = ice(line, value, 4);
            case "ice-pwd" -> password = ice(line, value, 22);
            case "ice-lite" -> lite = true;
            case "candidate" -> candidate(line, value);
            case "end-of-candidates" -> complete = true;
            case "setup" -> {
                setup = Setup.of(value);
                if (setup == null) {
                    throw line.error("must be a=setup: with active, passive, actpass or holdconn");
                }
            }
            case "fingerprint" -> fingerprints.add(fingerprint(line, value));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static String ice(SdpLine line, String value, int least) throws MediaException {
        boolean valid = value.length() >= least && value.length() <= 256;
        for (int i = 0; valid && i < value.length(); i++) {
            char c = value.charAt(i);
            valid = c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || "+/-_=#".indexOf(c) >= 0;
        }
        if (!valid) {
            throw line.error("must have " + least + " to 256 letters, digits, + or /");
        }
        return value;
    }

    private void candidate(SdpLine line, String value) throws MediaException {
        if (candidates.size() == MAX_CANDIDATES) {
            throw line.error("must not be there: at most " + MAX_CANDIDATES + " candidates are allowed");
        }
        if (value.length() > MAX_CANDIDATE || value.split(" ", 9).length < 8) {
            throw line.error("must be foundation, component, transport, priority, address, port, typ and type, in "
                + MAX_CANDIDATE + " characters");
        }
        candidates.add("candidate:" + value);
    }

    private static Fingerprint fingerprint(SdpLine line, String value) throws MediaException {
        String[] words = SdpLine.words(value.strip(), 2);
        if (words.length != 2 || !Fingerprint.wellFormed(line.token(words[0], "the hash"), words[1])) {
            throw line.error("must be a hash function and its bytes in hexadecimal with colons, 32 for sha-256");
        }
        return new Fingerprint(words[0], words[1]);
    }

    TransportDescription description() {
        if (session == null) {
            throw new IllegalStateException("the session's transport belongs to its m-lines");
        }
        boolean own = ufrag != null || password != null;
        return new TransportDescription(own ? ufrag : session.ufrag, own ? password : session.password,
            candidates.isEmpty() ? session.candidates : candidates, complete || session.complete, session.lite || lite,
            setup != null ? setup : session.setup, fingerprints.isEmpty() ? session.fingerprints : fingerprints);
    }
}
