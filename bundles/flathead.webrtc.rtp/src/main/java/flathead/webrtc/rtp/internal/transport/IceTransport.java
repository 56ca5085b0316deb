package flathead.webrtc.rtp.internal.transport;

import flathead.api.MediaException;
import java.beans.PropertyChangeEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.ice.Agent;
import org.ice4j.ice.CandidatePair;
import org.ice4j.ice.CandidatePairState;
import org.ice4j.ice.Component;
import org.ice4j.ice.IceMediaStream;
import org.ice4j.ice.IceProcessingState;
import org.ice4j.ice.KeepAliveStrategy;
import org.ice4j.ice.LocalCandidate;
import org.ice4j.ice.RemoteCandidate;

/**
 * One ICE agent with one component, controlling, its ports given to it. Remote candidates are taken before and after
 * {@link #start}. Any thread.
 */
final class IceTransport implements AutoCloseable {
    private static final String STREAM = "video";
    /** More than any host has; a flood of them would be a flood of checks. */
    private static final int MOST_REMOTE = 64;

    private final List<UdpSocket> sockets;
    private final Listener listener;
    private final Agent agent = new Agent();
    private final IceMediaStream stream;
    private final Component component;
    private final Set<SocketAddress> checked = new CopyOnWriteArraySet<>();
    private final List<CandidateLine> early = new ArrayList<>();
    private boolean started;
    private int remotes;

    /** What the agent tells; on a thread of ice4j's, which must not be kept. */
    interface Listener {
        /** There is a way. */
        void iceConnected(Path path);

        /** The other side agreed to go on being sent to (RFC 7675). */
        void iceConsented();

        /** No candidate pair works. */
        void iceFailed();
    }

    /**
     * Makes the agent and its host candidates.
     *
     * @throws MediaException if ice4j cannot
     */
    IceTransport(List<UdpSocket> sockets, Listener listener) throws MediaException {
        this.sockets = List.copyOf(sockets);
        this.listener = listener;
        agent.setControlling(true);
        agent.setPerformConsentFreshness(true);
        agent.setUseDynamicPorts(false);
        agent.addCandidateHarvester(new HostHarvester(this.sockets));
        stream = agent.createMediaStream(STREAM);
        stream.addPairChangeListener(this::pairChanged);
        agent.addStateChangeListener(this::stateChanged);
        try {
            component = agent.createComponent(stream, KeepAliveStrategy.SELECTED_ONLY, false);
        } catch (IOException | IllegalArgumentException e) {
            agent.free();
            throw new MediaException("ICE cannot use the ports " + sockets + ": " + e.getMessage(), e);
        }
    }

    String ufrag() {
        return agent.getLocalUfrag();
    }

    String password() {
        return agent.getLocalPassword();
    }

    /** Ours, as attribute values. */
    List<String> candidates() {
        List<String> lines = new ArrayList<>();
        for (LocalCandidate candidate : component.getLocalCandidates()) {
            lines.add(CandidateLine.of(candidate));
        }
        return lines;
    }

    /** Begins the checks. Without any remote candidate it waits for the other side's. */
    void start(String ufrag, String password, List<String> candidates) {
        stream.setRemoteUfrag(ufrag);
        stream.setRemotePassword(password);
        for (String candidate : candidates) {
            remoteCandidate(candidate);
        }
        synchronized (early) {
            for (CandidateLine line : early) {
                component.addRemoteCandidate(remote(line));
            }
            early.clear();
            started = true;
        }
        agent.startConnectivityEstablishment();
    }

    /** Adds a candidate of the other side's; false if it is of no use. */
    boolean remoteCandidate(String attribute) {
        CandidateLine line = CandidateLine.parse(attribute);
        if (line == null) {
            return false;
        }
        synchronized (early) {
            if (remotes == MOST_REMOTE) {
                return false;
            }
            remotes++;
            if (!started) {
                early.add(line);
                return true;
            }
        }
        component.addUpdateRemoteCandidates(remote(line));
        component.updateRemoteCandidates();
        return true;
    }

    private RemoteCandidate remote(CandidateLine line) {
        return new RemoteCandidate(new TransportAddress(line.address(), line.port(), Transport.UDP), component,
            line.type(), line.foundation(), line.priority(), null);
    }

    /** Whether a check proved that the other side is at this address. */
    boolean checked(SocketAddress address) {
        return checked.contains(address);
    }

    /** What was tried, for a message. */
    String tried() {
        return component.getLocalCandidateCount() + " of our candidates and " + component.getRemoteCandidateCount()
            + " of the other side's";
    }

    private void pairChanged(PropertyChangeEvent event) {
        if (!(event.getSource() instanceof CandidatePair pair)) {
            return;
        }
        switch (event.getPropertyName()) {
            case IceMediaStream.PROPERTY_PAIR_STATE_CHANGED -> {
                if (event.getNewValue() == CandidatePairState.SUCCEEDED) {
                    checked.add(plain(pair.getRemoteCandidate().getTransportAddress()));
                }
            }
            case IceMediaStream.PROPERTY_PAIR_CONSENT_FRESHNESS_CHANGED -> listener.iceConsented();
            default -> {
            }
        }
    }

    private void stateChanged(PropertyChangeEvent event) {
        if (event.getNewValue() == IceProcessingState.COMPLETED) {
            CandidatePair pair = component.getSelectedPair();
            if (pair != null) {
                listener.iceConnected(path(pair));
            }
        } else if (event.getNewValue() == IceProcessingState.FAILED) {
            listener.iceFailed();
        }
    }

    private Path path(CandidatePair pair) {
        TransportAddress base = pair.getLocalCandidate().getBase().getTransportAddress();
        for (UdpSocket socket : sockets) {
            if (socket.local().getPort() == base.getPort() && socket.local().getAddress().equals(base.getAddress())) {
                return new Path(socket.channel(), plain(pair.getRemoteCandidate().getTransportAddress()));
            }
        }
        throw new IllegalStateException("ICE chose " + base + ", which is none of " + sockets);
    }

    /** ice4j's addresses compare by transport too. */
    private static InetSocketAddress plain(TransportAddress address) {
        return new InetSocketAddress(address.getAddress(), address.getPort());
    }

    /** Ends the checks and ice4j's use of the ports. May be called again. */
    @Override
    public void close() {
        agent.free();
    }
}
