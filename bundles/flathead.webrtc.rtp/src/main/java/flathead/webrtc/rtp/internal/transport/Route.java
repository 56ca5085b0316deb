package flathead.webrtc.rtp.internal.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Our end of a way to the other side: one of this host's ports, or a port that a relay lends us. Any thread. */
public interface Route {
    /**
     * Sends a datagram, from position to limit, without waiting.
     *
     * @return false if there was no room for it
     * @throws IOException if the network is gone, for now or for good
     */
    boolean send(ByteBuffer datagram, InetSocketAddress to) throws IOException;
}
