/**
 * RTP (RFC 3550) for one outgoing H.264 stream (RFC 6184), with retransmission (RFC 4588), feedback (RFC 4585, RFC
 * 5104, REMB, TWCC) and pacing. No thread, no socket and no clock in here: packets and time are arguments.
 *
 * <p>The classes are not thread-safe: the caller locks. Nothing is allocated after construction, and packets from the
 * network never cause an exception: what is malformed is counted.
 */
package flathead.webrtc.rtp.internal.rtp;
