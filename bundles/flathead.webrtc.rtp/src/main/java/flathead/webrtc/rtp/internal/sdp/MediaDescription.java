package flathead.webrtc.rtp.internal.sdp;

import java.util.List;
import java.util.Map;

/**
 * One m-line and what follows it; what it inherits from the session is filled in.
 *
 * @param kind {@code video}, {@code audio}, {@code application}
 * @param port 0 if it is refused (or bundled and not chosen, with {@code bundle-only})
 * @param protocol such as {@code UDP/TLS/RTP/SAVPF}
 * @param mid its name in the bundle; null if it has none
 * @param direction which way its media flows
 * @param transport how to reach it
 * @param payloads by payload type, best first; empty if the protocol is not RTP
 * @param extensions RTP header extensions
 * @param ssrcs the sources it announces, each 32 bits, unsigned
 * @param groups how those belong together
 * @param cname the canonical name of the first source that has one (RFC 5576); empty if none is told
 * @param rtcpMux whether RTCP shares the port of RTP (RFC 8858)
 * @param reducedRtcp whether RTCP need not be compound (RFC 5506)
 */
public record MediaDescription(String kind, int port, String protocol, String mid, Direction direction,
        TransportDescription transport, Map<Integer, PayloadFormat> payloads, List<HeaderExtension> extensions,
        List<Integer> ssrcs, List<SsrcGroup> groups, String cname, boolean rtcpMux,
        boolean reducedRtcp) {
    /** Whether the answerer refused it. */
    public boolean refused() {
        return port == 0;
    }
}
