package flathead.webrtc.rtp.internal.transport;

import java.net.InetSocketAddress;

/**
 * The way that ICE chose.
 *
 * @param route our end; its text says which port it is
 * @param remote the other side's address
 */
public record Path(Route route, InetSocketAddress remote) {
}
