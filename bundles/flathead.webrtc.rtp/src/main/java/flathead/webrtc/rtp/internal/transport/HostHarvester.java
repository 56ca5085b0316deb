package flathead.webrtc.rtp.internal.transport;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.ice.Component;
import org.ice4j.ice.HostCandidate;
import org.ice4j.ice.LocalCandidate;
import org.ice4j.ice.harvest.AbstractCandidateHarvester;
import org.ice4j.socket.IceSocketWrapper;

/**
 * Gives ice4j the ports that we opened as its host candidates. ice4j's own harvester knows no loopback, and merges its
 * sockets with two threads and several copies for each. (STUN and TURN servers would be further harvesters beside it.)
 */
final class HostHarvester extends AbstractCandidateHarvester {
    private final List<UdpSocket> sockets;

    HostHarvester(List<UdpSocket> sockets) {
        this.sockets = sockets;
    }

    @Override
    public boolean isHostHarvester() {
        return true;
    }

    @Override
    public Collection<LocalCandidate> harvest(Component component) {
        List<LocalCandidate> candidates = new ArrayList<>();
        for (UdpSocket socket : sockets) {
            LocalCandidate candidate = new Port(socket, component);
            if (component.addLocalCandidate(candidate)) {
                candidate.getStunStack().addSocket(socket);
                candidates.add(candidate);
            }
        }
        return candidates;
    }

    private static final class Port extends HostCandidate {
        private final UdpSocket socket;

        Port(UdpSocket socket, Component component) {
            super(socket, component, Transport.UDP);
            this.socket = socket;
        }

        @Override
        public IceSocketWrapper getStunSocket(TransportAddress server) {
            return socket;
        }
    }
}
