/**
 * Session descriptions (RFC 8866) as WebRTC uses them (RFC 9429): a parser for any of them, our offer of one H.264
 * stream, and what an answer to it agrees on. Everything here is immutable and owns nothing; any thread.
 */
package flathead.webrtc.rtp.internal.sdp;
