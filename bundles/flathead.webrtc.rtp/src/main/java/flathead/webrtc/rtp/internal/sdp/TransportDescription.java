package flathead.webrtc.rtp.internal.sdp;

import java.util.List;

/**
 * How one side can be reached and known: ICE (RFC 8839) and DTLS (RFC 8842).
 *
 * @param ufrag ICE user fragment; null if the description has none
 * @param password ICE password; null if the description has none
 * @param candidates each without {@code a=}, from {@code candidate:} on; not looked into
 * @param complete whether no further candidates will come
 * @param lite whether that side only answers checks
 * @param setup who opens the DTLS connection; null if the description does not say
 * @param fingerprints of the certificates that side may show
 */
public record TransportDescription(String ufrag, String password, List<String> candidates, boolean complete,
        boolean lite, Setup setup, List<Fingerprint> fingerprints) {
    /** Keeps copies. */
    public TransportDescription {
        candidates = List.copyOf(candidates);
        fingerprints = List.copyOf(fingerprints);
    }
}
