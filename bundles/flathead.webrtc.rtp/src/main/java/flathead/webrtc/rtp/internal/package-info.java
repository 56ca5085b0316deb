/** The peer: sans-IO RTP on a real transport, and the service that makes peers. */
package flathead.webrtc.rtp.internal;
