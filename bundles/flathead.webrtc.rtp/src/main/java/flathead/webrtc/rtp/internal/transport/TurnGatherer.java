package flathead.webrtc.rtp.internal.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import org.ice4j.TransportAddress;
import org.ice4j.ice.Component;
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
    private volatile InetAddress source;
    /** Null where UDP is spoken. */
    private volatile StreamPort stream;
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

    /** Whether what it tells of our address is of use: of a port of TCP it is not. */
    boolean reflexive() {
        return around.reflexive() && !url.tcp();
    }

    @Override
    public Collection<LocalCandidate> harvest(Component component) {
        InetAddress routed = source();
        List<InetAddress> reaching = component.getLocalCandidates().stream().map(LocalCandidate::getTransportAddress)
            .filter(each -> each.canReach(stunServer)).map(TransportAddress::getAddress).toList();
        source = reaching.contains(routed) || reaching.isEmpty() ? routed : reaching.get(0);
        return super.harvest(component);
    }

    /** The address of this host's from which routes lead to the server; null if none does. */
    private InetAddress source() {
        try (DatagramSocket probe = new DatagramSocket()) {
            probe.connect(new InetSocketAddress(stunServer.getAddress(), stunServer.getPort()));
            return probe.getLocalAddress();
        } catch (IOException | UncheckedIOException e) {
            return null;
        }
    }

    @Override
    protected HostCandidate getHostCandidate(HostCandidate host) {
        if (closed || !host.getTransportAddress().getAddress().equals(source)) {
            return null;
        }
        return url.tcp() ? stream(host) : host;
    }

    private HostCandidate stream(HostCandidate host) {
        try {
            StreamPort connected = StreamPort.connect(around.name() + "-turn", url, stunServer.getAddress(),
                around.tls(), around.loop());
            stream = connected;
            if (closed) {
                connected.close();
            }
            getStunStack().addSocket(connected);
            return new HostCandidate(connected, host.getParentComponent());
        } catch (IOException e) {
            trouble("cannot be reached by " + (url.secure() ? "TLS: " : "TCP: ") + e.getMessage());
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
        StreamPort connected = stream;
        if (connected != null) {
            connected.close();
        }
    }
}
