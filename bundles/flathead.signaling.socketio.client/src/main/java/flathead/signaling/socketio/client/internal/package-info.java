/**
 * The publishing side of the signalling: one Socket.IO connection carries the conversations about every camera.
 *
 * <p>{@code Settings} and {@code ServerEvent} decide; {@code Session} is the border to the Socket.IO
 * library; {@code SocketIoSignalingClient} owns the one thread, {@code flathead-signaling-client}, on which everything
 * changes and every listener is called.
 */
package flathead.signaling.socketio.client.internal;
