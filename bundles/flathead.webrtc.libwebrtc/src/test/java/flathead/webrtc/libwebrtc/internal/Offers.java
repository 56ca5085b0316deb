package flathead.webrtc.libwebrtc.internal;

/** Offers as they come from elsewhere. */
final class Offers {
    private static final String FINGERPRINT = "AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:"
        + "AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99";

    /** H.264 only, with RTX and the playout delay extension. */
    static final String RTP = sdp(
        "v=0", "o=- 4611731400430051336 2 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=group:BUNDLE 0",
        "a=msid-semantic: WMS flathead",
        "m=video 50000 UDP/TLS/RTP/SAVPF 96 97", "c=IN IP4 192.0.2.7", "a=rtcp:9 IN IP4 0.0.0.0",
        "a=candidate:1 1 udp 2130706431 192.0.2.7 50000 typ host",
        "a=ice-ufrag:fLaT", "a=ice-pwd:hEaDhEaDhEaDhEaDhEaDhEaD", "a=fingerprint:sha-256 " + FINGERPRINT,
        "a=setup:actpass", "a=mid:0", "a=sendonly", "a=rtcp-mux", "a=rtcp-rsize",
        "a=extmap:1 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
        "a=extmap:5 http://www.webrtc.org/experiments/rtp-hdrext/playout-delay",
        "a=rtpmap:96 H264/90000", "a=rtcp-fb:96 goog-remb", "a=rtcp-fb:96 transport-cc", "a=rtcp-fb:96 ccm fir",
        "a=rtcp-fb:96 nack", "a=rtcp-fb:96 nack pli",
        "a=fmtp:96 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f",
        "a=rtpmap:97 rtx/90000", "a=fmtp:97 apt=96",
        "a=ssrc-group:FID 1001 1002", "a=ssrc:1001 cname:flathead", "a=ssrc:1002 cname:flathead");

    /** As aiortc writes it: VP8 first, sendrecv, two H.264 profiles. */
    static final String AIORTC = sdp(
        "v=0", "o=- 3938217781 3938217781 IN IP4 0.0.0.0", "s=-", "t=0 0", "a=group:BUNDLE 0",
        "a=msid-semantic:WMS *",
        "m=video 41234 UDP/TLS/RTP/SAVPF 97 98 99 100 101 102", "c=IN IP4 192.0.2.8", "a=sendrecv",
        "a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid",
        "a=extmap:3 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
        "a=mid:0", "a=msid:b3a7a3c5-6cf1-4f5f-a3c6-8a3a2d7c0a11 6d3f1a0e-5f35-4a3b-9f0d-2f0c36f1a7c2",
        "a=rtcp:9 IN IP4 0.0.0.0", "a=rtcp-mux", "a=ssrc-group:FID 2001 2002", "a=ssrc:2001 cname:x",
        "a=ssrc:2002 cname:x",
        "a=rtpmap:97 VP8/90000", "a=rtcp-fb:97 nack", "a=rtcp-fb:97 nack pli", "a=rtcp-fb:97 goog-remb",
        "a=rtpmap:98 rtx/90000", "a=fmtp:98 apt=97",
        "a=rtpmap:99 H264/90000", "a=rtcp-fb:99 nack", "a=rtcp-fb:99 nack pli", "a=rtcp-fb:99 goog-remb",
        "a=fmtp:99 packetization-mode=1;level-asymmetry-allowed=1;profile-level-id=42001f",
        "a=rtpmap:100 rtx/90000", "a=fmtp:100 apt=99",
        "a=rtpmap:101 H264/90000", "a=rtcp-fb:101 nack", "a=rtcp-fb:101 nack pli", "a=rtcp-fb:101 goog-remb",
        "a=fmtp:101 packetization-mode=1;level-asymmetry-allowed=1;profile-level-id=42e01f",
        "a=rtpmap:102 rtx/90000", "a=fmtp:102 apt=101",
        "a=candidate:0f6a 1 udp 2130706431 192.0.2.8 41234 typ host", "a=end-of-candidates",
        "a=ice-ufrag:aIoR", "a=ice-pwd:tCtCtCtCtCtCtCtCtCtCtC", "a=fingerprint:sha-256 " + FINGERPRINT,
        "a=setup:actpass");

    private Offers() {
    }

    static String sdp(String... lines) {
        return String.join("\r\n", lines) + "\r\n";
    }
}
