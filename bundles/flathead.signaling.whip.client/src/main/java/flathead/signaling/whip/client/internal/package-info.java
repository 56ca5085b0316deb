/**
 * WHIP (RFC 9725) as a client: publishes cameras to any WHIP server.
 *
 * <p>{@code Publication} is the protocol, one for each camera: responses and time come in, requests go out, and it owns
 * no thread and no socket. {@code JdkHttp} is the border to the HTTP client of the JDK.
 */
package flathead.signaling.whip.client.internal;
