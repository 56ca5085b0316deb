package flathead.webrtc.rtp.internal.transport;

import flathead.signaling.IceServer;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;

/**
 * How a way to the other side is looked for.
 *
 * @param servers STUN and TURN servers to ask, beside this host's own addresses
 * @param policy which ways are allowed
 * @param controlling whether our side chooses among those that work: the one that offered does (RFC 8445, 6.1.1)
 * @param news who hears what the servers do; one for all sessions
 * @param tls makes the connections to TURN servers that are reached by TLS
 */
public record IceTerms(List<IceServer> servers, IcePolicy policy, boolean controlling, ServerNews news,
    Supplier<SSLSocketFactory> tls) {
    /** With the certificates that Java trusts. */
    public IceTerms(List<IceServer> servers, IcePolicy policy, boolean controlling, ServerNews news) {
        this(servers, policy, controlling, news, () -> (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    /** Keeps a copy. */
    public IceTerms {
        servers = List.copyOf(servers);
    }
}
