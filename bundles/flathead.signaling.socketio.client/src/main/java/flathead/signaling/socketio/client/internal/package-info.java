/**
 * The publishing side of the Socket.IO protocol: one connection carries every camera, and comes back by itself for
 * ever. Events out: {@code offer}, {@code ice-candidate}, {@code disconnect-camera}; in: {@code answer},
 * {@code ice-candidate}, {@code error}, {@code exception}.
 */
package flathead.signaling.socketio.client.internal;
