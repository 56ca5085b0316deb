package flathead.webrtc.rtp.internal.transport;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.ice.Candidate;
import org.ice4j.ice.Component;
import org.ice4j.ice.HostCandidate;
import org.ice4j.ice.LocalCandidate;
import org.ice4j.ice.harvest.AbstractCandidateHarvester;
import org.ice4j.socket.IceSocketWrapper;

/**
 * Gives ice4j the ports that we opened as its host candidates. ice4j's own harvester knows no loopback, and merges its
 * sockets with two threads and several copies for each.
 */
final class HostHarvester extends AbstractCandidateHarvester {
    private final List<UdpSocket> sockets;
    private final IcePolicy policy;

    HostHarvester(List<UdpSocket> sockets, IcePolicy policy) {
        this.sockets = sockets;
        this.policy = policy;
    }

    @Override
    public boolean isHostHarvester() {
        return true;
    }

    @Override
    public Collection<LocalCandidate> harvest(Component component) {
        List<LocalCandidate> candidates = new ArrayList<>();
        for (UdpSocket socket : sockets) {
            if (policy == IcePolicy.RELAY) {
                socket.admitServersOnly();
            }
            LocalCandidate candidate = new Port(socket, component, policy);
            if (component.addLocalCandidate(candidate)) {
                candidate.getStunStack().addSocket(socket);
                candidates.add(candidate);
            }
        }
        return candidates;
    }

    private static final class Port extends HostCandidate {
        private final UdpSocket socket;
        private final IcePolicy policy;

        Port(UdpSocket socket, Component component, IcePolicy policy) {
            super(socket, component, Transport.UDP);
            this.socket = socket;
            this.policy = policy;
        }

        @Override
        public IceSocketWrapper getStunSocket(TransportAddress server) {
            return socket;
        }

        /** Where only relays are allowed it is of use for reaching them, and no check goes out from it. */
        @Override
        public boolean canReach(Candidate<?> other) {
            return policy == IcePolicy.ALL && super.canReach(other);
        }
    }
}
