/**
 * WHIP ingest (RFC 9725): whoever speaks WHIP publishes a camera by {@code POST /whip/<camera>} on the HTTP port of the
 * runtime.
 *
 * <p>{@code Ingest} and what it is made of are the protocol: requests and time come in, responses go out, and it owns
 * no thread and no socket. {@code WhipServlet} is the border to the servlet container.
 */
package flathead.signaling.whip.server.internal;
