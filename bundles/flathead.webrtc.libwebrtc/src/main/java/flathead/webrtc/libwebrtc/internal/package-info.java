/**
 * libwebrtc, through webrtc-java, as a {@link flathead.signaling.PeerFactory}: its peers hand out decoded pictures of
 * whatever it decodes, or take raw ones and encode them by themselves, for receivers that refuse H.264 or where no
 * encoder bundle runs.
 *
 * <p>Threads: {@code flathead-libwebrtc} makes every call into libwebrtc and tells every event; libwebrtc's own
 * signalling thread only posts to it; libwebrtc's thread for decoded pictures (one a stream) copies each once and
 * offers it; the thread that offers a picture to be sent copies it once.
 *
 * <p>Known limits of webrtc-java 0.14.0: received pictures carry their arrival as capture time, and sent ones the time
 * at which they are handed over; each picture costs it one copy and some small objects; no keyframe can be requested;
 * what to give up when the rate is short cannot be said; no description that it creates is freed, which leaves a few
 * kilobytes behind a session.
 */
package flathead.webrtc.libwebrtc.internal;
