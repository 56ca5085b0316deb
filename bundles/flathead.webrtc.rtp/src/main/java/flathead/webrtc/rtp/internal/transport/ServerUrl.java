package flathead.webrtc.rtp.internal.transport;

import flathead.signaling.IceServer;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A way to a STUN server (RFC 7064) or a TURN server (RFC 7065).
 *
 * @param text the URL
 * @param turn whether it relays
 * @param secure whether TLS is spoken
 * @param host name or address, without brackets
 * @param port 1 to 65535
 * @param tcp whether it is reached by TCP
 * @param server with the credentials
 */
record ServerUrl(String text, boolean turn, boolean secure, String host, int port, boolean tcp, IceServer server) {
    private static final Pattern URL = Pattern.compile(
        "(stun|turn)(s?):(\\[[^]]+\\]|[^:?]+)(?::([0-9]{1,5}))?(?:\\?transport=(udp|tcp))?");
    private static final int PORT = 3_478;
    private static final int SECURE_PORT = 5_349;

    /**
     * Reads one of a server's URLs.
     *
     * @throws IllegalArgumentException if it is none
     */
    static ServerUrl of(IceServer server, String url) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw new IllegalArgumentException("is no URL of a STUN or TURN server");
        }
        boolean secure = !parts.group(2).isEmpty();
        String host = parts.group(3);
        int port = parts.group(4) != null ? Integer.parseInt(parts.group(4)) : secure ? SECURE_PORT : PORT;
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("has a port that is none");
        }
        return new ServerUrl(url, parts.group(1).equals("turn"), secure,
            host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port,
            secure ? !"udp".equals(parts.group(5)) : "tcp".equals(parts.group(5)), server);
    }

    /**
     * Looks its address up, which may take long.
     *
     * @param four whether one of IPv4 is of use; IPv6 is taken when there is no other
     * @throws UnknownHostException if there is none
     */
    InetAddress address(boolean four) throws UnknownHostException {
        InetAddress[] all = InetAddress.getAllByName(host);
        for (InetAddress each : all) {
            if (each instanceof Inet4Address == four) {
                return each;
            }
        }
        return all[0];
    }
}
