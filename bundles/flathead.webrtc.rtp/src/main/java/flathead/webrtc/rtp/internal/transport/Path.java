package flathead.webrtc.rtp.internal.transport;

import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;

/**
 * The way that ICE chose.
 *
 * @param channel our port
 * @param remote the other side's address
 */
public record Path(DatagramChannel channel, InetSocketAddress remote) {
}
