package flathead.webrtc.rtp.internal.transport;

import org.ice4j.TransportAddress;
import org.ice4j.ice.RelayedCandidate;
import org.ice4j.ice.harvest.TurnCandidateHarvest;
import org.ice4j.socket.IceSocketWrapper;

/** ice4j's relayed candidate on a port of ours, in place of its own with two more threads and copies of each packet. */
final class Relayed extends RelayedCandidate {
    private final RelayPort port;

    Relayed(TransportAddress address, TurnCandidateHarvest harvest, TransportAddress mapped, RelayPort port) {
        super(address, harvest, mapped);
        this.port = port;
    }

    RelayPort port() {
        return port;
    }

    @Override
    public IceSocketWrapper getCandidateIceSocketWrapper() {
        return port;
    }

    @Override
    public IceSocketWrapper getStunSocket(TransportAddress server) {
        return port;
    }
}
