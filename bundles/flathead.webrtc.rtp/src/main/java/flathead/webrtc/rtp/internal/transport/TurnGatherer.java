package flathead.webrtc.rtp.internal.transport;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.ice4j.TransportAddress;
import org.ice4j.ice.HostCandidate;
import org.ice4j.ice.LocalCandidate;
import org.ice4j.ice.RelayedCandidate;
import org.ice4j.ice.harvest.TurnCandidateHarvest;
import org.ice4j.ice.harvest.TurnCandidateHarvester;
import org.ice4j.security.LongTermCredential;

/** ice4j's harvester of relayed candidates, with one allocation, from the address that routes choose. */
final class TurnGatherer extends TurnCandidateHarvester implements Gatherer {
    private final ServerUrl url;
    private final Surroundings around;
    private volatile Allocation allocation;
    private volatile boolean relays;
    private volatile boolean troubled;
    private volatile boolean closed;

    TurnGatherer(ServerUrl url, TransportAddress server, Surroundings around) {
        super(server, new LongTermCredential(url.server().username(), url.server().credential()));
        this.url = url;
        this.around = around;
    }

    Surroundings around() {
        return around;
    }

    String user() {
        return url.server().username();
    }

    @Override
    protected HostCandidate getHostCandidate(HostCandidate host) {
        return host.getTransportAddress().getAddress().equals(source()) ? host : null;
    }

    /** The address of this host's from which the server is reached. */
    private InetAddress source() {
        try (DatagramSocket probe = new DatagramSocket()) {
            probe.connect(new InetSocketAddress(stunServer.getAddress(), stunServer.getPort()));
            return probe.getLocalAddress();
        } catch (IOException e) {
            trouble("cannot be reached: " + e.getMessage());
            return null;
        }
    }

    @Override
    protected TurnCandidateHarvest createHarvest(HostCandidate host) {
        if (closed || allocation != null || !(host.getCandidateIceSocketWrapper() instanceof StunPort carrier)) {
            return null;
        }
        allocation = new Allocation(this, host, carrier, around.clock());
        return allocation;
    }

    void found(LocalCandidate candidate) {
        relays |= candidate instanceof RelayedCandidate;
        around.found().accept(candidate);
    }

    void trouble(String what) {
        troubled = true;
        if (!closed) {
            around.news().trouble(url.text(), what);
        }
    }

    @Override
    public void tell() {
        if (relays) {
            around.news().works(url.text());
        } else if (!troubled) {
            trouble(allocation == null ? "cannot be reached from this host's addresses" : "does not answer");
        }
    }

    @Override
    public long turn(long nowNanos) {
        Allocation held = allocation;
        return held == null ? Long.MAX_VALUE : held.turn(nowNanos);
    }

    @Override
    public void close() {
        closed = true;
        Allocation held = allocation;
        if (held != null) {
            held.end();
        }
    }
}
