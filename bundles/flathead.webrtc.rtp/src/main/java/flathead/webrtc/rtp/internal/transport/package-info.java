/**
 * The way to the other side: ICE (RFC 8445, RFC 8838) with ice4j, DTLS 1.2 (RFC 6347) with BouncyCastle, SRTP (RFC 3711
 * and RFC 7714) with jitsi-srtp, keyed by DTLS-SRTP (RFC 5764), all on one UDP port (RFC 7983, RFC 5761).
 */
package flathead.webrtc.rtp.internal.transport;
