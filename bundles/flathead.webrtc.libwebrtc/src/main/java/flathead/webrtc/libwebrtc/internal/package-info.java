/**
 * Receives whatever libwebrtc decodes, through webrtc-java: a {@link flathead.signaling.PeerFactory} whose peers hand
 * out decoded pictures.
 *
 * <p>Threads: {@code flathead-libwebrtc} makes every call into libwebrtc and tells every event; libwebrtc's own
 * signalling thread only posts to it; libwebrtc's thread for decoded pictures (one a stream) copies each once and
 * offers it.
 *
 * <p>Known limits of webrtc-java 0.14.0: pictures carry their arrival as capture time; each picture costs it one copy
 * and some small objects before ours; no keyframe can be requested; no description that it creates is freed,
 * which leaves a few kilobytes behind a session.
 */
package flathead.webrtc.libwebrtc.internal;
