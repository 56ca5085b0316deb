/**
 * RTP (RFC 3550) for one incoming H.264 stream (RFC 6184): reordering, retransmission (RFC 4588), access units the
 * moment that they are complete and in order, and what a receiver reports (RFC 4585, RFC 5104, RFC 3611, REMB, TWCC).
 * No thread, no socket and no clock in here: packets and time are arguments.
 *
 * <p>The classes are not thread-safe: the caller locks. Nothing is allocated for a packet or a picture, and packets
 * from the network never cause an exception: what is malformed is counted.
 */
package flathead.webrtc.rtp.internal.receive;
