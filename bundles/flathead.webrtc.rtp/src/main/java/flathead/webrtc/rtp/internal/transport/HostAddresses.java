package flathead.webrtc.rtp.internal.transport;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The addresses that become host candidates: those of every interface that is up, as they are at the moment. IPv6
 * link-local ones are left out, since no description can say which link they are on. The loopback ones are taken when
 * there is nothing else, so that both ends on one machine find each other without any network.
 */
final class HostAddresses {
    private HostAddresses() {
    }

    /** None only if even the loopback interface is down. */
    static List<InetAddress> now() throws SocketException {
        List<InetAddress> outside = new ArrayList<>();
        List<InetAddress> loopback = new ArrayList<>();
        for (NetworkInterface one : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            if (!up(one)) {
                continue;
            }
            for (InetAddress address : Collections.list(one.getInetAddresses())) {
                if (address.isLoopbackAddress()) {
                    loopback.add(address);
                } else if (usable(address)) {
                    outside.add(address);
                }
            }
        }
        return outside.isEmpty() ? loopback : outside;
    }

    private static boolean up(NetworkInterface one) {
        try {
            return one.isUp();
        } catch (SocketException e) {
            // It went away while we looked.
            return false;
        }
    }

    private static boolean usable(InetAddress address) {
        return !address.isAnyLocalAddress() && !address.isMulticastAddress()
            && !(address instanceof Inet6Address && address.isLinkLocalAddress());
    }
}
