/**
 * The accepting side of the signalling: Socket.IO protocol 5 over Engine.IO 4 on the HTTP port of the runtime.
 *
 * <p>{@code EventParser}, {@code Client} and {@code Room} are the protocol: they own no thread and no socket. The
 * others are the borders, to the servlet container ({@code SignalingServlet} and the classes it hands to the Engine.IO
 * library) and to the Socket.IO library ({@code Endpoint}).
 */
package flathead.signaling.socketio.server.internal;
